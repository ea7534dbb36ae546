import { LIMITS } from '../../registry';
import type { LinkedTags } from '../link/linked';
import type { Reporter } from '../reporter';
import { tagKeyFault } from '../schema/settings';
import type { Path } from '../tree';

const most = LIMITS.tagsPerResource;

/** The tags that the provider puts on everything: a repository has them all, whether it has others or not. */
export function checkDefaultTags(path: Path, reporter: Reporter): void {
  checkTagKeys(path, reporter);
  const number = reporter.keys(path).length;
  if (number <= most) return;
  reporter.atKey(
    path,
    'tag/too-many',
    `These are ${number} tags; a repository has at most ${most}.`,
    'Remove some.',
  );
}

/** The tags of a repository. @param defaultTags keys that the provider puts on everything */
export function checkTags(
  { path, values }: LinkedTags,
  defaultTags: readonly string[],
  reporter: Reporter,
): void {
  checkTagKeys(path, reporter);
  const keys = new Set([...Object.keys(values), ...defaultTags]);
  // Of too many default tags, `checkDefaultTags` says so once.
  if (keys.size <= most || defaultTags.length > most) return;
  const shared = keys.size - Object.keys(values).length;
  reporter.atKey(
    path,
    'tag/too-many',
    `These are ${keys.size} tags${shared === 0 ? '' : `, ${shared} of them under 'tags' at the top of the file`}; a repository has at most ${most}.`,
    'Remove some.',
  );
}

/** The keys of the tags at a path are judged apart: zod skips the value of a bad key. */
function checkTagKeys(path: Path, reporter: Reporter): void {
  for (const key of reporter.keys(path)) {
    const fault = tagKeyFault(key);
    if (fault !== undefined) {
      reporter.atKey([...path, key], 'tag/key', `AWS does not take the tag key '${key}': ${fault}.`);
    }
  }
}
