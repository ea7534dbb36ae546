import { requiredActions } from '../../aws/policy/actions';
import { probeStep } from '../explanations/probe';
import { profileOption } from '../explanations/steps';
import {
  policyOfCase,
  policyToChange,
  registryWithAccountText,
  repositoryText,
  type Case,
} from '../model/case';
import { PAGES } from '../model/diagnosis';
import { defineEntry, type FamilyEntries } from '../model/entry';
import { mentionsEcr, mentionsOtherRegistry } from '../parse/registry-reference';
import { declaredLocationText, repositoryNotFoundSteps } from './repository';

interface UploadClosed {
  /** Last part of the repository path, if it looks like a tag. */
  readonly tagAsPath: string | undefined;
}

/**
 * If the upload of a layer cannot begin, ECR closes the connection or responds without a location.
 * https://github.com/aws/containers-roadmap/issues/1970
 */
const UPLOAD_CLOSED = defineEntry<UploadClosed>({
  kind: 'upload-closed',
  match: (text, facts) => {
    const isClosed =
      /\/blobs\/uploads\/?[^\s"']{0,200}["']?: ?(?:unexpected )?EOF(?![A-Za-z])/.test(text) ||
      /no Location header in response/i.test(text) ||
      // Docker prints the layers that it retries and, at the end, only this.
      /Retrying in [0-9]{1,3} seconds?.{0,3000}(?:^|\s)(?:unexpected )?EOF(?:\s|$)/is.test(text) ||
      /The push refers to repository .{0,5000}\sEOF(?:\s|$)/s.test(text);
    // Docker omits the registry in these messages, and logs mask it.
    const isEcr = mentionsEcr(text) || (/\*{3}\/v2\/|Retrying in/.test(text) && !mentionsOtherRegistry(text));
    return isClosed && isEcr
      ? {
          tagAsPath: tagInPath(text),
          facts: { ...facts, operation: 'push', requestedAction: INITIATE_ACTION },
        }
      : undefined;
  },
  explain: (failure) => {
    const { declared, location } = failure;
    return {
      summary: `ECR did not accept an upload to ${repositoryText(failure)} in ${registryWithAccountText(location)}.`,
      cause:
        `Usually, the repository does not exist in this account and Region. ECR creates a repository on a push only if a creation template matches its name. The name includes the complete path. Otherwise, the caller lacks ${INITIATE_ACTION}. ${tagText(failure.message.tagAsPath)}${declared === undefined ? '' : declaredLocationText(failure)}`.trim(),
      policies: [
        policyToChange(
          'identity-based policy',
          undefined,
          declared,
          'the caller',
          `check that it allows ${requiredActions('push').join(', ')}`,
        ),
        policyOfCase(
          failure,
          'repository policy',
          'check that it allows the same actions, if the caller is in another account',
        ),
      ],
      steps: [describeRepositoryStep(failure), probeStep(failure), ...repositoryNotFoundSteps(failure)],
      certainty: { level: 'open', because: 'ECR gives no reason when it rejects an upload' },
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

const INITIATE_ACTION = 'ecr:InitiateLayerUpload';

function describeRepositoryStep({ declared, location }: Case) {
  const region = location.region === undefined ? '' : ` --region ${location.region}`;
  return {
    text: 'Check whether the repository exists, with credentials of the account of the registry.',
    code: {
      language: 'sh' as const,
      text: `aws ecr describe-repositories --repository-names ${location.repositoryName ?? 'REPOSITORY'}${region}${profileOption(location.accountId, declared)}\n`,
    },
  };
}

function tagText(tag: string | undefined): string {
  return tag === undefined
    ? ''
    : `The path of the repository ends with '${tag}', which looks like a tag. Put ':' before a tag, not '/'. `;
}

export const ENTRIES: FamilyEntries = {
  connection: [UPLOAD_CLOSED],
};
