import {
  explainImageNotFound,
  explainRepositoryNotEmpty,
  explainRepositoryNotFound,
  type RepositoryNotFound,
  explainTagImmutable,
  explainUpstreamFailed,
} from './repository.repository';
import { matchPattern, defineEntry } from '../model/entry';
import { mentionsEcr } from '../parse/registry-reference';

/** The repository does not exist, or the caller may not create it. */
export const REPOSITORY_NOT_FOUND = defineEntry<RepositoryNotFound>({
  kind: 'repository-not-found',
  match: (text, facts) => (isNotFound(text) ? { hostInName: readHostInName(text), facts } : undefined),
  explain: explainRepositoryNotFound,
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

export const REPOSITORY_NOT_EMPTY = defineEntry({
  kind: 'repository-not-empty',
  match: matchPattern(
    /RepositoryNotEmptyException|cannot be deleted because it still contains images|ECR Repository \([^)]{1,256}\) not empty/i,
  ),
  explain: explainRepositoryNotEmpty,
});

export const TAG_IMMUTABLE = defineEntry({
  kind: 'tag-immutable',
  match: matchPattern(
    /ImageTagAlreadyExistsException|cannot be overwritten because the (?:repository|tag) is immutable/i,
  ),
  explain: explainTagImmutable,
});

/** The repository exists, but the image does not. */
export const IMAGE_NOT_FOUND = defineEntry({
  kind: 'image-not-found',
  match: matchPattern(
    /manifest unknown|ImageNotFoundException|Requested image not found|manifests\/\S{1,200}: (?:404 Not Found|not found)|: not found(?:$|[\s"])/i,
    mentionsEcr,
  ),
  explain: explainImageNotFound,
});

export const UPSTREAM_FAILED = defineEntry({
  kind: 'upstream-failed',
  match: matchPattern(
    /UnableToGetUpstream(?:Image|Layer)Exception|UpstreamUnavailable|UnableToAccessSecretException|UnableToDecryptSecretValueException|pull through cache|authentication to the upstream registry/i,
  ),
  explain: explainUpstreamFailed,
});
