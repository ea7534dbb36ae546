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
      summary: `A quota of ECR is reached: ${SUMMARIES[quota](failure)}${limit === undefined ? '' : ` (${limit})`}.`,
      cause: `${CAUSES[quota]} No permission is involved.`,
      policies: [],
      steps: [
        ...(quota === 'images' ? lifecycleSteps(failure) : []),
        ...(quota === 'tags' ? [] : [raiseQuotaStep(failure)]),
      ],
      certainty: { level: 'certain', because: 'ECR names the quota' },
      page: PAGES.quotas,
    };
  },
});

const QUOTAS = ['images', 'tags', 'repositories'] as const;

const SUMMARIES: Readonly<Record<QuotaExceeded['quota'], (failure: Case) => string>> = {
  images: (failure) => `images in ${repositoryText(failure)} of ${registryWithAccountText(failure.location)}`,
  tags: (failure) => `tags of one image in ${repositoryText(failure)}`,
  repositories: ({ location }) => `repositories in ${registryWithAccountText(location)}`,
  other: ({ location }) => `the message does not name which, in ${registryWithAccountText(location)}`,
};

const CAUSES: Readonly<Record<QuotaExceeded['quota'], string>> = {
  images:
    'A repository holds a limited number of images, untagged ones included, and has no lifecycle policy that expires enough of them. Each build leaves an untagged image if its tag moves on; each index counts together with its images.',
  tags: 'One image may have 1,000 tags. A build that changes nothing adds its tag to the same image. Delete old tags of the image, or tag fewer builds.',
  repositories:
    'A registry holds a limited number of repositories in each Region. Caches and creation templates create them too.',
  other: 'Some quotas are adjustable, others are not.',
};

function lifecycleSteps({ declared, location }: Case): readonly Step[] {
  const repository = location.repository ?? findDeclaredRepository(declared, location);
  if (repository === undefined) {
    return [
      {
        text: 'Add a lifecycle policy that expires untagged images, and old ones beyond a number. ECR applies it within 24 hours; until then, delete images with batch-delete-image.',
      },
    ];
  }
  if (repository.settings.lifecyclePolicy !== undefined) {
    return [
      {
        text: 'The topology declares a lifecycle policy for it: check that it is deployed, and let it expire more.',
      },
      DEPLOY_CHANGE_STEP,
    ];
  }
  return [
    {
      text: 'Let a lifecycle policy expire what is not needed, in topology.yaml. Its images are deleted within 24 hours.',
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

function raiseQuotaStep({ location }: Case): Step {
  const region = location.region === undefined ? '' : ` --region ${location.region}`;
  return {
    text: 'Or have the quota raised, if it is adjustable.',
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
          summary:
            'Docker Hub limits how many images are pulled, and the limit is reached; ECR has nothing to do with it.',
          cause:
            'Pulls without a login count by IP address, which behind a NAT gateway all nodes share. A FROM line counts, too.',
          policies: [],
          steps: [
            {
              text: 'Log in to Docker Hub where images are pulled.',
              code: { language: 'sh', text: 'docker login\n' },
            },
            { text: 'Or pull through a cache of ECR, or keep the base images in a repository of your own.' },
          ],
          certainty: { level: 'certain', because: 'the sentence is of Docker Hub' },
          page: PAGES.pullThroughCache,
        }
      : {
          summary: `Too many requests in a short time to ${registryWithAccountText(location)}.`,
          cause: `ECR limits each API action by account and Region. ${message.facts.action === 'ecr:GetAuthorizationToken' ? 'A token is valid for 12 hours: jobs, loops and health checks that log in each time reach the limit.' : 'Many nodes that start at once, or many parallel layers, reach it.'} No policy is involved.`,
          policies: [],
          steps: [
            message.facts.action === 'ecr:GetAuthorizationToken'
              ? {
                  text: 'Log in once for many pulls and keep the token, or use amazon-ecr-credential-helper, which caches it. Try again with increasing pauses (AWS_RETRY_MODE=adaptive).',
                }
              : {
                  text: 'Wait and try again, with increasing pauses; push fewer layers at a time, and pull each image once a node.',
                },
            {
              text: 'Have the quota raised, if it happens often.',
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
