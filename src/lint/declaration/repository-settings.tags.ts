import { LIMITS } from '../../aws/limits';
import type { BoundTags } from '../../declaration/bind/bound-declaration';
import { tagKeyFault } from '../../declaration/schema/repository-settings';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import type { Path } from '../../declaration/syntax/tree';

const MAX_TAGS = LIMITS.tagsPerResource;

/** Checks the default tags of the provider, which apply to every repository. */
export function checkDefaultTags(path: Path, reporter: Reporter): void {
  checkTagKeys(path, reporter);
  const count = reporter.declaredKeys(path).length;
  if (count <= MAX_TAGS) return;
  reporter.atKey(
    path,
    'tag/too-many',
    `These are ${count} tags; a repository has at most ${MAX_TAGS}.`,
    'Remove some.',
  );
}

/**
 * Checks the tags of a repository.
 *
 * @param defaultTags the keys of the provider's default tags
 */
export function checkTags(
  { path, values }: BoundTags,
  defaultTags: readonly string[],
  reporter: Reporter,
): void {
  checkTagKeys(path, reporter);
  const keys = new Set([...Object.keys(values), ...defaultTags]);
  // `checkDefaultTags` reports too many default tags.
  if (keys.size <= MAX_TAGS || defaultTags.length > MAX_TAGS) return;
  const shared = keys.size - Object.keys(values).length;
  reporter.atKey(
    path,
    'tag/too-many',
    `These are ${keys.size} tags${shared === 0 ? '' : `, ${shared} of them under 'tags' at the top of the file`}; a repository has at most ${MAX_TAGS}.`,
    'Remove some.',
  );
}

/** Checks the keys here because zod skips the value of an invalid key. */
function checkTagKeys(path: Path, reporter: Reporter): void {
  for (const key of reporter.declaredKeys(path)) {
    const fault = tagKeyFault(key);
    if (fault !== undefined) {
      reporter.atKey([...path, key], 'tag/key', `AWS does not take the tag key '${key}': ${fault}.`);
    }
  }
}
