import { registryWithAccountText, type Case, type Explanation } from '../model/case';
import { defineEntry } from '../model/entry';
import { mentionsEcr } from '../parse/registry-reference';
import { PAGES } from '../model/diagnosis.pages';

/** Docker Hub limits pulls of its images, base images included. ECR limits API calls. */
export const TOO_MANY_REQUESTS = defineEntry<TooManyRequests>({
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
  explain: explainTooManyRequests,
});

interface TooManyRequests {
  readonly by: 'ecr' | 'docker-hub';
}

function explainTooManyRequests({ message, location }: Case<TooManyRequests>): Explanation {
  return message.by === 'docker-hub'
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
      };
}
