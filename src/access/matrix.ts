import {
  compareText,
  filtersMatch,
  grouped,
  isKnown,
  LOGIN_ACTION,
  registryKey,
  sortedUnique,
  type EcrAction,
  type Operation,
  type PlannedRegistry,
  type RegistryId,
  type RegistryName,
  type RepositoryName,
  type PlannedTopology,
} from '../registry';
import { decide } from './decide';
import type { Decision, LayerState } from './decision';
import { neededBy } from './explain';
import { explainReplication } from './explain-replication';
import { callerOf, hiding, type GranteeCaller } from './grantee-caller';
import { granteeKey, type StatementGrantee } from './grantees';
import type { Layers } from './layers';
import { namedIn, type Named } from './named';
import { layersFor, NOTHING_GIVEN, requestFor, type Place } from './situation';

/** One question that a topology answers: may this caller do that with this repository? */
export interface AccessCell {
  readonly caller: MatrixCaller;
  readonly operation: Operation | 'replicate' | 'other';
  /** What `other` is: sorted, and not empty. Empty for the rest. */
  readonly actions: readonly EcrAction[];
  readonly registry: MatrixRegistry;
  readonly repository: RepositoryName;
  readonly answer: Answer;
}

export type MatrixCaller =
  | { readonly kind: 'grantee'; readonly grantee: StatementGrantee }
  /** The registry that replicates. */
  | { readonly kind: 'registry'; readonly registry: PlannedRegistry };

/** Without a name where the topology only replicates to it. */
export interface MatrixRegistry extends RegistryId {
  readonly name: RegistryName | undefined;
}

export type Answer =
  | { readonly kind: 'yes' }
  | {
      readonly kind: 'depends';
      /** On the policies of the caller's own account, which the topology does not have. */
      readonly onItsAccount: boolean;
      /** On what these condition keys say, or whom these principals mean; sorted. */
      readonly onKeys: readonly string[];
    }
  | { readonly kind: 'no'; readonly decision: Decision }
  /** The destination has no such repository, and may not create it. */
  | { readonly kind: 'noReplica' }
  /** The caller is one that cannot be asked for, or the registry one that the topology does not have. */
  | { readonly kind: 'notKnown' };

/**
 * Everybody whom a policy or rule of the topology names, with everything they are named for, and what comes of it when
 * all policies are taken together. Who is named nowhere may do nothing, and is not listed. Sorted.
 */
export function accessMatrix(topology: PlannedTopology): readonly AccessCell[] {
  return [
    ...grantedCells(topology),
    ...topology.registries.flatMap((from) => replicationCells(topology, from)),
  ]
    .map((cell) => ({ cell, key: cellKey(cell) }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ cell }) => cell);
}

/** One text for one caller, to compare and sort by. */
export function callerKey(caller: MatrixCaller): string {
  return caller.kind === 'grantee' ? `1 ${granteeKey(caller.grantee)}` : `2 ${registryKey(caller.registry)}`;
}

function cellKey({ caller, operation, actions, registry, repository }: AccessCell): string {
  return [
    callerKey(caller),
    operation,
    ...actions,
    registry.name ?? '',
    registryKey(registry),
    repository,
  ].join('\n');
}

/** Each question is asked once of all repositories that no policy tells apart. */
function grantedCells(topology: PlannedTopology): readonly AccessCell[] {
  return namedIn(topology).flatMap((named) => {
    const { grantee, registry, repositories } = named;
    const answers = answersFor(topology, named);
    return repositories.flatMap((repository) =>
      answers.map(
        (each) => ({ caller: { kind: 'grantee', grantee }, registry, repository, ...each }) as const,
      ),
    );
  });
}

type Answered = Pick<AccessCell, 'operation' | 'actions' | 'answer'>;

function answersFor(topology: PlannedTopology, named: Named): readonly Answered[] {
  const { grantee, registry, operations, otherActions } = named;
  const [repository] = named.repositories;
  const asking = callerOf(grantee, registry);
  const answerTo = (actions: readonly EcrAction[]): Answer =>
    asking === undefined
      ? { kind: 'notKnown' }
      : answerOf(actions.map((action) => decideFor(topology, asking, action, { registry, repository })));
  const others = otherActions.map((action) => ({ action, answer: answerTo([action]) }));
  return [
    ...operations.map((operation) => ({
      operation,
      actions: [],
      answer: answerTo(asking === undefined ? [] : neededBy(asking.caller, operation)),
    })),
    // What has the same answer is one question.
    ...[...grouped(others, ({ answer }) => answerKey(answer)).values()].map((same) => ({
      operation: 'other' as const,
      actions: same.map(({ action }) => action),
      answer: same[0].answer,
    })),
  ];
}

/** Layers that a decision does not turn on make no other answer. */
function answerKey(answer: Answer): string {
  return JSON.stringify(answer.kind === 'no' ? answer.decision.reason : answer);
}

function decideFor(
  topology: PlannedTopology,
  { caller, context, notKnown }: GranteeCaller,
  action: EcrAction,
  { registry, repository }: Place,
): Decision {
  const place = { registry, repository: action === LOGIN_ACTION ? undefined : repository };
  const given = { ...NOTHING_GIVEN, context };
  const request = requestFor(caller, action, place, given);
  const layers = forAnyRepository(layersFor(topology, request, given));
  return decide({ ...request, context: hiding(request.context, notKnown) }, layers);
}

/** The answer is about several repositories, so none of them is named. */
function forAnyRepository(layers: Layers): Layers {
  const { repositoryPolicy } = layers;
  if (repositoryPolicy === undefined || repositoryPolicy === 'notKnown') return layers;
  return { ...layers, repositoryPolicy: { ...repositoryPolicy, label: 'the repository policy' } };
}

function answerOf(decisions: readonly Decision[]): Answer {
  const denied = decisions.find(({ verdict }) => verdict === 'denied');
  if (denied !== undefined) return { kind: 'no', decision: denied };
  const open = decisions.filter(({ verdict }) => verdict === 'unknown').flatMap(({ layers }) => layers);
  if (open.length === 0) return { kind: 'yes' };
  return {
    kind: 'depends',
    onItsAccount: open.some(({ layer, state }) => layer === 'identity' && state.kind === 'notKnown'),
    onKeys: sortedUnique(open.flatMap(({ state }) => keysOf(state))),
  };
}

/** Only what a layer turns on: what a statement depends on is nothing where another one decides anyway. */
function keysOf(state: LayerState): readonly string[] {
  if (state.kind !== 'maybe') return [];
  const { keys, operators, principals } = state.unknowns;
  return [...keys, ...operators, ...principals];
}

function replicationCells(topology: PlannedTopology, from: PlannedRegistry): readonly AccessCell[] {
  const cells = new Map<string, AccessCell>();
  for (const { filters, destinations } of isKnown(from.replication) ? from.replication : []) {
    const names = from.repositories.map(({ name }) => name).filter((name) => filtersMatch(filters, name));
    for (const destination of destinations) {
      // ECR refuses such a rule.
      if (registryKey(destination) === registryKey(from)) continue;
      const to = topology.registries.find((each) => registryKey(each) === registryKey(destination));
      for (const repository of names) {
        cells.set(`${registryKey(destination)}/${repository}`, {
          caller: { kind: 'registry', registry: from },
          operation: 'replicate',
          actions: [],
          registry: to ?? { ...destination, name: undefined },
          repository,
          answer: to === undefined ? { kind: 'notKnown' } : replicationAnswer(topology, from, to, repository),
        });
      }
    }
  }
  return [...cells.values()];
}

function replicationAnswer(
  topology: PlannedTopology,
  from: PlannedRegistry,
  to: PlannedRegistry,
  repository: RepositoryName,
): Answer {
  const { conditions, actions } = explainReplication(topology, { from, to, repository }, NOTHING_GIVEN);
  const answer = answerOf(actions.map(({ decision }) => decision));
  const isDenied = answer.kind === 'no' && answer.decision.reason.kind === 'explicitDeny';
  const isComplete = conditions.every(({ isMet }) => isMet);
  return isComplete || isDenied || answer.kind === 'depends' ? answer : { kind: 'noReplica' };
}
