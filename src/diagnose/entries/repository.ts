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
      summary: `There is no ${repositoryText(missing)} in ${registryWithAccountText(location)}.`,
      cause: [hostInNameText(missing), declaredLocationText(missing), creationText(missing)]
        .filter((each) => each !== '')
        .join(' '),
      policies: [],
      steps: repositoryNotFoundSteps(missing),
      certainty:
        location.registry === undefined
          ? {
              level: 'likely',
              because: 'ECR says so; the topology does not declare the registry, or there is none',
            }
          : { level: 'certain', because: 'ECR says so, and the topology tells where it belongs' },
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
      summary: `${repositoryText(failure)} in ${registryWithAccountText(location)} still contains images, and was not deleted.`,
      cause: DELETION_CAUSES[deleterFor(failure)],
      policies: [],
      steps: deletionSteps(failure),
      certainty: { level: 'certain', because: 'ECR says so' },
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
      summary: `${tag} is taken in ${repositoryText(failure)}, whose tags are immutable.`,
      cause:
        'The image that has the tag is another one. A build that pushes the same tag twice, or an index after its images, meets this. No permission helps.',
      policies: [],
      steps: [
        { text: 'Push with a tag of its own: the commit, a version, a build number.' },
        commandStep(
          'Or, where the tag is to move (latest), except it from immutability.',
          `aws ecr put-image-tag-mutability --repository-name ${location.repositoryName ?? 'REPOSITORY'}${region} \\\n  --image-tag-mutability IMMUTABLE_WITH_EXCLUSION \\\n  --image-tag-mutability-exclusion-filters filterType=WILDCARD,filter=${message.facts.tag ?? 'latest'}`,
          location.accountId,
          declared,
        ),
      ],
      certainty: { level: 'certain', because: 'ECR says so' },
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
      summary: `${repositoryText(missing)} in ${registryWithAccountText(location)} has no image ${message.facts.tag ?? 'of this name'}.`,
      cause: [
        ...(sources.length === 0
          ? []
          : [
              `It is a replica, filled from ${sourceNames.join(', ')}: images pushed before ${replicationStart(missing, sources)} are not replicated, nor are deleted ones restored.`,
            ]),
        'The tag was never pushed here, or a lifecycle policy has expired it. Through a pull through cache, it does not exist upstream, or the caller may not ecr:BatchImportUpstreamImage: ECR says the same.',
      ].join(' '),
      policies: [],
      steps: [
        {
          text: `See which tags are there, and name one of them; or push the one that is missing${sources.length === 0 ? '' : ` to ${sourceNames.join(' or ')}`}.`,
          code: {
            language: 'sh',
            text: `aws ecr list-images --repository-name ${location.repositoryName ?? 'REPOSITORY'}${owner}${profileOption(callerAccountOf(missing.caller), declared)}\n`,
          },
        },
        ...(sources.length === 0 ? [] : [backfillStep(missing, sources)]),
      ],
      certainty: {
        level: 'likely',
        because: 'ECR says the same for a missing image and a cache that may not import it',
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
      summary: 'A pull through cache could not fetch the image from its upstream registry.',
      cause:
        'The secret with the credentials of the upstream registry is the usual cause: it has to be named ecr-pullthroughcache/…, to be in the account and Region of the rule, and to hold username and accessToken. Docker Hub answers the same for an image that does not exist: only its official images are in library/. The caller needs ecr:BatchImportUpstreamImage and, for a repository that does not exist yet, ecr:CreateRepository.',
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
      certainty: { level: 'likely', because: 'ECR does not say which of the conditions failed' },
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
    : `The name of the repository begins with a host (${hostInName}): the address of a registry was put before a whole address. Give only the name of the repository; if ${hostInName} is meant, push there.`;
}

/** States where the topology declares the repository. */
export function declaredLocationText(failure: Case): string {
  const { declared, location } = failure;
  const others = otherRegistriesWithRepository(failure);
  if (location.repository !== undefined) {
    return 'The topology declares it there: it is not deployed, or was deleted.';
  }
  const undeclared = undeclaredRegistryText(failure);
  if (undeclared !== '' && others.length === 0) return undeclared;
  if (declared === undefined) {
    return 'It was not created, or name, account or Region of the image are not the right ones.';
  }
  return others.length === 0
    ? 'The topology does not declare it anywhere: it is missing there, or its name is mistyped.'
    : `The topology declares it in ${others.map(({ name, region }) => `${name} (${region})`).join(', ')}: the image names another account or Region.`;
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
    ...others.map((other) => ({
      text: `Use the one in registry ${other.name}.`,
      code: {
        language: 'sh' as const,
        text: `docker pull ${location.repositoryName === undefined ? name : repositoryUrl(other, location.repositoryName)}\n`,
      },
    })),
    ...(declared === undefined || registry === undefined
      ? []
      : [
          {
            text: 'Or declare it in topology.yaml, and deploy it.',
            code: {
              language: 'yaml' as const,
              text: `repositories:\n  ${name}: { registry: ${registry} }\n`,
            },
          },
        ]),
    commandStep(
      others.length === 0 && (declared === undefined || registry === undefined)
        ? 'Create it, as the account of the registry.'
        : 'Or create it by hand, as the account of the registry.',
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
    'CloudFormation deletes a repository with its images only if EmptyOnDelete is true and was deployed before.',
  declared:
    'Terraform deletes a repository with its images only if force_delete is in its state already. The topology has forceDelete: true, which was not deployed before the repository was removed.',
  Terraform:
    'Terraform deletes a repository with its images only if force_delete is in its state already: it has to be deployed once before the repository is removed.',
  other: 'ECR deletes a repository with its images only if the request says force.',
};

/** Each of these steps deletes the images. */
function deletionSteps(failure: Case): readonly Step[] {
  const { declared, location } = failure;
  const name = location.repositoryName ?? 'REPOSITORY';
  switch (deleterFor(failure)) {
    case 'CloudFormation':
      return [
        {
          text: 'Set EmptyOnDelete: true (in CDK: emptyOnDelete: true and RemovalPolicy.DESTROY), deploy it, and delete the repository in a second step. Its images are lost then.',
          code: {
            language: 'yaml',
            text: 'Type: AWS::ECR::Repository\nProperties:\n  EmptyOnDelete: true\n',
          },
        },
        commandStep(
          'If the stack is being deleted already, delete the repository with its images by hand, and delete the stack again.',
          `aws ecr delete-repository --repository-name ${name} --region ${location.region ?? 'REGION'} --force`,
          location.accountId,
          declared,
        ),
      ];
    case 'declared':
      return [
        {
          ...DEPLOY_STEP,
          text: 'Deploy once with the repository and its forceDelete, and remove it in a second step. Its images are lost then.',
        },
      ];
    case 'Terraform':
      return [
        {
          text: 'Put the repository back with forceDelete, deploy, and remove it in a second step. Its images are lost then.',
          code: {
            language: 'yaml',
            text: `repositories:\n  ${name}:\n    registry: ${location.name ?? 'REGISTRY'}\n    forceDelete: true\n`,
          },
        },
        DEPLOY_STEP,
      ];
    case 'other':
      return [
        commandStep(
          'Delete it with its images, if you are certain; or let the tool that deletes it do so: force_delete in Terraform, EmptyOnDelete in CloudFormation, deployed before the deletion.',
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
    ? 'the rule was there'
    : 'the rule and the registry policy were there';
}

export const ENTRIES: FamilyEntries = {
  refused: [TAG_IMMUTABLE, REPOSITORY_NOT_EMPTY],
  notFound: [REPOSITORY_NOT_FOUND],
  exception: [UPSTREAM_FAILED],
  registry: [IMAGE_NOT_FOUND],
};
