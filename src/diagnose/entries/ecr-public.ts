import { policyFileText } from '../../aws/policy/document';
import { policyAllowing } from '../explanations/grant';
import { callerText, policyToChange, readCaller, type Case, type Explanation } from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import { defineEntry, type FamilyEntries } from '../model/entry';
import { denialReasonIn, denialSentencesIn, principalIn } from '../parse/denial-sentence';
import type { Facts, PolicyType } from '../parse/facts';
import { imagesIn } from '../parse/registry-reference';

/**
 * ECR Public is a separate service: host `public.ecr.aws`, API `ecr-public` in us-east-1, and its own actions. A login
 * to a private registry is not valid there, and the reverse.
 * https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html
 */
interface PublicFailure {
  readonly problem:
    'endpoint' | 'denied' | 'limit' | 'expired' | 'not found' | 'not logged in' | 'unreachable';
  readonly image: string | undefined;
  readonly missing: PolicyType | undefined;
}

const PUBLIC_REGISTRY = defineEntry<PublicFailure>({
  kind: 'public-registry',
  match: (text, facts) => {
    if (!isEcrPublicMessage(text)) return undefined;
    // The names in the message do not belong to a private registry.
    const own: Facts = {
      ...facts,
      repository: undefined,
      tag: undefined,
      accountId: undefined,
      region: undefined,
    };
    const image = /public\.ecr\.aws\/(?:v2\/)?(?!token\/|v2\/)([a-z0-9][a-z0-9._/-]{1,200})/.exec(text)?.[1];
    for (const sentence of denialSentencesIn(text)) {
      const action = /^ ?((?:ecr-public|sts):[A-Za-z]{1,60})/.exec(sentence.after)?.[1];
      if (action === undefined || (action.startsWith('sts:') && action !== BEARER_ACTION)) continue;
      return {
        problem: 'denied',
        image,
        missing: denialReasonIn(sentence.after).policyType,
        facts: { ...own, action, principal: principalIn(sentence) ?? facts.principal },
      };
    }
    const problem = PROBLEMS.find(([, pattern]) => pattern.test(text))?.[0];
    return problem === undefined ? undefined : { problem, image, missing: undefined, facts: own };
  },
  explain: (failure) => {
    const { image, problem } = failure.message;
    const imageText = image === undefined ? 'the image' : `public.ecr.aws/${image}`;
    switch (problem) {
      case 'denied':
        return explainPublicDenied(failure);
      case 'endpoint':
        return {
          ...NO_POLICY,
          summary: 'ECR Public has no API in this Region. Its API is available only in us-east-1.',
          cause:
            'public.ecr.aws is one registry for all Regions. Its API is available only in us-east-1, regardless of the Region in the profile or AWS_REGION. Private registries are a separate service with the command aws ecr.',
          steps: [failure.message.facts.client === 'Terraform' ? TERRAFORM_STEP : LOGIN_STEP],
          certainty: { level: 'certain', because: 'the message names the endpoint' },
          page: PAGES.publicEndpoints,
        };
      case 'limit':
        return {
          ...NO_POLICY,
          summary: `The limit of ECR Public for pulls without a login is reached for ${imageText}.`,
          cause:
            'Pulls without a login are limited by IP address. All machines behind a NAT gateway share one IP address. The limits are higher with a login. No policy is involved.',
          steps: [LOGIN_STEP, CACHE_STEP],
          certainty: { level: 'certain', because: 'the registry names the limit' },
        };
      case 'expired':
        return {
          ...NO_POLICY,
          summary: `ECR Public rejected the login that the client sent for ${imageText}.`,
          cause:
            'The client uses a stored login for public.ecr.aws, and its token has expired (after 12 hours). Public images can be pulled without a login, but not with an expired one.',
          steps: [LOGOUT_STEP, LOGIN_STEP],
          certainty: { level: 'likely', because: 'no policy denies pulls of a public image' },
        };
      case 'not found':
        return {
          ...NO_POLICY,
          summary: `ECR Public has no ${image === undefined ? 'such image' : `image ${imageText}`}.`,
          cause:
            'The registry alias, the repository or the tag is misspelled or was removed. Many images of ECR Public have no tag latest. Private repositories are not at public.ecr.aws.',
          steps: [
            {
              text: 'Search for the image in the gallery, https://gallery.ecr.aws, and use a tag that is listed there.',
            },
          ],
          certainty: { level: 'certain', because: 'the registry looked for the image and did not find it' },
        };
      case 'not logged in':
        return {
          ...NO_POLICY,
          summary: 'ECR Public rejected a request without a valid login.',
          cause:
            'Pulls need no login. Pushes need a login with credentials of the account that owns the alias. If docker login itself fails, the password is not for ECR Public: aws ecr get-login-password returns a password for private registries, which is not valid here. In a debug log, 401 is the normal response to the first request of a login; the failure is further down.',
          steps: [LOGIN_STEP],
          certainty: { level: 'likely', because: 'pulls need no login' },
        };
      case 'unreachable':
        return {
          ...NO_POLICY,
          summary: 'ECR Public (public.ecr.aws) did not respond. The cause is the network, not a policy.',
          cause:
            'The VPC endpoints of ECR (ecr.api, ecr.dkr) are only for private registries. From a private subnet, public.ecr.aws needs a NAT gateway or a proxy.',
          steps: [CACHE_STEP],
          certainty: { level: 'certain', because: 'without a response, no policy was evaluated' },
          page: PAGES.publicEndpoints,
        };
    }
  },
});

const BEARER_ACTION = 'sts:GetServiceBearerToken';

/** A message that also names a private registry refers to the private registry. */
function isEcrPublicMessage(text: string): boolean {
  return (
    // The name of a private repository that contains the public host by mistake.
    !text.includes("repository with name 'public.ecr.aws") &&
    /public\.ecr\.aws|ecr-public|GetServiceBearerToken|only supported in us-east-1/.test(text) &&
    imagesIn(text).length === 0
  );
}

const PROBLEMS: readonly (readonly [PublicFailure['problem'], RegExp])[] = [
  [
    'endpoint',
    /Could not connect to the endpoint URL|api\.ecr-public\.(?!us-east-1)|(?:Invalid|Unknown) endpoint|only supported in us-east-1/i,
  ],
  ['limit', /toomanyrequests|429 Too Many|Rate exceeded|Data limit exceeded/i],
  ['expired', /token has expired|403 Forbidden|status code:? 403|denied: Your /i],
  [
    'not found',
    /not found|name unknown|manifest unknown|does not exist in the registry|RepositoryNotFound|404/i,
  ],
  [
    'not logged in',
    /no basic auth credentials|401 Unauthorized|authentication required|access denied|requested access to the resource is denied|Not Authorized/i,
  ],
  [
    'unreachable',
    /timeout|timed out|EOF|no such host|connection refused|connection reset|deadline exceeded|network is unreachable/i,
  ],
];

const LOGIN_STEP: Step = {
  text: 'Log in to ECR Public. Always use us-east-1, regardless of your Region.',
  code: {
    language: 'sh',
    text: 'aws ecr-public get-login-password --region us-east-1 |\n  docker login --username AWS --password-stdin public.ecr.aws\n',
  },
};

const TERRAFORM_STEP: Step = {
  text: 'Set a provider in us-east-1 for the ECR Public resource.',
  code: {
    language: 'hcl',
    text: 'provider "aws" {\n  alias  = "us_east_1"\n  region = "us-east-1"\n}\n\nresource "aws_ecrpublic_repository" "app" {\n  provider        = aws.us_east_1\n  repository_name = "app"\n}\n',
  },
};

const LOGOUT_STEP: Step = {
  text: 'Remove the expired login. Public images can be pulled without a login.',
  code: { language: 'sh', text: 'docker logout public.ecr.aws\n' },
};

const CACHE_STEP: Step = {
  text: 'Or pull through a cache in your own registry. Your nodes reach it like your other private images.',
  code: {
    language: 'sh',
    text: 'aws ecr create-pull-through-cache-rule --ecr-repository-prefix ecr-public \\\n  --upstream-registry-url public.ecr.aws\n',
  },
};

const NO_POLICY = { policies: [], page: PAGES.publicAuth } as const;

function explainPublicDenied({ message, declared, caller }: Case<PublicFailure>): Explanation {
  const { action = 'the action' } = message.facts;
  const callerName = callerText(caller ?? readCaller(message.facts, declared), message.facts);
  const actions =
    action === BEARER_ACTION || action === 'ecr-public:GetAuthorizationToken'
      ? ['ecr-public:GetAuthorizationToken', BEARER_ACTION]
      : [action];
  return {
    summary: `${callerName} is not authorized to perform ${action}, which ECR Public requires.`,
    cause: `Permissions for private registries (ecr:…) have no effect on ECR Public (ecr-public:…). A login needs both ecr-public:GetAuthorizationToken and ${BEARER_ACTION} in an identity policy. If you only pull public images, you need no login. For a private registry, use aws ecr get-login-password.`,
    policies: [
      policyToChange(
        message.missing === undefined || message.missing === 'resource-based policy'
          ? 'identity-based policy'
          : message.missing,
        undefined,
        declared,
        callerName,
        `it must allow ${actions.join(' and ')}`,
      ),
    ],
    steps: [
      {
        text: 'Allow it in an identity policy of the caller. The managed policy AmazonElasticContainerRegistryPublicReadOnly contains the permissions for a login.',
        code: { language: 'json', text: policyFileText(policyAllowing(actions, '*')) },
      },
      LOGIN_STEP,
    ],
    certainty: { level: 'certain', because: 'AWS names the action' },
    page: PAGES.publicAuth,
  };
}

export const ENTRIES: FamilyEntries = {
  elsewhere: [PUBLIC_REGISTRY],
};
