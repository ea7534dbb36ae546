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
          summary: 'ECR Public has no API in this Region: it answers in us-east-1 only.',
          cause:
            'public.ecr.aws is one registry for all Regions. Its API is called in us-east-1, whatever Region the profile or AWS_REGION names. The private registries are another service, with the command aws ecr.',
          steps: [failure.message.facts.client === 'Terraform' ? TERRAFORM_STEP : LOGIN_STEP],
          certainty: { level: 'certain', because: 'the message names the endpoint' },
          page: PAGES.publicEndpoints,
        };
      case 'limit':
        return {
          ...NO_POLICY,
          summary: `ECR Public limits pulls without a login, and the limit is reached for ${imageText}.`,
          cause:
            'Pulls without a login are limited by IP address, and all machines behind a NAT gateway share one. With a login the limits are higher. No policy is involved.',
          steps: [LOGIN_STEP, CACHE_STEP],
          certainty: { level: 'certain', because: 'the registry names the limit' },
        };
      case 'expired':
        return {
          ...NO_POLICY,
          summary: `ECR Public refused the login that the client sent for ${imageText}.`,
          cause:
            'An old login is stored for public.ecr.aws, and its token has expired (after 12 hours). An expired login is worse than none: public images can be pulled without a login.',
          steps: [LOGOUT_STEP, LOGIN_STEP],
          certainty: { level: 'likely', because: 'no policy stops anyone from pulling a public image' },
        };
      case 'not found':
        return {
          ...NO_POLICY,
          summary: `There is no such public repository or tag: ${imageText}.`,
          cause:
            'The alias of the registry, the repository or the tag is mistyped, or was removed. Many images of ECR Public have no tag latest. A private repository is not found at public.ecr.aws.',
          steps: [
            {
              text: `Search it in the gallery, https://gallery.ecr.aws, and use a tag that is listed there.`,
            },
          ],
          certainty: { level: 'certain', because: 'the registry looked for it and did not find it' },
        };
      case 'not logged in':
        return {
          ...NO_POLICY,
          summary: 'ECR Public refused a request without a valid login.',
          cause:
            'Pulls need no login; pushes do, with credentials of the account that owns the alias. If docker login itself was refused, the password is not one of ECR Public: aws ecr get-login-password makes one for private registries, and does not count here. In a debug log, 401 is the answer to the first request, which asks where to log in: the failure is further below.',
          steps: [LOGIN_STEP],
          certainty: { level: 'likely', because: 'pulls are answered without a login' },
        };
      case 'unreachable':
        return {
          ...NO_POLICY,
          summary: 'ECR Public (public.ecr.aws) did not answer: it is the network, and no policy.',
          cause:
            'The VPC endpoints of ECR (ecr.api, ecr.dkr) serve private registries only: from a private subnet public.ecr.aws needs a NAT gateway or a proxy.',
          steps: [CACHE_STEP],
          certainty: { level: 'certain', because: 'there was no answer that a policy could have changed' },
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
  text: 'Log in to ECR Public: always in us-east-1, whatever your Region is.',
  code: {
    language: 'sh',
    text: 'aws ecr-public get-login-password --region us-east-1 |\n  docker login --username AWS --password-stdin public.ecr.aws\n',
  },
};

const TERRAFORM_STEP: Step = {
  text: 'Give the resource of ECR Public a provider in us-east-1.',
  code: {
    language: 'hcl',
    text: 'provider "aws" {\n  alias  = "us_east_1"\n  region = "us-east-1"\n}\n\nresource "aws_ecrpublic_repository" "app" {\n  provider        = aws.us_east_1\n  repository_name = "app"\n}\n',
  },
};

const LOGOUT_STEP: Step = {
  text: 'Remove the old login; public images can be pulled without one.',
  code: { language: 'sh', text: 'docker logout public.ecr.aws\n' },
};

const CACHE_STEP: Step = {
  text: 'Or pull through a cache in your own registry, which your nodes reach like your other images.',
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
    summary: `${callerName} may not ${action}: this is ECR Public, which has permissions of its own.`,
    cause: `Permissions of private registries (ecr:…) do not count for ECR Public (ecr-public:…). A login needs both ecr-public:GetAuthorizationToken and ${BEARER_ACTION}, in an identity policy. If you only pull public images, you need no login at all; if you meant a private registry, the command is aws ecr get-login-password.`,
    policies: [
      policyToChange(
        message.missing === undefined || message.missing === 'resource-based policy'
          ? 'identity-based policy'
          : message.missing,
        undefined,
        declared,
        callerName,
        `nothing in it allows ${actions.join(' and ')}`,
      ),
    ],
    steps: [
      {
        text: 'Allow it in an identity policy of the caller. AmazonElasticContainerRegistryPublicReadOnly contains what a login needs.',
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
