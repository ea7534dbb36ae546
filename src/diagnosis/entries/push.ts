import { actionsOf } from '../../registry';
import { policyToChange, registryText, repositoryText, shortRegistryText, type Case } from '../case';
import { repositoryNotFoundSteps, whereItBelongs } from '../causes/repository';
import { reveal } from '../causes/reveal';
import { profileOption } from '../commands';
import { entry } from '../entry';
import { isAboutEcr } from '../image';
import { isOfOtherRegistry } from '../other-service';
import { PAGES } from '../pages';

interface UploadClosed {
  /** Last part of the repository path, if it looks like a tag. */
  readonly tagAsPath: string | undefined;
}

/**
 * If the upload of a layer cannot begin, ECR closes the connection or responds without a location.
 * https://github.com/aws/containers-roadmap/issues/1970
 */
export const UPLOAD_CLOSED = entry<UploadClosed>({
  kind: 'upload-closed',
  match: (text, facts) => {
    const isClosed =
      /\/blobs\/uploads\/?[^\s"']{0,200}["']?: ?(?:unexpected )?EOF(?![A-Za-z])/.test(text) ||
      /no Location header in response/i.test(text) ||
      // Docker prints the layers that it retries and, at the end, only this.
      /Retrying in [0-9]{1,3} seconds?.{0,3000}(?:^|\s)(?:unexpected )?EOF(?:\s|$)/is.test(text) ||
      /The push refers to repository .{0,5000}\sEOF(?:\s|$)/s.test(text);
    // Docker omits the registry in these messages, and logs mask it.
    const isEcr = isAboutEcr(text) || (/\*{3}\/v2\/|Retrying in/.test(text) && !isOfOtherRegistry(text));
    return isClosed && isEcr
      ? { tagAsPath: tagInPath(text), facts: { ...facts, operation: 'push', requested: INITIATE } }
      : undefined;
  },
  explain: (found) => {
    const { declared, place } = found;
    return {
      summary: `ECR did not accept an upload to ${repositoryText(found)} in ${registryText(place)}.`,
      cause:
        `Usually the repository does not exist in this account and Region: ECR creates none on a push, unless a creation template does, and a name counts with its whole path. Otherwise the caller lacks ${INITIATE}. ${tagText(found.message.tagAsPath)}${declared === undefined ? '' : whereItBelongs(found)}`.trim(),
      policies: [
        policyToChange(
          'identity-based policy',
          undefined,
          declared,
          'the caller',
          `check that it allows ${actionsOf('push').join(', ')}`,
        ),
        policyToChange(
          'repository policy',
          place.accountId,
          declared,
          `${repositoryText(found)} in ${shortRegistryText(place)}`,
          'check that it allows the same, if the caller is of another account',
        ),
      ],
      steps: [lookStep(found), reveal(found), ...repositoryNotFoundSteps(found)],
      certainty: { level: 'open', because: 'ECR gives no reason when it refuses an upload' },
      page: PAGES.repositories,
    };
  },
});

/** `app/1.0.0` instead of `app:1.0.0`. */
function tagInPath(text: string): string | undefined {
  return /\/v2\/\S{1,200}\/(v?[0-9]{1,4}(?:\.[0-9]{1,6}){1,3}[a-z0-9.-]{0,20}|latest)\/blobs\/uploads/.exec(
    text,
  )?.[1];
}

const INITIATE = 'ecr:InitiateLayerUpload';

function lookStep({ declared, place }: Case) {
  const region = place.region === undefined ? '' : ` --region ${place.region}`;
  return {
    text: 'Look whether the repository exists, as the account of the registry.',
    code: {
      language: 'sh' as const,
      text: `aws ecr describe-repositories --repository-names ${place.repositoryName ?? 'REPOSITORY'}${region}${profileOption(place.accountId, declared)}\n`,
    },
  };
}

function tagText(tag: string | undefined): string {
  return tag === undefined
    ? ''
    : `The path of the repository ends with '${tag}', which looks like a tag: a tag follows ':' and not '/'. `;
}
