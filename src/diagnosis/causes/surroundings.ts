import { accountText, registryText, type Case, type Conclusion } from '../case';
import { profileOption, WHO_AM_I } from '../commands';
import type { Step } from '../diagnosis';
import { PAGES } from '../pages';
import { registryNameIn } from '../place';

/** What no policy is to blame for: credentials, limits, the network. */

export interface AccountNotAllowed {
  /** The account of the credentials. */
  readonly found: string | undefined;
}

/** `allowed_account_ids` did what it is for. */
export function accountNotAllowed({ declared, message }: Case<AccountNotAllowed>): Conclusion {
  const name = registryNameIn(message.facts.address);
  const registry = declared?.topology.registries.find((each) => each.name === name);
  const account = declared?.accounts.find(({ id }) => id === registry?.accountId);
  const meant =
    account === undefined ? 'the account of the provider' : `account ${account.id} (${account.name})`;
  return {
    summary: `Terraform stopped before it changed anything: the credentials are of ${accountText(message.found, declared, 'another account')}, and ${registry === undefined ? 'the provider' : `provider ${registry.name}`} is for ${meant}.`,
    cause:
      'Each provider has the account it is for in allowed_account_ids. The profile or role under accounts leads to another one, or variables of the environment (AWS_ACCESS_KEY_ID, AWS_PROFILE) win over it.',
    policies: [],
    steps: [whoIsStep(profileOption(account?.id, declared)), MEND_ACCOUNTS],
    certainty: { level: 'certain', because: 'Terraform names the account that it found' },
    page: PAGES.allowedAccountIds,
  };
}

function whoIsStep(profile: string): Step {
  return profile === ''
    ? WHO_AM_I
    : {
        text: 'Look which account the profile leads to.',
        code: { language: 'sh', text: `env | grep ^AWS_\naws sts get-caller-identity${profile}\n` },
      };
}

const MEND_ACCOUNTS: Step = {
  text: 'Mend the profile in ~/.aws/config, or profile, assumeRole or id under accounts in topology.yaml. Do not remove the guard.',
};

export interface TooManyRequests {
  readonly by: 'ecr' | 'docker-hub';
}

export function tooManyRequests({ message, place }: Case<TooManyRequests>): Conclusion {
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
        summary: `Too many requests in a short time to ${registryText(place)}.`,
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

/** Only the account itself can read why. */
export interface EncodedDenial {
  readonly encoded: string;
}

export function encodedDenial({ message }: Case<EncodedDenial>): Conclusion {
  return {
    summary: 'AWS denied the request, and encoded why.',
    cause:
      'The text can be decoded by whoever has sts:DecodeAuthorizationMessage in the account of the request. It says which principal, action and resource it was about, and whether a Deny matched.',
    policies: [],
    steps: [
      {
        text: 'Decode it, in the account of the request.',
        code: {
          language: 'sh',
          text: `aws sts decode-authorization-message --query DecodedMessage --output text \\\n  --encoded-message ${message.encoded}\n`,
        },
      },
    ],
    certainty: { level: 'open', because: 'what it says is not known yet' },
    page: PAGES.decode,
  };
}
