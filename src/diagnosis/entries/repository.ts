import {
  imageNotFound,
  repositoryNotEmpty,
  repositoryNotFound,
  type RepositoryNotFound,
  tagImmutable,
  upstreamFailed,
} from '../causes/repository';
import { containing, entry } from '../entry';
import { isAboutEcr } from '../image';

/** The repository does not exist, or the caller may not create it. */
export const REPOSITORY_NOT_FOUND = entry<RepositoryNotFound>({
  kind: 'repository-not-found',
  match: (text, facts) => (isNotFound(text) ? { hostInName: readHostInName(text), facts } : undefined),
  explain: repositoryNotFound,
});

/** Returns the host in a repository name, for a variable that contains the whole address instead of the name. */
function readHostInName(text: string): string | undefined {
  return /repository with name '([^'/]{1,100}\.[^'/]{1,100})\//i.exec(text)?.[1];
}

function isNotFound(text: string): boolean {
  if (/The repository with name '[^']{1,256}' does not exist in the registry with id/i.test(text)) {
    return true;
  }
  const said =
    /RepositoryNotFoundException|name unknown: |\/blobs\/uploads\/?\S{0,200}: (?:unexpected status code )?404/i;
  return said.test(text) && isAboutEcr(text);
}

export const REPOSITORY_NOT_EMPTY = entry({
  kind: 'repository-not-empty',
  match: containing(
    /RepositoryNotEmptyException|cannot be deleted because it still contains images|ECR Repository \([^)]{1,256}\) not empty/i,
  ),
  explain: repositoryNotEmpty,
});

export const TAG_IMMUTABLE = entry({
  kind: 'tag-immutable',
  match: containing(
    /ImageTagAlreadyExistsException|cannot be overwritten because the (?:repository|tag) is immutable/i,
  ),
  explain: tagImmutable,
});

/** The repository exists, but the image does not. */
export const IMAGE_NOT_FOUND = entry({
  kind: 'image-not-found',
  match: containing(
    /manifest unknown|ImageNotFoundException|Requested image not found|manifests\/\S{1,200}: (?:404 Not Found|not found)|: not found(?:$|[\s"])/i,
    isAboutEcr,
  ),
  explain: imageNotFound,
});

export const UPSTREAM_FAILED = entry({
  kind: 'upstream-failed',
  match: containing(
    /UnableToGetUpstream(?:Image|Layer)Exception|UpstreamUnavailable|UnableToAccessSecretException|UnableToDecryptSecretValueException|pull through cache|authentication to the upstream registry/i,
  ),
  explain: upstreamFailed,
});
