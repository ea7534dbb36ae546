import type { RepositoryName } from '../../aws/names';
import type { Operation } from '../../aws/policy/actions';
import type { Grantee } from '../../aws/policy/principals';
import { groupBy, memoize } from '../../base/collections';
import type { Account } from '../../model/deployment';
import { identityKey, type GrantedPlace, type GrantedPlaces, type ModeGrants } from './identities';
import { principalValue } from './principals';
import type { WrittenRepository } from './repositories';
import { RepositoryGlobs } from './repository-globs';
import { oneOrMany, valueText, type Mapping } from './value';

/** Returns the grants of all repositories by grantee. */
export function grantedPlaces(repositories: readonly WrittenRepository[]): readonly GrantedPlaces[] {
  const granted = repositories.flatMap(({ registry, repository, grants }) =>
    grants.map(({ grantee, operation }) => ({
      grantee,
      place: { registry, repository: repository.name, operation },
    })),
  );
  // Repositories with the same policy share the objects of their grantees.
  const keyOf = memoize((grantee: Grantee) => JSON.stringify(grantee));
  return [...groupBy(granted, ({ grantee }) => keyOf(grantee)).values()].map((group) => ({
    grantee: group[0].grantee,
    places: group.map(({ place }) => place),
  }));
}

/** Where the repositories of the declaration are. */
export interface DeclaredPlaces {
  /** The registries that have each repository, replicas included, and those that images are pushed to. Sorted names. */
  readonly registriesOf: ReadonlyMap<RepositoryName, readonly string[]>;
  readonly originalsOf: ReadonlyMap<RepositoryName, readonly string[]>;
}

type Allow = 'pull' | 'pull-push' | 'push';

/** What an entry allows, and where. Without registries, the repositories determine them. */
interface Scope {
  readonly allow: Allow;
  readonly registries: readonly string[] | undefined;
}

/** An entry of `access`, and the grants that it writes. */
export interface AccessEntry {
  readonly value: Mapping;
  readonly places: readonly GrantedPlace[];
}

/** Returns the entries of `access`. Grants with the same repositories are one entry. */
export function accessEntries(
  grants: readonly ModeGrants[],
  declared: DeclaredPlaces,
  accounts: readonly Account[],
): readonly AccessEntry[] {
  const globsIn = memoize((registries: string) => new RepositoryGlobs(namesIn(declared, registries)));
  const scoped = grants.flatMap((each) =>
    scopesOf(each, declared).map(({ scope, names, places }) => {
      const globs = globsIn(scope.registries?.join() ?? '').covering(names);
      return { ...each, places, scope, globs, identity: identityKey(each.mode, each.grantee, accounts) };
    }),
  );
  const groups = groupBy(scoped, ({ scope, globs, grantee }) =>
    JSON.stringify([globs, scope.allow, scope.registries ?? [], grantee.kind === 'anyone']),
  );
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const [{ scope, globs }] = group;
      return byIdentity(group).map(({ identity, grantees }) => ({
        places: group.flatMap(({ places }) => places),
        value: {
          allow: scope.allow,
          repositories: globs,
          registries: scope.registries && oneOrMany(scope.registries),
          principals: principalsValue(grantees, accounts),
          identity,
          public: grantees.some(({ kind }) => kind === 'anyone') ? true : undefined,
        },
      }));
    });
}

function namesIn({ registriesOf }: DeclaredPlaces, registries: string): readonly string[] {
  const wanted = registries === '' ? undefined : registries.split(',');
  return [...registriesOf].flatMap(([name, each]) =>
    wanted === undefined || each.some((registry) => wanted.includes(registry)) ? name : [],
  );
}

interface ScopedGrants {
  readonly scope: Scope;
  readonly names: readonly string[];
  readonly places: readonly GrantedPlace[];
}

/** Returns the scopes of the grants to one grantee, with the repositories of each. */
function scopesOf(
  { places }: ModeGrants,
  { registriesOf, originalsOf }: DeclaredPlaces,
): readonly ScopedGrants[] {
  const byName = groupBy(places, ({ repository }) => repository);
  const scoped = [...byName].flatMap(([name, ofName]) => {
    const registriesWith = (wanted: Operation) =>
      ofName
        .filter(({ operation }) => operation === wanted)
        .map(({ registry }) => registry.name as string)
        .sort();
    const defaults = { pull: registriesOf.get(name) ?? [], push: originalsOf.get(name) ?? [] };
    return scopesFor(registriesWith('pull'), registriesWith('push'), defaults).map((scope) => ({
      scope,
      name,
      ofName,
    }));
  });
  return [
    ...groupBy(scoped, ({ scope }) => valueText([scope.allow, ...(scope.registries ?? [])])).values(),
  ].map((group) => ({
    scope: group[0].scope,
    names: group.map(({ name }) => name),
    places: group.flatMap(({ ofName }) => ofName),
  }));
}

/** @param defaults the registries of an entry that names none */
function scopesFor(
  pull: readonly string[],
  push: readonly string[],
  defaults: Readonly<Record<Operation, readonly string[]>>,
): readonly Scope[] {
  const isDefaultPull = pull.join() === defaults.pull.join();
  const isDefaultPush = push.join() === defaults.push.join();
  if (isDefaultPull && isDefaultPush) return [{ allow: 'pull-push', registries: undefined }];
  const both = pull.filter((registry) => push.includes(registry));
  const isEqual = pull.join() === push.join();
  if (isDefaultPull && !isEqual) {
    return [{ allow: 'pull', registries: undefined }, ...scope('push', push, isDefaultPush)];
  }
  if (isDefaultPush && !isEqual && both.length === 0) {
    return [{ allow: 'push', registries: undefined }, ...scope('pull', pull, isDefaultPull)];
  }
  return [
    ...scope('pull-push', both, false),
    ...scope(
      'pull',
      pull.filter((registry) => !both.includes(registry)),
      false,
    ),
    ...scope(
      'push',
      push.filter((registry) => !both.includes(registry)),
      false,
    ),
  ];
}

function scope(allow: Allow, registries: readonly string[], isDefault: boolean): readonly Scope[] {
  if (registries.length === 0) return [];
  return [{ allow, registries: isDefault ? undefined : registries }];
}

type Scoped = Pick<ModeGrants, 'grantee' | 'mode'> & { readonly identity: ModeGrants['mode'] };

/** Divides the grantees by `identity`. Grantees without an identity policy join the others. */
function byIdentity(
  group: readonly Scoped[],
): readonly { readonly identity: ModeGrants['mode']; readonly grantees: readonly Grantee[] }[] {
  const flexible = group.filter(({ mode }) => mode === undefined);
  const byKey = groupBy(
    group.filter(({ mode }) => mode !== undefined),
    ({ identity }) => identity,
  );
  const host: ModeGrants['mode'] = byKey.has(undefined) || !byKey.has('none') ? undefined : 'none';
  const keys = new Set<ModeGrants['mode']>([...byKey.keys(), ...(flexible.length > 0 ? [host] : [])]);
  return [...keys].sort().map((identity) => ({
    identity,
    grantees: [...(byKey.get(identity) ?? []), ...(identity === host ? flexible : [])].map(
      ({ grantee }) => grantee,
    ),
  }));
}

function principalsValue(grantees: readonly Grantee[], accounts: readonly Account[]) {
  const values = grantees.map((grantee) => principalValue(grantee, accounts));
  const rank = (value: unknown) => (typeof value === 'object' ? 1 : 0);
  return [...values].sort((a, b) => rank(a) - rank(b) || (valueText(a) < valueText(b) ? -1 : 1));
}
