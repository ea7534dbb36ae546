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
 * Rules know registries by account and Region, people by their names. So the texts of rules contain a mark for each
 * registry, and `check` replaces all of them in one place, with `nameRegistries`. The marks are private-use characters,
 * which no address, policy or name of AWS contains; in a forged text they at most become a name.
 */
const MARK = { registry: '\u{E000}', repository: '\u{E001}', between: '\u{E002}', end: '\u{E003}' } as const;

/** Becomes `develop`, or `111111111111 in ap-northeast-1` for a registry without a name. */
export function registryText(registry: RegistryId): string {
  return marked(MARK.registry, registry);
}

/** Becomes `'my-repo' in develop`, or `'my-repo' (111111111111 in ap-northeast-1)` for a registry without a name. */
export function repositoryText(registry: RegistryId, name: RepositoryName | NotKnown): string {
  const where = marked(MARK.repository, registry);
  return isKnown(name) ? `'${name}'${where}` : `whose name is known only after apply${where}`;
}

/** `of 'my-repo' in develop`, to follow what belongs to a repository. */
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
 * Replaces the marks of `registryText` and `repositoryText`.
 * @param nameOf what to call a registry; its account and Region if it has no name
 */
export function nameRegistries(text: string, nameOf: (registry: RegistryId) => string): string {
  return text.replace(MARKED, (_, mark: string, account: string, region: string) => {
    // As they were marked.
    const registry = { accountId: account as AccountId, region: region as Region };
    const name = nameOf(registry);
    if (mark === MARK.registry) return name;
    return name === accountAndRegion(registry) ? ` (${name})` : ` in ${name}`;
  });
}
