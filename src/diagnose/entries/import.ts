import type { RegistryResource } from '../../model/deployment';
import { REGISTRY_TYPE_NAMES, rowOf } from '../../model/resource-types';
import { resourceAddress, resourcesOf } from '../../terraform/resources';
import { commandStep, DEPLOY_CHANGE_STEP } from '../explanations/steps';
import { registryWithAccountText, repositoryText, type Case, type Explanation } from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import { defineEntry, type FamilyEntries } from '../model/entry';
import type { Facts } from '../parse/facts';

/** Resource types that a topology imports: those of ECR, and the Inspector enabler. */
const IMPORTED_TYPE = /(?:^|\.)aws_(?:ecr_|inspector2_enabler\.)/;

const REPOSITORY_EXISTS = defineEntry<RepositoryExists>({
  kind: 'repository-exists',
  match: (text, facts) =>
    EXISTS.test(text)
      ? { isCreatedByCli: text.includes('calling the CreateRepository operation'), facts }
      : undefined,
  explain: (failure) => {
    const { declared, message, location } = failure;
    const name = location.repositoryName ?? 'REPOSITORY';
    const registry = location.name ?? 'REGISTRY';
    const { client } = message.facts;
    if (client === 'CloudFormation' || client === 'AWS CDK') return explainExistsForCloudFormation(failure);
    if (message.isCreatedByCli && client !== 'Terraform') return explainExistsForScript(failure);
    const named = message.facts.address ?? '';
    const address = named.startsWith('aws_ecr_repository.') ? named : repositoryAddress(failure);
    return {
      summary: `${repositoryText(failure)} already exists in ${registryWithAccountText(location)}, but is not in the Terraform state.`,
      cause:
        'The repository was created by hand, by ECR (createRepositories, a pull-through cache), or with another Terraform state.',
      policies: [],
      steps: [
        ...(declared === undefined
          ? []
          : [
              {
                text: 'Set import for the repository in topology.yaml. Terraform then imports it. On a repository, import: true applies to every registry, including replicas. On a registry, it applies to all resources of the registry.',
                code: {
                  language: 'yaml' as const,
                  text: `repositories:\n  ${name}:\n    import: { ${registry}: true }\n`,
                },
              },
              DEPLOY_CHANGE_STEP,
            ]),
        {
          text:
            declared === undefined
              ? 'Import the repository once.'
              : 'Or import it by hand once, and do not set import.',
          code: {
            language: 'sh',
            text: `npm run synth\ncd cdktf.out/stacks/ecr-topology\nterraform init\nterraform import ${address} ${name}\n`,
          },
        },
      ],
      certainty: { level: 'certain', because: 'ECR reports that the repository exists' },
      page: PAGES.import,
    };
  },
});

const EXISTS =
  /RepositoryAlreadyExistsException|The repository with name '[^']{1,256}' already exists|Resource of type 'AWS::ECR::Repository' with identifier '[^']{1,256}' already exists/i;

const IMPORT_NOT_FOUND = defineEntry<ImportNotFound>({
  kind: 'import-not-found',
  match: matchImportNotFound,
  explain: (failure) => {
    const { message, location } = failure;
    const { addresses } = message;
    const missing = addresses.length === 0 ? 'a resource' : addresses.join(', ');
    return {
      summary: `Terraform cannot import ${missing}: not found in ${registryWithAccountText(location)}.`,
      cause:
        'import: true applies to all declared resources, including resources that were declared later. Terraform skips resources that it already imported, and stops at resources that do not exist. Another possible cause: Terraform uses a different account or Region than you meant.',
      policies: [],
      steps: [
        describeResourceStep(failure),
        ...correctImportSteps(failure),
        {
          text: 'Or, if all existing resources are imported, remove every import from topology.yaml. This has no other effect.',
        },
        DEPLOY_CHANGE_STEP,
      ],
      certainty: { level: 'likely', because: 'Terraform reports which resource is missing, but not why' },
      page: PAGES.import,
    };
  },
});

/** Terraform prints one error per resource that it cannot import. Resources of other services are ignored. */
function matchImportNotFound(
  text: string,
  facts: Facts,
): (ImportNotFound & { readonly facts: Facts }) | undefined {
  if (!/Cannot import non-existent remote object|attempting to import an existing object to/i.test(text)) {
    return undefined;
  }
  const allAddresses = [...text.matchAll(/import an existing object to "?([^\s",]{1,400})/gi)].map(
    ([, address = '']) => address,
  );
  const addresses = [...new Set(allAddresses.filter((address) => IMPORTED_TYPE.test(address)))];
  const [address] = addresses;
  if (address === undefined && allAddresses.length > 0) return undefined;
  return { facts: { ...facts, address }, addresses };
}

/** Existing resources that are not imported, and imports of resources that do not exist: docs/guides/adopt.md. */

interface RepositoryExists {
  /** The AWS CLI called CreateRepository, not Terraform. */
  readonly isCreatedByCli: boolean;
}

function explainExistsForScript(failure: Case): Explanation {
  const { location } = failure;
  const name = location.repositoryName ?? 'REPOSITORY';
  const region = location.region === undefined ? '' : ` --region ${location.region}`;
  return {
    summary: `${repositoryText(failure)} already exists in ${registryWithAccountText(location)}.`,
    cause:
      'The script creates the repository on every run, and a previous run created it. The push can continue. A step that runs every time must create the repository only if it does not exist.',
    policies: [],
    steps: [
      {
        text: 'Create the repository only if it does not exist. Or manage it with Terraform, and remove the step from the script.',
        code: {
          language: 'sh',
          text: `aws ecr describe-repositories --repository-names ${name}${region} > /dev/null 2>&1 ||\n  aws ecr create-repository --repository-name ${name}${region}\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'ECR reports that the repository exists' },
    page: PAGES.repositories,
  };
}

function explainExistsForCloudFormation(failure: Case): Explanation {
  return {
    summary: `${repositoryText(failure)} already exists in ${registryWithAccountText(failure.location)}, and the stack does not own it.`,
    cause:
      'The repository was created by hand, by another stack or by another tool, or a deleted stack retained it (DeletionPolicy: Retain, the default of CDK).',
    policies: [],
    steps: [
      {
        text: 'Import the repository into the stack, refer to it by name without creating it (in CDK: Repository.fromRepositoryName), or delete it if it is empty.',
        code: { language: 'sh', text: 'npx cdk import\n' },
      },
    ],
    certainty: { level: 'certain', because: 'ECR reports that the repository exists' },
    page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import.html',
  };
}

/** If the name contains `/` or `.`, the address ends with a hash, which only the topology gives. */
function repositoryAddress({ location }: Case): string {
  const { registry, repository } = location;
  if (registry === undefined || repository === undefined) return 'aws_ecr_repository.REGISTRY-REPOSITORY';
  const resource = resourcesOf(registry).find(
    (each) => each.type === 'aws_ecr_repository' && each.repository === repository,
  );
  return resource === undefined ? 'aws_ecr_repository.REGISTRY-REPOSITORY' : resourceAddress(resource);
}

interface ImportNotFound {
  /** Addresses that Terraform could not import, without duplicates. Empty if only the title was pasted. */
  readonly addresses: readonly string[];
}

/** The steps show the first address as an example. */
function firstMissingResource({ message, location }: Case<ImportNotFound>): RegistryResource | undefined {
  const [address] = message.addresses;
  if (location.registry === undefined) return undefined;
  return resourcesOf(location.registry).find((resource) => resourceAddress(resource) === address);
}

function describeResourceStep(failure: Case<ImportNotFound>): Step {
  const { declared, location } = failure;
  const region = location.region === undefined ? '' : ` --region ${location.region}`;
  return commandStep(
    'Show the existing resource in this account and Region.',
    `${describeCommand(firstMissingResource(failure))}${region}`,
    location.accountId,
    declared,
  );
}

function describeCommand(resource: RegistryResource | undefined): string {
  return resource === undefined
    ? 'aws ecr describe-repositories'
    : rowOf(resource.type).showCommand(resource);
}

/** Returns the change of `topology.yaml` that excludes the missing resource from the import. */
function correctImportSteps(failure: Case<ImportNotFound>): readonly Step[] {
  const { declared, message, location } = failure;
  if (declared === undefined) return [];
  const registry = location.name ?? 'REGISTRY';
  const resource = firstMissingResource(failure);
  const [address = ''] = message.addresses;
  // Without a topology, or with an address that is not in it, the address has the type.
  const type = resource?.type ?? REGISTRY_TYPE_NAMES.find((each) => address.startsWith(`${each}.`));
  const isOfRepository = type === undefined || rowOf(type).importParts.length > 1;
  if (!isOfRepository) {
    return [
      {
        text: 'If the resource does not exist, list only the existing resources of the registry in topology.yaml. Terraform then creates the missing one.',
        code: { language: 'yaml', text: `registries:\n  ${registry}:\n    import: [repositories]\n` },
      },
    ];
  }
  const name = resource !== undefined && 'repository' in resource ? resource.repository.name : 'REPOSITORY';
  const exists = resource === undefined || resource.type === 'aws_ecr_repository' ? 'false' : '[repository]';
  return [
    {
      text: 'If the resource does not exist, exclude it from the import in topology.yaml. Terraform then creates it. To import parts of a repository, list them: repository, policy, lifecycle.',
      code: {
        language: 'yaml',
        text: `repositories:\n  ${name}:\n    import: { ${registry}: ${exists} }\n`,
      },
    },
  ];
}

export const ENTRIES: FamilyEntries = {
  refused: [REPOSITORY_EXISTS, IMPORT_NOT_FOUND],
};
