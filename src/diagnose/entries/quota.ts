import type { Repository } from '../../model/resource-types';
import { DEPLOY_CHANGE_STEP } from '../explanations/steps';
import { registryWithAccountText, repositoryText, type Case } from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import { defineEntry, type FamilyEntries } from '../model/entry';
import type { DeclaredTopology, MessageLocation } from '../model/location';
import { mentionsEcr } from '../parse/registry-reference';

interface QuotaExceeded {
  readonly quota: 'images' | 'tags' | 'repositories' | 'other';
  /** Limit in the message. */
  readonly limit: string | undefined;
}

const QUOTA_EXCEEDED = defineEntry<QuotaExceeded>({
  kind: 'quota-exceeded',
  match: (text, facts) => {
    const [, counted, limit] =
      /maximum allowed number of (images|tags|repositories)(?:.{0,40}?'([0-9,]{1,12})')?/i.exec(text) ?? [];
    const quota = QUOTAS.find((each) => each === counted?.toLowerCase());
    if (quota !== undefined) return { quota, limit, facts };
    return text.includes('LimitExceededException') && !text.includes('scan quota') && mentionsEcr(text)
      ? { quota: 'other', limit: undefined, facts }
      : undefined;
  },
  explain: (failure) => {
    const { quota, limit } = failure.message;
    return {
      summary: `An ECR quota is reached: ${SUMMARIES[quota](failure)}${limit === undefined ? '' : ` (limit: ${limit})`}.`,
      cause: `${CAUSES[quota]} No permission is involved.`,
      policies: [],
      steps: [
        ...(quota === 'images' ? lifecycleSteps(failure) : []),
        quota === 'tags'
          ? { text: 'Delete old tags of the image, or tag fewer builds.' }
          : raiseQuotaStep(failure, quota),
      ],
      certainty: { level: 'certain', because: 'ECR names the quota' },
      page: PAGES.quotas,
    };
  },
});

const QUOTAS = ['images', 'tags', 'repositories'] as const;

const SUMMARIES: Readonly<Record<QuotaExceeded['quota'], (failure: Case) => string>> = {
  images: (failure) => `images in ${repositoryText(failure)} in ${registryWithAccountText(failure.location)}`,
  tags: (failure) => `tags of one image in ${repositoryText(failure)}`,
  repositories: ({ location }) => `repositories in ${registryWithAccountText(location)}`,
  other: ({ location }) => `the message does not name the quota, in ${registryWithAccountText(location)}`,
};

const CAUSES: Readonly<Record<QuotaExceeded['quota'], string>> = {
  images:
    'The number of images in a repository is limited, including untagged images, and no lifecycle policy expires enough of them. A build leaves an untagged image if its tag moves to a new image. An index counts in addition to its images.',
  tags: 'An image can have up to 1,000 tags. A build that changes nothing adds its tag to the same image.',
  repositories:
    'The number of repositories in a registry is limited. Pull-through caches and creation templates also create repositories.',
  other: 'Some quotas are adjustable, others are not.',
};

function lifecycleSteps({ declared, location }: Case): readonly Step[] {
  const repository = location.repository ?? findDeclaredRepository(declared, location);
  if (repository === undefined) {
    return [
      {
        text: 'Add a lifecycle policy that expires untagged images, and old images beyond a number. ECR applies it within 24 hours. To free space before then, delete images with aws ecr batch-delete-image.',
      },
    ];
  }
  if (repository.settings.lifecyclePolicy !== undefined) {
    return [
      {
        text: 'Check that the lifecycle policy in the topology is deployed, and change it to expire more images.',
      },
      DEPLOY_CHANGE_STEP,
    ];
  }
  return [
    {
      text: 'Add a lifecycle policy to topology.yaml that expires the images you do not need. ECR deletes them within 24 hours.',
      code: {
        language: 'yaml',
        text: `repositories:\n  ${location.repositoryName ?? 'REPOSITORY'}:\n    lifecycle:\n      - { tagStatus: untagged, daysSincePushed: 14 }\n`,
      },
    },
    DEPLOY_CHANGE_STEP,
  ];
}

/** The message may omit the Region. */
function findDeclaredRepository(
  declared: DeclaredTopology | undefined,
  { accountId, repositoryName }: MessageLocation,
): Repository | undefined {
  return declared?.topology.registries
    .filter((registry) => accountId === undefined || registry.accountId === accountId)
    .flatMap(({ repositories }) => repositories)
    .find(({ name }) => name === repositoryName);
}

function raiseQuotaStep({ location }: Case, quota: QuotaExceeded['quota']): Step {
  const region = location.region === undefined ? '' : ` --region ${location.region}`;
  return {
    text: `${quota === 'images' ? 'Or request' : 'Request'} a higher quota, if the quota is adjustable.`,
    code: {
      language: 'sh',
      text: `aws service-quotas list-service-quotas --service-code ecr${region} \\\n  --query 'Quotas[].[QuotaName,Value,Adjustable]' --output table\n`,
    },
  };
}

/** Docker Hub limits pulls of its images, base images included. ECR limits API calls. */
const TOO_MANY_REQUESTS = defineEntry<TooManyRequests>({
  kind: 'too-many-requests',
  match: (text, facts) => {
    if (/You have reached your (?:unauthenticated )?pull rate limit/i.test(text)) {
      return { by: 'docker-hub', facts };
    }
    const pattern =
      /toomanyrequests|429 Too Many Requests|ThrottlingException|ThrottleException|Rate exceeded/i;
    // Docker prints this for status 429. Other registries print more about their limits.
    const isBare = /toomanyrequests: ?Rate exceeded/i.test(text);
    return isBare || (pattern.test(text) && mentionsEcr(text)) ? { by: 'ecr', facts } : undefined;
  },
  explain: ({ message, location }) =>
    message.by === 'docker-hub'
      ? {
          summary: 'The pull rate limit of Docker Hub is reached. ECR is not involved.',
          cause:
            'Docker Hub counts pulls without a login by IP address, and all nodes behind a NAT gateway share one address. A FROM line counts too.',
          policies: [],
          steps: [
            {
              text: 'Log in to Docker Hub on the machines that pull images.',
              code: { language: 'sh', text: 'docker login\n' },
            },
            { text: 'Or use a pull-through cache of ECR, or copy the base images to your own repository.' },
          ],
          certainty: { level: 'certain', because: 'Docker Hub prints this message' },
          page: PAGES.pullThroughCache,
        }
      : {
          summary: `Too many requests in a short time to ${registryWithAccountText(location)}.`,
          cause: `ECR limits each API action by account and Region. ${message.facts.action === 'ecr:GetAuthorizationToken' ? 'Jobs, loops and health checks that log in every time reach the limit, although a token is valid for 12 hours.' : 'Many nodes that start at the same time, or many parallel layers, reach the limit.'} No policy is involved.`,
          policies: [],
          steps: [
            message.facts.action === 'ecr:GetAuthorizationToken'
              ? {
                  text: 'Log in once for many pulls and reuse the token, or use amazon-ecr-credential-helper, which caches it. Retry with increasing delays (AWS_RETRY_MODE=adaptive).',
                }
              : {
                  text: 'Wait, and retry with increasing delays. Push fewer layers at the same time, and pull each image only once per node.',
                },
            {
              text: 'If this happens often, request a higher quota.',
              code: { language: 'sh', text: 'aws service-quotas list-service-quotas --service-code ecr\n' },
            },
          ],
          certainty: { level: 'certain', because: 'AWS names the limit' },
          page: PAGES.errors,
        },
});

interface TooManyRequests {
  readonly by: 'ecr' | 'docker-hub';
}

export const ENTRIES: FamilyEntries = {
  notFound: [QUOTA_EXCEEDED],
  anyRequest: [TOO_MANY_REQUESTS],
};
