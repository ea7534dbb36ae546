import { repositoryUrl, type Registry, type Repository } from '../../registry';
import {
  registryText,
  repositoryText,
  policyToChange,
  undeclaredText,
  type Case,
  type Conclusion,
} from '../case';
import { accountOf } from '../caller';
import { DEPLOY, ownerOptions, profileOption, showPolicyStep } from '../commands';
import type { Step } from '../diagnosis';
import { PAGES } from '../pages';
import { backfillStep } from './backfill';
import { cacheRuleFor, creationText, validateCacheStep } from './creation';
import { sourcesOf } from './sources';

export interface RepositoryNotFound {
  /** Host at the start of the repository name, if a whole address was used as the name. */
  readonly hostInName: string | undefined;
}

/** Explains a missing repository. ECR creates a repository only through a cache rule or a creation template. */
export function repositoryNotFound(missing: Case<RepositoryNotFound>): Conclusion {
  const { place } = missing;
  return {
    summary: `There is no ${repositoryText(missing)} in ${registryText(place)}.`,
    cause: [hostText(missing), whereItBelongs(missing), creationText(missing)]
      .filter((each) => each !== '')
      .join(' '),
    policies: [],
    steps: repositoryNotFoundSteps(missing),
    certainty:
      place.registry === undefined
        ? {
            level: 'likely',
            because: 'ECR says so; the topology does not declare the registry, or there is none',
          }
        : { level: 'certain', because: 'ECR says so, and the topology tells where it belongs' },
    page: PAGES.repositories,
  };
}

function hostText({ message }: Case<RepositoryNotFound>): string {
  const { hostInName } = message;
  return hostInName === undefined
    ? ''
    : `The name of the repository begins with a host (${hostInName}): the address of a registry was put before a whole address. Give only the name of the repository; if ${hostInName} is meant, push there.`;
}

/** States where the topology declares the repository. */
export function whereItBelongs(found: Case): string {
  const { declared, place } = found;
  const others = registriesWith(found);
  if (place.repository !== undefined) {
    return 'The topology declares it there: it is not deployed, or was deleted.';
  }
  const undeclared = undeclaredText(found);
  if (undeclared !== '' && others.length === 0) return undeclared;
  if (declared === undefined) {
    return 'It was not created, or name, account or Region of the image are not the right ones.';
  }
  return others.length === 0
    ? 'The topology does not declare it anywhere: it is missing there, or its name is mistyped.'
    : `The topology declares it in ${others.map(({ name, region }) => `${name} (${region})`).join(', ')}: the image names another account or Region.`;
}

export function repositoryNotFoundSteps(missing: Case): readonly Step[] {
  const { declared, place } = missing;
  const others = registriesWith(missing);
  if (place.repository !== undefined) return [DEPLOY];
  // A repository that is declared or created by hand would lack the settings that the cache rule gives it.
  if (cacheRuleFor(place) !== undefined) return [validateCacheStep(missing)];
  const name = place.repositoryName ?? 'REPOSITORY';
  const registry =
    place.name ?? (place.accountId === undefined ? declared?.topology.registries[0]?.name : undefined);
  const region = place.region ?? 'REGION';
  return [
    ...others.map((other) => ({
      text: `Use the one in registry ${other.name}.`,
      code: {
        language: 'sh' as const,
        text: `docker pull ${place.repositoryName === undefined ? name : repositoryUrl(other, place.repositoryName)}\n`,
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
    showPolicyStep(
      others.length === 0 && (declared === undefined || registry === undefined)
        ? 'Create it, as the account of the registry.'
        : 'Or create it by hand, as the account of the registry.',
      `aws ecr create-repository --repository-name ${name} --region ${region}`,
      place.accountId,
      declared,
    ),
  ];
}

function registriesWith({ declared, place }: Case): readonly Registry[] {
  return (declared?.topology.registries ?? []).filter(
    (registry) =>
      registry.name !== place.name && registry.repositories.some(({ name }) => name === place.repositoryName),
  );
}

/** The AWS provider reads `force_delete` from the state, so that it has to be applied before the repository is deleted. */
export function repositoryNotEmpty(found: Case): Conclusion {
  const { place } = found;
  return {
    summary: `${repositoryText(found)} in ${registryText(place)} still contains images, and was not deleted.`,
    cause: DELETIONS[deleterOf(found)],
    policies: [],
    steps: deletionSteps(found),
    certainty: { level: 'certain', because: 'ECR says so' },
    page: PAGES.deleteRepository,
  };
}

type Deleter = 'CloudFormation' | 'Terraform' | 'declared' | 'other';

function deleterOf(found: Case): Deleter {
  const { client } = found.message.facts;
  if (client === 'CloudFormation' || client === 'AWS CDK') return 'CloudFormation';
  const declared = repositoriesNamed(found);
  if (declared.length === 0) return client === 'Terraform' ? 'Terraform' : 'other';
  return declared.every(({ forceDelete }) => forceDelete) ? 'declared' : 'Terraform';
}

/** Returns all repositories that match the message, which may omit the Region. */
function repositoriesNamed({ declared, message, place }: Case): readonly Repository[] {
  if (place.repository !== undefined) return [place.repository];
  const { accountId, region } = message.facts;
  return (declared?.topology.registries ?? [])
    .filter((each) => accountId === undefined || each.accountId === accountId)
    .filter((each) => region === undefined || each.region === region)
    .flatMap(({ repositories }) => repositories.filter(({ name }) => name === place.repositoryName));
}

const DELETIONS: Readonly<Record<Deleter, string>> = {
  CloudFormation:
    'CloudFormation deletes a repository with its images only if EmptyOnDelete is true and was deployed before.',
  declared:
    'Terraform deletes a repository with its images only if force_delete is in its state already. The topology has forceDelete: true, which was not deployed before the repository was removed.',
  Terraform:
    'Terraform deletes a repository with its images only if force_delete is in its state already: it has to be deployed once before the repository is removed.',
  other: 'ECR deletes a repository with its images only if the request says force.',
};

/** Each of these steps deletes the images. */
function deletionSteps(found: Case): readonly Step[] {
  const { declared, place } = found;
  const name = place.repositoryName ?? 'REPOSITORY';
  switch (deleterOf(found)) {
    case 'CloudFormation':
      return [
        {
          text: 'Set EmptyOnDelete: true (in CDK: emptyOnDelete: true and RemovalPolicy.DESTROY), deploy it, and delete the repository in a second step. Its images are lost then.',
          code: {
            language: 'yaml',
            text: 'Type: AWS::ECR::Repository\nProperties:\n  EmptyOnDelete: true\n',
          },
        },
        showPolicyStep(
          'If the stack is being deleted already, delete the repository with its images by hand, and delete the stack again.',
          `aws ecr delete-repository --repository-name ${name} --region ${place.region ?? 'REGION'} --force`,
          place.accountId,
          declared,
        ),
      ];
    case 'declared':
      return [
        {
          ...DEPLOY,
          text: 'Deploy once with the repository and its forceDelete, and remove it in a second step. Its images are lost then.',
        },
      ];
    case 'Terraform':
      return [
        {
          text: 'Put the repository back with forceDelete, deploy, and remove it in a second step. Its images are lost then.',
          code: {
            language: 'yaml',
            text: `repositories:\n  ${name}:\n    registry: ${place.name ?? 'REGISTRY'}\n    forceDelete: true\n`,
          },
        },
        DEPLOY,
      ];
    case 'other':
      return [
        showPolicyStep(
          'Delete it with its images, if you are certain; or let the tool that deletes it do so: force_delete in Terraform, EmptyOnDelete in CloudFormation, deployed before the deletion.',
          `aws ecr delete-repository --repository-name ${name} --region ${place.region ?? 'REGION'} --force`,
          place.accountId,
          declared,
        ),
      ];
  }
}

export function tagImmutable(found: Case): Conclusion {
  const { declared, message, place } = found;
  const tag = message.facts.tag === undefined ? 'The tag' : `Tag ${message.facts.tag}`;
  const region = place.region === undefined ? '' : ` --region ${place.region}`;
  return {
    summary: `${tag} is taken in ${repositoryText(found)}, whose tags are immutable.`,
    cause:
      'The image that has the tag is another one. A build that pushes the same tag twice, or an index after its images, meets this. No permission helps.',
    policies: [],
    steps: [
      { text: 'Push with a tag of its own: the commit, a version, a build number.' },
      showPolicyStep(
        'Or, where the tag is to move (latest), except it from immutability.',
        `aws ecr put-image-tag-mutability --repository-name ${place.repositoryName ?? 'REPOSITORY'}${region} \\\n  --image-tag-mutability IMMUTABLE_WITH_EXCLUSION \\\n  --image-tag-mutability-exclusion-filters filterType=WILDCARD,filter=${message.facts.tag ?? 'latest'}`,
        place.accountId,
        declared,
      ),
    ],
    certainty: { level: 'certain', because: 'ECR says so' },
    page: PAGES.tagMutability,
  };
}

export function imageNotFound(missing: Case): Conclusion {
  const { declared, message, place } = missing;
  const sources = sourcesOf(missing);
  const owner = ownerOptions(place);
  return {
    summary: `${repositoryText(missing)} in ${registryText(place)} has no image ${message.facts.tag ?? 'of this name'}.`,
    cause: [
      ...(sources.length === 0
        ? []
        : [
            `It is a replica, filled from ${sources.map(({ name }) => name).join(', ')}: images pushed before the rule and the registry policy were there are not replicated, nor are deleted ones restored.`,
          ]),
      'The tag was never pushed here, or a lifecycle policy has expired it. Through a pull through cache, it does not exist upstream, or the caller may not ecr:BatchImportUpstreamImage: ECR says the same.',
    ].join(' '),
    policies: [],
    steps: [
      {
        text: 'See which tags are there, and name one of them; or push the one that is missing.',
        code: {
          language: 'sh',
          text: `aws ecr list-images --repository-name ${place.repositoryName ?? 'REPOSITORY'}${owner}${profileOption(accountOf(missing.caller), declared)}\n`,
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
}

export function upstreamFailed(failed: Case): Conclusion {
  const { declared } = failed;
  return {
    summary: 'A pull through cache could not fetch the image from its upstream registry.',
    cause:
      'The secret with the credentials of the upstream registry is the usual cause: it has to be named ecr-pullthroughcache/…, to be in the account and Region of the rule, and to hold username and accessToken. Docker Hub answers the same for an image that does not exist: only its official images are in library/. The caller needs ecr:BatchImportUpstreamImage and, for a repository that does not exist yet, ecr:CreateRepository.',
    policies: [
      policyToChange(
        'identity-based policy',
        accountOf(failed.caller),
        declared,
        'the caller',
        'check that it allows ecr:BatchImportUpstreamImage and ecr:CreateRepository',
      ),
    ],
    steps: [validateCacheStep(failed)],
    certainty: { level: 'likely', because: 'ECR does not say which of the conditions failed' },
    page: PAGES.pullThroughCache,
  };
}
