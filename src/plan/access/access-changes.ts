import { accountOfGrantee } from '../../access/grantees';
import { callerKey, type MatrixCaller, type MatrixRegistry } from '../../access/matrix';
import {
  compareText,
  grouped,
  isReplicated,
  registryKey,
  REPLICATION_ACTIONS,
  sortedUnique,
  type EcrAction,
  type PlannedRegistry,
  type PlannedTopology,
  type RegistryId,
  type RepositoryName,
} from '../../registry';
import { wildcardMatch } from '../../registry/wildcard';
import type { AnswerChange } from './answer-change';
import { policyMoment, type PolicyMoment, type RegistryMoment } from './policy-moment';
import { operationsChanged, type ChangedOperation } from './operations-changed';
import { principalChanges, type PrincipalChange, type TargetMoment } from './principal-changes';
import { flowChanges, type FlowChange } from './replication-flows';
import { isPattern, repositoriesElsewhere, type NamedElsewhere } from './repositories-elsewhere';
import { touchedNames } from './touched-names';

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
  const names = touchedNames(before, after);
  if (names !== 'all' && names.size === 0) return [];
  const flows = flowChanges(before, after);
  const elsewhere = names === 'all' ? repositoriesElsewhere(before, after) : undefined;
  const known = new Set([...before.registries, ...after.registries].map(registryKey));
  const asked = namesIn([
    before,
    after,
    ...(elsewhere === undefined ? [] : [elsewhere.before, elsewhere.after]),
  ]);
  const changes = [
    ...flows.map(changeOfFlow),
    ...withoutFlows(
      [
        ...changesBetween(before, after, names),
        ...(elsewhere === undefined ? [] : changesElsewhere(elsewhere, known)),
      ],
      flows,
      { before, after },
    ),
  ];
  return joined(changes, asked);
}

/** A change on one repository, or on the registry itself. */
type SingleChange = Omit<AccessChange, 'isRest' | 'repositories' | 'withRepository'> & {
  readonly repository: RepositoryName | undefined;
  /** Whether the plans create or delete the repository with the access. */
  readonly isWithRepository: boolean;
};

function changeOfFlow({
  kind,
  flow,
  isWithRepository,
  answer,
  otherKeys,
  isByValues,
}: FlowChange): SingleChange {
  const { caller, registry, repository } = flow;
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
  { before, after, comesWith }: NamedElsewhere,
  alreadyAsked: ReadonlySet<string>,
): readonly SingleChange[] {
  return changesBetween(before, after, 'all', alreadyAsked).map((change) => ({
    ...change,
    isWithRepository:
      change.repository !== undefined && comesWith(change.registry, change.repository, change.kind),
  }));
}

/** @param alreadyCompared registries whose own actions are compared elsewhere */
function changesBetween(
  before: PlannedTopology,
  after: PlannedTopology,
  names: ReadonlySet<RepositoryName> | 'all',
  alreadyAsked: ReadonlySet<string> = new Set(),
): readonly SingleChange[] {
  const [was, is] = [before, after].map((each) => policyMoment(only(each, names)));
  if (was === undefined || is === undefined) return [];
  return sortedUnique([...was.registries.keys(), ...is.registries.keys()]).flatMap((key) => [
    ...repositoryChanges(was, is, key),
    ...(names !== 'all' || alreadyAsked.has(key) ? [] : registryChanges(was, is, key)),
  ]);
}

function only(topology: PlannedTopology, names: ReadonlySet<RepositoryName> | 'all'): PlannedTopology {
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
function repositoryChanges(was: PolicyMoment, is: PolicyMoment, key: string): readonly SingleChange[] {
  const [before, after] = [was.registries.get(key), is.registries.get(key)];
  const names = sortedUnique([...(before?.repositories.keys() ?? []), ...(after?.repositories.keys() ?? [])]);
  const alike = grouped(names, (name) =>
    [before, after].map((each) => each?.groups.get(name)?.repositories[0] ?? '').join('\n'),
  );
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    const moments = [repositoryMoment(was, before, first), repositoryMoment(is, after, first)] as const;
    const registry = (after ?? before)?.registry;
    if (registry === undefined) return [];
    return principalChanges(...moments).flatMap((change) => {
      const [gone, fresh] = [moments[1] === undefined, moments[0] === undefined];
      const isWithRepository = change.kind === 'gained' ? fresh : gone;
      return same.map((repository) => single(change, registry, repository, isWithRepository));
    });
  });
}

function repositoryMoment(
  moment: PolicyMoment,
  held: RegistryMoment | undefined,
  name: RepositoryName,
): TargetMoment | undefined {
  const repository = held?.repositories.get(name);
  if (held === undefined || repository === undefined) return undefined;
  const principals = held.groups.get(name)?.principals ?? [];
  return { moment, target: { registry: held.registry, repository }, principals };
}

function registryChanges(was: PolicyMoment, is: PolicyMoment, key: string): readonly SingleChange[] {
  const moments = [registryMoment(was, key), registryMoment(is, key)] as const;
  const registry = (moments[1] ?? moments[0])?.target.registry;
  if (registry === undefined) return [];
  return principalChanges(...moments).map((change) => single(change, registry, undefined, false));
}

function registryMoment(moment: PolicyMoment, key: string): TargetMoment | undefined {
  const held = moment.registries.get(key);
  if (held === undefined) return undefined;
  const target = { registry: held.registry, repository: undefined };
  return { moment, target, principals: held.forRegistry };
}

function single(
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
    operations: operationsChanged(change, { accountId, region }),
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
function withoutFlows(
  changes: readonly SingleChange[],
  flows: readonly FlowChange[],
  topologies: Readonly<Record<'after' | 'before', PlannedTopology>>,
): readonly SingleChange[] {
  const keyOfFlow = (kind: FlowChange['kind'], account: string, registry: RegistryId) =>
    [kind, account, registryKey(registry)].join('\n');
  const keys = new Set(
    flows.flatMap(({ kind, flow: { caller, registry } }) =>
      caller.kind === 'registry' ? keyOfFlow(kind, caller.registry.accountId, registry) : [],
    ),
  );
  return changes.flatMap((change) => {
    const { caller, kind, registry, repository } = change;
    const account = caller.kind === 'grantee' ? accountOfGrantee(caller.grantee) : undefined;
    if (account === undefined || repository === undefined) return [change];
    const { registries } = topologies[kind === 'gained' ? 'after' : 'before'];
    const isUsed =
      keys.has(keyOfFlow(kind, account, registry)) ||
      registries.some((from) => from.accountId === account && isReplicated(from, registry, repository));
    if (!isUsed) return [change];
    const actions = change.actions.filter((action) => !REPLICATION.has(action));
    const operations = change.operations.filter((operation) => operation !== 'replicate');
    return actions.length === 0 ? [] : [{ ...change, actions, operations }];
  });
}

/** Changes that differ only in the repository become one change. */
function joined(
  changes: readonly SingleChange[],
  asked: ReadonlyMap<string, ReadonlySet<RepositoryName>>,
): readonly AccessChange[] {
  return [...grouped(changes, keyOf)]
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
        isRest: isRest(same, asked.get(registryKey(registry))),
        withRepository: namesOf(same.filter(({ isWithRepository }) => isWithRepository)).filter((name) =>
          repositories.includes(name),
        ),
      };
    });
}

/** The repository names that are compared, with wildcards, by registry. */
function namesIn(topologies: readonly PlannedTopology[]): ReadonlyMap<string, ReadonlySet<RepositoryName>> {
  const found = new Map<string, Set<RepositoryName>>();
  for (const registry of topologies.flatMap(({ registries }) => registries)) {
    const key = registryKey(registry);
    const names = found.get(key) ?? new Set<RepositoryName>();
    found.set(key, names);
    for (const { name } of registry.repositories) names.add(name);
  }
  return found;
}

function isRest(same: readonly SingleChange[], asked: ReadonlySet<RepositoryName> | undefined): boolean {
  const changed = new Set<string | undefined>(same.map(({ repository }) => repository));
  return changed.has('*') && [...(asked ?? [])].some((name) => !changed.has(name));
}

/** Omits names that another name matches with its wildcards. */
function namesOf(changes: readonly SingleChange[]): readonly RepositoryName[] {
  const names = sortedUnique(changes.flatMap(({ repository }) => repository ?? []));
  const patterns = names.filter(isPattern);
  return names.filter(
    (name) => !patterns.some((pattern) => pattern !== name && wildcardMatch(pattern, name)),
  );
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
