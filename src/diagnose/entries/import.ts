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
      summary: `${repositoryText(failure)} exists already in ${registryWithAccountText(location)}, and Terraform does not know it.`,
      cause: 'It was created by hand, by ECR (createRepositories, a cache), or by another Terraform state.',
      policies: [],
      steps: [
        ...(declared === undefined
          ? []
          : [
              {
                text: 'Say in topology.yaml that it exists there: Terraform then imports it. import: true says it for every registry, replicas included; on a registry, for all that it holds.',
                code: {
                  language: 'yaml' as const,
                  text: `repositories:\n  ${name}:\n    import: { ${registry}: true }\n`,
                },
              },
              DEPLOY_CHANGE_STEP,
            ]),
        {
          text:
            declared === undefined ? 'Import it once.' : 'Or import it by hand, once, and leave import out.',
          code: {
            language: 'sh',
            text: `npm run synth\ncd cdktf.out/stacks/ecr-topology\nterraform init\nterraform import ${address} ${name}\n`,
          },
        },
      ],
      certainty: { level: 'certain', because: 'ECR says so' },
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
    const missing = addresses.length === 0 ? 'something' : addresses.join(', ');
    return {
      summary: `Terraform is told to import ${missing}, and finds nothing of that in ${registryWithAccountText(location)}.`,
      cause:
        'import: true stands for all that the declaration says, also for what was declared later. Terraform passes over what it has imported already, and stops at what does not exist. Or it looks in another account or Region than was meant.',
      policies: [],
      steps: [
        describeResourceStep(failure),
        ...correctImportSteps(failure),
        {
          text: 'Or take every import out, where all that existed is imported: nothing else changes by that.',
        },
        DEPLOY_CHANGE_STEP,
      ],
      certainty: { level: 'likely', because: 'Terraform says what is missing, and not why' },
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
    summary: `${repositoryText(failure)} exists already in ${registryWithAccountText(location)}.`,
    cause:
      'The script creates the repository on each run, and it was created before. Nothing is missing: the push can go on. A step that runs each time has to create it only if it does not exist.',
    policies: [],
    steps: [
      {
        text: 'Create it only if it does not exist; or let Terraform own it, and take the step out of the script.',
        code: {
          language: 'sh',
          text: `aws ecr describe-repositories --repository-names ${name}${region} > /dev/null 2>&1 ||\n  aws ecr create-repository --repository-name ${name}${region}\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'ECR says so' },
    page: PAGES.repositories,
  };
}

function explainExistsForCloudFormation(failure: Case): Explanation {
  return {
    summary: `${repositoryText(failure)} exists already in ${registryWithAccountText(failure.location)}, and the stack does not own it.`,
    cause:
      'It was created by hand, by another stack or tool, or is left from a stack that retained it (DeletionPolicy: Retain, the default of CDK).',
    policies: [],
    steps: [
      {
        text: 'Import it into the stack, refer to it by its name without creating it (in CDK: Repository.fromRepositoryName), or delete it if it is empty.',
        code: { language: 'sh', text: 'npx cdk import\n' },
      },
    ],
    certainty: { level: 'certain', because: 'ECR says so' },
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
    'See what is there, in this account and Region.',
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
        text: 'Not there? List in topology.yaml what the registry does have, and leave this out: Terraform then creates it.',
        code: { language: 'yaml', text: `registries:\n  ${registry}:\n    import: [repositories]\n` },
      },
    ];
  }
  const name = resource !== undefined && 'repository' in resource ? resource.repository.name : 'REPOSITORY';
  const exists = resource === undefined || resource.type === 'aws_ecr_repository' ? 'false' : '[repository]';
  return [
    {
      text: 'Not there? Say so in topology.yaml: Terraform then creates it. What exists of a repository can be a list of repository, policy, lifecycle.',
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
