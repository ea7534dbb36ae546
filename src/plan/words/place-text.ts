import {
  isKnown,
  registryText as accountAndRegion,
  type AccountId,
  type NotKnown,
  type Region,
  type RegistryId,
  type RepositoryName,
} from '../../registry';

/**
 * Rules identify registries by account and Region, users by name. Therefore the texts of rules contain a mark for each registry,
 * and `checkPlans` replaces all marks with `replaceRegistryMarks`. The marks are private-use characters, which are in no address,
 * policy or name of AWS. In a forged text they become a registry name at most.
 */
const MARK = { registry: '\u{E000}', repository: '\u{E001}', between: '\u{E002}', end: '\u{E003}' } as const;

/** Returns a mark that becomes `develop`, or `111111111111 in ap-northeast-1` for a registry without a name. */
export function registryText(registry: RegistryId): string {
  return marked(MARK.registry, registry);
}

/** Returns a text that becomes `'my-repo' in develop`, or `'my-repo' (111111111111 in ap-northeast-1)` for a registry without a name. */
export function repositoryText(registry: RegistryId, name: RepositoryName | NotKnown): string {
  const where = marked(MARK.repository, registry);
  return isKnown(name) ? `'${name}'${where}` : `whose name is known only after apply${where}`;
}

/** Returns a text that becomes `of 'my-repo' in develop`. */
export function ofRepositoryText(registry: RegistryId, name: RepositoryName | NotKnown): string {
  return `of ${isKnown(name) ? '' : 'a repository '}${repositoryText(registry, name)}`;
}

function marked(mark: string, { accountId, region }: RegistryId): string {
  return `${mark}${accountId}${MARK.between}${region}${MARK.end}`;
}

const MARKED = new RegExp(
  `([${MARK.registry}${MARK.repository}])([^${MARK.between}${MARK.end}]*)${MARK.between}([^${MARK.end}]*)${MARK.end}`,
  'gu',
);

/**
 * Replaces the marks of `registryMark` and `repositoryMark`.
 * @param nameOf returns the name of a registry, or its account and Region if it has no name
 */
export function nameRegistries(text: string, nameOf: (registry: RegistryId) => string): string {
  return text.replace(MARKED, (_, mark: string, account: string, region: string) => {
    // Both come from createMark.
    const registry = { accountId: account as AccountId, region: region as Region };
    const name = nameOf(registry);
    if (mark === MARK.registry) return name;
    return name === accountAndRegion(registry) ? ` (${name})` : ` in ${name}`;
  });
}
