import { registryText as accountAndRegion, type RegistryId } from '../aws/arn';
import type { AccountId, RepositoryName } from '../aws/names';
import type { Region } from '../aws/partitions';
import { isKnown, type UnknownValue } from '../model/unknown';

/**
 * Rules identify registries by account and Region, users by name. Therefore the texts of rules contain a mark for each registry,
 * and `checkPlans` replaces all marks with `replaceRegistryMarks`. The marks are private-use characters, which are in no address,
 * policy or name of AWS. In a forged text they become a registry name at most.
 */
const MARK = { registry: '\u{E000}', repository: '\u{E001}', between: '\u{E002}', end: '\u{E003}' } as const;

/** Returns a mark that becomes `develop`, or `111111111111 in ap-northeast-1` for a registry without a name. */
export function registryMark(registry: RegistryId): string {
  return createMark(MARK.registry, registry);
}

/** Returns a text that becomes `'my-repo' in develop`, or `'my-repo' (111111111111 in ap-northeast-1)` for a registry without a name. */
export function repositoryMark(registry: RegistryId, name: RepositoryName | UnknownValue): string {
  const registryPart = createMark(MARK.repository, registry);
  return isKnown(name) ? `'${name}'${registryPart}` : `whose name is known only after apply${registryPart}`;
}

/** Returns a text that becomes `of 'my-repo' in develop`. */
export function ofRepositoryMark(registry: RegistryId, name: RepositoryName | UnknownValue): string {
  return `of ${isKnown(name) ? '' : 'a repository '}${repositoryMark(registry, name)}`;
}

function createMark(mark: string, { accountId, region }: RegistryId): string {
  return `${mark}${accountId}${MARK.between}${region}${MARK.end}`;
}

const MARK_PATTERN = new RegExp(
  `([${MARK.registry}${MARK.repository}])([^${MARK.between}${MARK.end}]*)${MARK.between}([^${MARK.end}]*)${MARK.end}`,
  'gu',
);

/**
 * Replaces the marks of `registryMark` and `repositoryMark`.
 * @param nameOf returns the name of a registry, or its account and Region if it has no name
 */
export function replaceRegistryMarks(text: string, nameOf: (registry: RegistryId) => string): string {
  return text.replace(MARK_PATTERN, (_, mark: string, account: string, region: string) => {
    // Both come from createMark.
    const registry = { accountId: account as AccountId, region: region as Region };
    const name = nameOf(registry);
    if (mark === MARK.registry) return name;
    return name === accountAndRegion(registry) ? ` (${name})` : ` in ${name}`;
  });
}
