import { accountOfGrantee } from '../../access/evaluate/grantees';
import { callerKey, type MatrixCaller, type MatrixRegistry } from '../../access/matrix/access-matrix';
import { registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { REPLICATION_ACTIONS, type EcrAction } from '../../aws/policy/actions';
import { wildcardMatcher } from '../../aws/wildcard';
import { compareText, groupBy, sortedUnique } from '../../base/collections';
import { isReplicated } from '../../model/replication';
import type { PlannedRegistry, PlannedTopology } from '../../model/topology';
import {
  findAffectedNames,
  findRepositoriesOutsidePlans,
  isPattern,
  type RepositoriesOutsidePlans,
} from './compared-repositories';
import {
  createPolicySnapshot,
  type AnswerChange,
  type PolicySnapshot,
  type RegistrySnapshot,
} from './policy-snapshot';
import {
  findChangedOperations,
  principalChanges,
  type ChangedOperation,
  type PrincipalChange,
  type TargetSnapshot,
} from './principal-changes';
import { findReplicationChanges, type ReplicationAccessChange } from './replication-changes';

/** A principal gains or loses access, according to all policies together. */
export interface AccessChange extends AnswerChange {
  readonly kind: 'gained' | 'lost';
  readonly caller: MatrixCaller;
  /** The actions that are gained or lost, sorted. Empty for replication. */
  readonly actions: readonly EcrAction[];
  /** The operations that the actions complete, together with actions that were possible already. Sorted. */
  readonly operations: readonly ChangedOperation[];
  readonly registry: MatrixRegistry;
  readonly repositories: readonly RepositoryName[];
  /** The repositories that the plan creates or deletes together with the access. */
  readonly withRepository: readonly RepositoryName[];
  /**
   * Whether policies name other repositories of the registry that do not change, so that `*` means only the rest.
   */
  readonly isRest: boolean;
}

/**
 * Returns the access that principals gain or lose, sorted by principal, then by operations, actions and repositories.
 */
export function accessChanges(before: PlannedTopology, after: PlannedTopology): readonly AccessChange[] {
  const names = findAffectedNames(before, after);
  if (names !== 'all' && names.size === 0) return [];
  const replications = findReplicationChanges(before, after);
  const outsidePlans = names === 'all' ? findRepositoriesOutsidePlans(before, after) : undefined;
  const known = new Set([...before.registries, ...after.registries].map(registryKey));
  const comparedNames = repositoryNamesByRegistry([
    before,
    after,
    ...(outsidePlans === undefined ? [] : [outsidePlans.before, outsidePlans.after]),
  ]);
  const changes = [
    ...replications.map(changeOfReplication),
    ...withoutReplicationPermissions(
      [
        ...changesBetween(before, after, names),
        ...(outsidePlans === undefined ? [] : changesElsewhere(outsidePlans, known)),
      ],
      replications,
      { before, after },
    ),
  ];
  return groupChanges(changes, comparedNames);
}

/** A change on one repository, or on the registry itself. */
type SingleChange = Omit<AccessChange, 'isRest' | 'repositories' | 'withRepository'> & {
  readonly repository: RepositoryName | undefined;
  /** Whether the plans create or delete the repository with the access. */
  readonly isWithRepository: boolean;
};

function changeOfReplication({
  kind,
  cell,
  isWithRepository,
  answer,
  otherKeys,
  isByValues,
}: ReplicationAccessChange): SingleChange {
  const { caller, registry, repository } = cell;
  const operations = ['replicate'] as const;
  return {
    kind,
    caller,
    actions: [],
    operations,
    registry,
    repository,
    isWithRepository,
    answer,
    otherKeys,
    isByValues,
  };
}

/** A repository name with wildcards changes together with its matches if the plans create or delete all of them. */
function changesElsewhere(
  { before, after, changesWithMatches }: RepositoriesOutsidePlans,
  alreadyCompared: ReadonlySet<string>,
): readonly SingleChange[] {
  return changesBetween(before, after, 'all', alreadyCompared).map((change) => ({
    ...change,
    isWithRepository:
      change.repository !== undefined && changesWithMatches(change.registry, change.repository, change.kind),
  }));
}

/** @param alreadyCompared registries whose own actions are compared elsewhere */
function changesBetween(
  before: PlannedTopology,
  after: PlannedTopology,
  names: ReadonlySet<RepositoryName> | 'all',
  alreadyCompared: ReadonlySet<string> = new Set(),
): readonly SingleChange[] {
  const [snapshotBefore, snapshotAfter] = [before, after].map((each) =>
    createPolicySnapshot(withRepositories(each, names)),
  );
  if (snapshotBefore === undefined || snapshotAfter === undefined) return [];
  return sortedUnique([...snapshotBefore.registries.keys(), ...snapshotAfter.registries.keys()]).flatMap(
    (key) => [
      ...repositoryChanges(snapshotBefore, snapshotAfter, key),
      ...(names !== 'all' || alreadyCompared.has(key)
        ? []
        : registryChanges(snapshotBefore, snapshotAfter, key)),
    ],
  );
}

function withRepositories(
  topology: PlannedTopology,
  names: ReadonlySet<RepositoryName> | 'all',
): PlannedTopology {
  if (names === 'all') return topology;
  return {
    ...topology,
    registries: topology.registries.map((registry) => ({
      ...registry,
      repositories: registry.repositories.filter(({ name }) => names.has(name)),
    })),
  };
}

/** Repositories that share their answers before and after are compared once. */
function repositoryChanges(
  snapshotBefore: PolicySnapshot,
  snapshotAfter: PolicySnapshot,
  key: string,
): readonly SingleChange[] {
  const [before, after] = [snapshotBefore.registries.get(key), snapshotAfter.registries.get(key)];
  const names = sortedUnique([...(before?.repositories.keys() ?? []), ...(after?.repositories.keys() ?? [])]);
  const sameGroup = groupBy(names, (name) =>
    [before, after].map((each) => each?.groups.get(name)?.repositories[0] ?? '').join('\n'),
  );
  return [...sameGroup.values()].flatMap((same) => {
    const [first] = same;
    const snapshots = [
      repositorySnapshot(snapshotBefore, before, first),
      repositorySnapshot(snapshotAfter, after, first),
    ] as const;
    const registry = (after ?? before)?.registry;
    if (registry === undefined) return [];
    return principalChanges(...snapshots).flatMap((change) => {
      const [isDeleted, isCreated] = [snapshots[1] === undefined, snapshots[0] === undefined];
      const isWithRepository = change.kind === 'gained' ? isCreated : isDeleted;
      return same.map((repository) => createSingleChange(change, registry, repository, isWithRepository));
    });
  });
}

function repositorySnapshot(
  snapshot: PolicySnapshot,
  registryEntry: RegistrySnapshot | undefined,
  name: RepositoryName,
): TargetSnapshot | undefined {
  const repository = registryEntry?.repositories.get(name);
  if (registryEntry === undefined || repository === undefined) return undefined;
  const principals = registryEntry.groups.get(name)?.principals ?? [];
  return { snapshot, target: { registry: registryEntry.registry, repository }, principals };
}

function registryChanges(
  snapshotBefore: PolicySnapshot,
  snapshotAfter: PolicySnapshot,
  key: string,
): readonly SingleChange[] {
  const snapshots = [registrySnapshot(snapshotBefore, key), registrySnapshot(snapshotAfter, key)] as const;
  const registry = (snapshots[1] ?? snapshots[0])?.target.registry;
  if (registry === undefined) return [];
  return principalChanges(...snapshots).map((change) =>
    createSingleChange(change, registry, undefined, false),
  );
}

function registrySnapshot(snapshot: PolicySnapshot, key: string): TargetSnapshot | undefined {
  const registryEntry = snapshot.registries.get(key);
  if (registryEntry === undefined) return undefined;
  const target = { registry: registryEntry.registry, repository: undefined };
  return { snapshot, target, principals: registryEntry.forRegistry };
}

function createSingleChange(
  change: PrincipalChange,
  { name, accountId, region }: PlannedRegistry,
  repository: RepositoryName | undefined,
  isWithRepository: boolean,
): SingleChange {
  const { kind, grantee, actions, answer, otherKeys, isByValues } = change;
  return {
    kind,
    caller: { kind: 'grantee', grantee },
    actions,
    operations: findChangedOperations(change, { accountId, region }),
    registry: { name, accountId, region },
    repository,
    isWithRepository,
    answer,
    otherKeys,
    isByValues,
  };
}

const REPLICATION: ReadonlySet<EcrAction> = new Set(REPLICATION_ACTIONS.created);

/** Removes permissions to replicate that a replication rule uses, because the rule is reported as replication. */
function withoutReplicationPermissions(
  changes: readonly SingleChange[],
  replications: readonly ReplicationAccessChange[],
  topologies: Readonly<Record<'after' | 'before', PlannedTopology>>,
): readonly SingleChange[] {
  const replicationKey = (kind: ReplicationAccessChange['kind'], account: string, registry: RegistryId) =>
    [kind, account, registryKey(registry)].join('\n');
  const keys = new Set(
    replications.flatMap(({ kind, cell: { caller, registry } }) =>
      caller.kind === 'registry' ? replicationKey(kind, caller.registry.accountId, registry) : [],
    ),
  );
  return changes.flatMap((change) => {
    const { caller, kind, registry, repository } = change;
    const account = caller.kind === 'grantee' ? accountOfGrantee(caller.grantee) : undefined;
    if (account === undefined || repository === undefined) return [change];
    const { registries } = topologies[kind === 'gained' ? 'after' : 'before'];
    const isUsed =
      keys.has(replicationKey(kind, account, registry)) ||
      registries.some((from) => from.accountId === account && isReplicated(from, registry, repository));
    if (!isUsed) return [change];
    const actions = change.actions.filter((action) => !REPLICATION.has(action));
    const operations = change.operations.filter((operation) => operation !== 'replicate');
    return actions.length === 0 ? [] : [{ ...change, actions, operations }];
  });
}

/** Changes that differ only in the repository become one change. */
function groupChanges(
  changes: readonly SingleChange[],
  comparedNames: ReadonlyMap<string, ReadonlySet<RepositoryName>>,
): readonly AccessChange[] {
  return [...groupBy(changes, keyOf)]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, same]): AccessChange => {
      const [{ kind, caller, actions, operations, registry, answer, otherKeys, isByValues }] = same;
      const repositories = namesOf(same);
      return {
        kind,
        caller,
        actions,
        operations,
        registry,
        answer,
        otherKeys,
        isByValues,
        repositories,
        isRest: isRest(same, comparedNames.get(registryKey(registry))),
        withRepository: namesOf(same.filter(({ isWithRepository }) => isWithRepository)).filter((name) =>
          repositories.includes(name),
        ),
      };
    });
}

/** The repository names that are compared, with wildcards, by registry. */
function repositoryNamesByRegistry(
  topologies: readonly PlannedTopology[],
): ReadonlyMap<string, ReadonlySet<RepositoryName>> {
  const found = new Map<string, Set<RepositoryName>>();
  for (const registry of topologies.flatMap(({ registries }) => registries)) {
    const key = registryKey(registry);
    const names = found.get(key) ?? new Set<RepositoryName>();
    found.set(key, names);
    for (const { name } of registry.repositories) names.add(name);
  }
  return found;
}

function isRest(
  same: readonly SingleChange[],
  comparedNames: ReadonlySet<RepositoryName> | undefined,
): boolean {
  const changed = new Set<string | undefined>(same.map(({ repository }) => repository));
  return changed.has('*') && [...(comparedNames ?? [])].some((name) => !changed.has(name));
}

/** Omits names that another name matches with its wildcards. */
function namesOf(changes: readonly SingleChange[]): readonly RepositoryName[] {
  const names = sortedUnique(changes.flatMap(({ repository }) => repository ?? []));
  const patterns = names.filter(isPattern).map((pattern) => ({ pattern, isMatch: wildcardMatcher(pattern) }));
  return names.filter((name) => !patterns.some(({ pattern, isMatch }) => pattern !== name && isMatch(name)));
}

function keyOf(change: SingleChange): string {
  const { kind, caller, actions, operations, registry, repository, answer, otherKeys, isByValues } = change;
  return [
    callerKey(caller),
    kind,
    registryKey(registry),
    repository === undefined ? 'registry' : 'repository',
    ...operations,
    ...actions,
    JSON.stringify([answer, otherKeys, isByValues]),
  ].join('\n');
}
