/**
 * The settings of a repository. The list of lifecycle rules has one item, because the order of several is significant.
 */
export interface DeclaredRepositorySettings {
  readonly imageTagMutability?: string;
  readonly imageTagMutabilityExclusionFilters?: readonly string[];
  readonly scanOnPush?: boolean;
  readonly encryption?: { readonly type: string };
  readonly lifecycle?: readonly object[];
  readonly tags?: Readonly<Record<string, string>>;
}

export function randomRepositorySettings(pick: () => number): DeclaredRepositorySettings {
  return {
    ...(pick() % 3 ? {} : randomMutability(pick)),
    ...(pick() % 4 ? {} : { scanOnPush: pick() % 2 === 0 }),
    ...(pick() % 4 ? {} : { encryption: { type: pick() % 2 ? 'KMS' : 'AES256' } }),
    ...(pick() % 3 ? {} : { lifecycle: [randomLifecycleRule(pick)] }),
    ...(pick() % 3 ? {} : { tags: { team: 'a', stage: 'b', 'cost centre': String(pick()) } }),
  };
}

function randomMutability(pick: () => number): DeclaredRepositorySettings {
  if (pick() % 3 === 0) return { imageTagMutability: pick() % 2 ? 'MUTABLE' : 'IMMUTABLE' };
  return {
    imageTagMutability: pick() % 2 ? 'IMMUTABLE_WITH_EXCLUSION' : 'MUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: ['latest', 'v*', '*-rc*'].slice(pick() % 3),
  };
}

function randomLifecycleRule(pick: () => number): object {
  const rule = { description: `Rule ${pick()}`, action: 'expire' };
  switch (pick() % 4) {
    case 0:
      return { ...rule, tagStatus: 'tagged', tagPrefixes: ['v', 'rc', 'a'], countMoreThan: 1 + pick() };
    case 1:
      return { ...rule, tagStatus: 'tagged', tagPatterns: ['*b', 'a*'], daysSincePushed: 1 + pick() };
    case 2:
      return { ...rule, tagStatus: 'untagged', daysSincePulled: 1 + pick(), action: 'archive' };
    default:
      return { ...rule, tagStatus: 'any', daysSinceArchived: 90 + pick() };
  }
}
