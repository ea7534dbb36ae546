import { isAboutEcr } from '../image';
import type { Facts, Message } from '../message';

/** The registry has no repository of this name, or the caller may not create it. */
export function recogniseRepositoryNotFound(text: string, facts: Facts): Message | undefined {
  const own = /The repository with name '[^']{1,256}' does not exist in the registry with id/i;
  const said = /RepositoryNotFoundException|name unknown: /i;
  return own.test(text) || (said.test(text) && isAboutEcr(text))
    ? { kind: 'repository-not-found', facts }
    : undefined;
}

export function recogniseRepositoryExists(text: string, facts: Facts): Message | undefined {
  return /RepositoryAlreadyExistsException|The repository with name '[^']{1,256}' already exists/i.test(text)
    ? { kind: 'repository-exists', facts }
    : undefined;
}

export function recogniseRepositoryNotEmpty(text: string, facts: Facts): Message | undefined {
  return /RepositoryNotEmptyException|cannot be deleted because it still contains images|ECR Repository \([^)]{1,256}\) not empty/i.test(
    text,
  )
    ? { kind: 'repository-not-empty', facts }
    : undefined;
}

export function recogniseTagImmutable(text: string, facts: Facts): Message | undefined {
  return /ImageTagAlreadyExistsException|cannot be overwritten because the (?:repository|tag) is immutable/i.test(
    text,
  )
    ? { kind: 'tag-immutable', facts }
    : undefined;
}

/** The repository is there, the image is not. */
export function recogniseImageNotFound(text: string, facts: Facts): Message | undefined {
  const said =
    /manifest unknown|ImageNotFoundException|Requested image not found|manifests\/\S{1,200}: (?:404 Not Found|not found)|: not found(?:$|[\s"])/i;
  return said.test(text) && isAboutEcr(text) ? { kind: 'image-not-found', facts } : undefined;
}

/** A pull through cache could not fetch what it was asked for. */
export function recogniseUpstreamFailed(text: string, facts: Facts): Message | undefined {
  const said =
    /UnableToGetUpstream(?:Image|Layer)Exception|UpstreamUnavailable|UnableToAccessSecretException|UnableToDecryptSecretValueException|pull through cache/i;
  return said.test(text) ? { kind: 'upstream-failed', facts } : undefined;
}
