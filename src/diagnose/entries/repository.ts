import { repositoryUrl } from '../../aws/arn';
import type { Repository } from '../../model/resource-types';
import type { Registry } from '../../model/topology';
import { backfillStep, sourcesOfReplica } from '../explanations/replication-source';
import { cacheRuleFor, creationText, validateCacheStep } from '../explanations/repository-creation';
import { commandStep, DEPLOY_STEP, profileOption, registryOptions } from '../explanations/steps';
import {
  callerAccountOf,
  policyToChange,
  registryWithAccountText,
  repositoryText,
  undeclaredRegistryText,
  type Case,
} from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import { defineEntry, matchPattern, type FamilyEntries } from '../model/entry';
import { mentionsEcr } from '../parse/registry-reference';

/** The repository does not exist, or the caller may not create it. */
const REPOSITORY_NOT_FOUND = defineEntry<RepositoryNotFound>({
  kind: 'repository-not-found',
  match: (text, facts) => (isNotFound(text) ? { hostInName: readHostInName(text), facts } : undefined),
  /** Explains a missing repository. ECR creates a repository only through a cache rule or a creation template. */
  explain: (missing) => {
    const { location } = missing;
    return {
      summary: `${repositoryText(missing)} does not exist in ${registryWithAccountText(location)}.`,
      cause: [hostInNameText(missing), declaredLocationText(missing), creationText(missing)]
        .filter((each) => each !== '')
        .join(' '),
      policies: [],
      steps: repositoryNotFoundSteps(missing),
      certainty:
        location.registry === undefined
          ? {
              level: 'likely',
              because:
                'ECR did not find the repository, and the registry of the message is not known from a topology',
            }
          : {
              level: 'certain',
              because: 'ECR did not find the repository, and the topology declares the registry',
            },
      page: PAGES.repositories,
    };
  },
});

/** Returns the host in a repository name, for a variable that contains the whole address instead of the name. */
function readHostInName(text: string): string | undefined {
  return /repository with name '([^'/]{1,100}\.[^'/]{1,100})\//i.exec(text)?.[1];
}

function isNotFound(text: string): boolean {
  if (/The repository with name '[^']{1,256}' does not exist in the registry with id/i.test(text)) {
    return true;
  }
  const pattern =
    /RepositoryNotFoundException|name unknown: |\/blobs\/uploads\/?\S{0,200}: (?:unexpected status code )?404/i;
  return pattern.test(text) && mentionsEcr(text);
}

const REPOSITORY_NOT_EMPTY = defineEntry({
  kind: 'repository-not-empty',
  match: matchPattern(
    /RepositoryNotEmptyException|cannot be deleted because it still contains images|ECR Repository \([^)]{1,256}\) not empty/i,
  ),
  /** The AWS provider reads `force_delete` from the state, so that it has to be applied before the repository is deleted. */
  explain: (failure) => {
    const { location } = failure;
    return {
      summary: `${repositoryText(failure)} in ${registryWithAccountText(location)} was not deleted because it contains images.`,
      cause: DELETION_CAUSES[deleterFor(failure)],
      policies: [],
      steps: deletionSteps(failure),
      certainty: { level: 'certain', because: 'ECR reports the cause' },
      page: PAGES.deleteRepository,
    };
  },
});

const TAG_IMMUTABLE = defineEntry({
  kind: 'tag-immutable',
  match: matchPattern(
    /ImageTagAlreadyExistsException|cannot be overwritten because the (?:repository|tag) is immutable/i,
  ),
  explain: (failure) => {
    const { declared, message, location } = failure;
    const tag = message.facts.tag === undefined ? 'The tag' : `Tag ${message.facts.tag}`;
    const region = location.region === undefined ? '' : ` --region ${location.region}`;
    return {
      summary: `${tag} already exists in ${repositoryText(failure)}, and its tags are immutable.`,
      cause:
        'Another image already has the tag. This happens if a build pushes the same tag twice, or pushes an index after its images. No permission is missing.',
      policies: [],
      steps: [
        { text: 'Push with a unique tag: the commit, a version or a build number.' },
        commandStep(
          'Or, if the tag must move (latest), exclude it from immutability.',
          `aws ecr put-image-tag-mutability --repository-name ${location.repositoryName ?? 'REPOSITORY'}${region} \\\n  --image-tag-mutability IMMUTABLE_WITH_EXCLUSION \\\n  --image-tag-mutability-exclusion-filters filterType=WILDCARD,filter=${message.facts.tag ?? 'latest'}`,
          location.accountId,
          declared,
        ),
      ],
      certainty: { level: 'certain', because: 'ECR reports the cause' },
      page: PAGES.tagMutability,
    };
  },
});

/** The repository exists, but the image does not. */
const IMAGE_NOT_FOUND = defineEntry({
  kind: 'image-not-found',
  match: matchPattern(
    /manifest unknown|ImageNotFoundException|Requested image not found|manifests\/\S{1,200}: (?:404 Not Found|not found)|: not found(?:$|[\s"])/i,
    mentionsEcr,
  ),
  explain: (missing) => {
    const { declared, message, location } = missing;
    const sources = sourcesOfReplica(missing);
    const sourceNames = sources.map(({ name }) => name);
    const owner = registryOptions(location);
    return {
      summary: `${repositoryText(missing)} in ${registryWithAccountText(location)} has no image ${message.facts.tag === undefined ? 'with this name' : `with tag ${message.facts.tag}`}.`,
      cause: [
        ...(sources.length === 0
          ? []
          : [
              `The repository is a replica of ${sourceNames.join(' and ')}. Images that were pushed before ${replicationStart(missing, sources)} are not replicated, and deleted images are not restored.`,
            ]),
        'The tag was never pushed here, or a lifecycle policy expired the image. For a pull-through cache, the image does not exist in the upstream registry, or the caller is not allowed to perform ecr:BatchImportUpstreamImage; ECR returns the same error.',
      ].join(' '),
      policies: [],
      steps: [
        {
          text: `List the existing tags, and use one of them. Or push the missing image${sources.length === 0 ? '' : ` to ${sourceNames.join(' or ')}`}.`,
          code: {
            language: 'sh',
            text: `aws ecr list-images --repository-name ${location.repositoryName ?? 'REPOSITORY'}${owner}${profileOption(callerAccountOf(missing.caller), declared)}\n`,
          },
        },
        ...(sources.length === 0 ? [] : [backfillStep(missing, sources)]),
      ],
      certainty: {
        level: 'likely',
        because:
          'ECR returns the same error if the image is missing and if a pull-through cache is not allowed to import it',
      },
      page: PAGES.pullThroughCache,
    };
  },
});

const UPSTREAM_FAILED = defineEntry({
  kind: 'upstream-failed',
  match: matchPattern(
    /UnableToGetUpstream(?:Image|Layer)Exception|UpstreamUnavailable|UnableToAccessSecretException|UnableToDecryptSecretValueException|pull through cache|authentication to the upstream registry/i,
  ),
  explain: (failed) => {
    const { declared } = failed;
    return {
      summary: 'A pull-through cache rule could not get the image from the upstream registry.',
      cause:
        'The usual cause is the secret with the credentials of the upstream registry. Its name must start with ecr-pullthroughcache/, it must be in the account and Region of the rule, and it must contain username and accessToken. Docker Hub returns the same error if the image does not exist: only official images are in library/. The caller needs ecr:BatchImportUpstreamImage and, if the repository does not exist yet, ecr:CreateRepository.',
      policies: [
        policyToChange(
          'identity-based policy',
          callerAccountOf(failed.caller),
          declared,
          'the caller',
          'check that it allows ecr:BatchImportUpstreamImage and ecr:CreateRepository',
        ),
      ],
      steps: [validateCacheStep(failed)],
      certainty: { level: 'likely', because: 'ECR does not report which of these requirements is not met' },
      page: PAGES.pullThroughCache,
    };
  },
});

interface RepositoryNotFound {
  /** Host at the start of the repository name, if a whole address was used as the name. */
  readonly hostInName: string | undefined;
}

function hostInNameText({ message }: Case<RepositoryNotFound>): string {
  const { hostInName } = message;
  return hostInName === undefined
    ? ''
    : `The repository name starts with a host (${hostInName}), because the address of the registry was prepended to a complete image address. Use only the name of the repository. To push to ${hostInName}, use its address alone.`;
}

/** States where the topology declares the repository. */
export function declaredLocationText(failure: Case): string {
  const { declared, location } = failure;
  const others = otherRegistriesWithRepository(failure);
  if (location.repository !== undefined) {
    return 'The topology declares the repository in this registry. It is not deployed, or was deleted.';
  }
  const undeclared = undeclaredRegistryText(failure);
  if (undeclared !== '' && others.length === 0) return undeclared;
  if (declared === undefined) {
    return 'The repository was not created, or the image has a wrong name, account or Region.';
  }
  return others.length === 0
    ? 'No registry in the topology has this repository. It is not declared, or its name is misspelled.'
    : `The topology declares the repository in ${others.map(({ name, region }) => `${name} (${region})`).join(', ')}. The image address has a different account or Region.`;
}

export function repositoryNotFoundSteps(missing: Case): readonly Step[] {
  const { declared, location } = missing;
  const others = otherRegistriesWithRepository(missing);
  if (location.repository !== undefined) return [DEPLOY_STEP];
  // A repository that is declared or created by hand would lack the settings that the cache rule gives it.
  if (cacheRuleFor(location) !== undefined) return [validateCacheStep(missing)];
  const name = location.repositoryName ?? 'REPOSITORY';
  const registry =
    location.name ?? (location.accountId === undefined ? declared?.topology.registries[0]?.name : undefined);
  const region = location.region ?? 'REGION';
  return [
    ...others.map((other, index) => ({
      text: `${index === 0 ? 'Use' : 'Or use'} the repository in registry ${other.name}.`,
      code: {
        language: 'sh' as const,
        text: `docker pull ${location.repositoryName === undefined ? name : repositoryUrl(other, location.repositoryName)}\n`,
      },
    })),
    ...(declared === undefined || registry === undefined
      ? []
      : [
          {
            text: `${others.length === 0 ? 'Declare' : 'Or declare'} the repository in topology.yaml, and deploy.`,
            code: {
              language: 'yaml' as const,
              text: `repositories:\n  ${name}: { registry: ${registry} }\n`,
            },
          },
        ]),
    commandStep(
      others.length === 0 && (declared === undefined || registry === undefined)
        ? 'Create the repository, with credentials of the account of the registry.'
        : 'Or create the repository manually, with credentials of the account of the registry.',
      `aws ecr create-repository --repository-name ${name} --region ${region}`,
      location.accountId,
      declared,
    ),
  ];
}

function otherRegistriesWithRepository({ declared, location }: Case): readonly Registry[] {
  return (declared?.topology.registries ?? []).filter(
    (registry) =>
      registry.name !== location.name &&
      registry.repositories.some(({ name }) => name === location.repositoryName),
  );
}

type Deleter = 'CloudFormation' | 'Terraform' | 'declared' | 'other';

function deleterFor(failure: Case): Deleter {
  const { client } = failure.message.facts;
  if (client === 'CloudFormation' || client === 'AWS CDK') return 'CloudFormation';
  const declared = repositoriesMatching(failure);
  if (declared.length === 0) return client === 'Terraform' ? 'Terraform' : 'other';
  return declared.every(({ forceDelete }) => forceDelete) ? 'declared' : 'Terraform';
}

/** Returns all repositories that match the message, which may omit the Region. */
function repositoriesMatching({ declared, message, location }: Case): readonly Repository[] {
  if (location.repository !== undefined) return [location.repository];
  const { accountId, region } = message.facts;
  return (declared?.topology.registries ?? [])
    .filter((each) => accountId === undefined || each.accountId === accountId)
    .filter((each) => region === undefined || each.region === region)
    .flatMap(({ repositories }) => repositories.filter(({ name }) => name === location.repositoryName));
}

const DELETION_CAUSES: Readonly<Record<Deleter, string>> = {
  CloudFormation:
    'CloudFormation deletes a repository and its images only if EmptyOnDelete is true and was deployed before the deletion.',
  declared:
    'Terraform deletes a repository and its images only if force_delete is already true in the state. The topology sets forceDelete: true, but it was not deployed before the repository was removed.',
  Terraform:
    'Terraform deletes a repository and its images only if force_delete is already true in the state. Deploy it once before you remove the repository.',
  other: 'ECR deletes a repository and its images only if the request sets force.',
};

/** Each of these steps deletes the images. */
function deletionSteps(failure: Case): readonly Step[] {
  const { declared, location } = failure;
  const name = location.repositoryName ?? 'REPOSITORY';
  switch (deleterFor(failure)) {
    case 'CloudFormation':
      return [
        {
          text: 'Set EmptyOnDelete: true (in CDK: emptyOnDelete: true and RemovalPolicy.DESTROY), and deploy. Then delete the repository. This also deletes its images.',
          code: {
            language: 'yaml',
            text: 'Type: AWS::ECR::Repository\nProperties:\n  EmptyOnDelete: true\n',
          },
        },
        commandStep(
          'If the deletion of the stack has already started, delete the repository and its images manually. Then delete the stack again.',
          `aws ecr delete-repository --repository-name ${name} --region ${location.region ?? 'REGION'} --force`,
          location.accountId,
          declared,
        ),
      ];
    case 'declared':
      return [
        {
          ...DEPLOY_STEP,
          text: 'Deploy while the topology still contains the repository with forceDelete: true. Then remove the repository, and deploy again. This also deletes its images.',
        },
      ];
    case 'Terraform':
      return [
        {
          text: 'Add the repository again with forceDelete: true.',
          code: {
            language: 'yaml',
            text: `repositories:\n  ${name}:\n    registry: ${location.name ?? 'REGISTRY'}\n    forceDelete: true\n`,
          },
        },
        {
          ...DEPLOY_STEP,
          text: 'Deploy. Then remove the repository, and deploy again. This also deletes its images.',
        },
      ];
    case 'other':
      return [
        commandStep(
          'If you are sure, delete the repository and its images. Or let the tool that deletes the repository delete the images: set force_delete in Terraform or EmptyOnDelete in CloudFormation, and deploy before the deletion.',
          `aws ecr delete-repository --repository-name ${name} --region ${location.region ?? 'REGION'} --force`,
          location.accountId,
          declared,
        ),
      ];
  }
}

/** Replication within an account needs no registry policy. */
function replicationStart({ location }: Case, sources: readonly Registry[]): string {
  return sources.every(({ accountId }) => accountId === location.accountId)
    ? 'the replication rule existed'
    : 'the replication rule and the registry policy existed';
}

export const ENTRIES: FamilyEntries = {
  refused: [TAG_IMMUTABLE, REPOSITORY_NOT_EMPTY],
  notFound: [REPOSITORY_NOT_FOUND],
  exception: [UPSTREAM_FAILED],
  registry: [IMAGE_NOT_FOUND],
};
