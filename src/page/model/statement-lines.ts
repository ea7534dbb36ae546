import type { Caller } from '../../access/evaluate/caller';
import type { LayerName, LayerState, StatementReference } from '../../access/evaluate/decision';
import { findIdentity, inlinePolicyLabel } from '../../access/evaluate/evaluation-context';
import type { ActionExplanation } from '../../access/explain/question';
import { identityArn, IDENTITY_POLICY_NAME, registryKey } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';

import type { LocatedRegistry } from '../../model/topology';
import type { PageData } from '../../report/page/page-data';

/** A statement that the result of a policy type depends on. */
export interface DecidingStatement {
  readonly layer: LayerName;
  readonly by: StatementReference;
  /** The lines of the declaration that it comes from. Empty if the declaration does not contain it. */
  readonly lines: readonly number[];
}

/** What was evaluated. */
export interface EvaluatedTarget {
  readonly registry: LocatedRegistry;
  readonly repository: RepositoryName;
  /** Undefined if the declaration has no identity policies of the caller. */
  readonly caller: Caller | undefined;
}

/** Returns the statements that allow or deny actions, or may do so, each once. Those that deny are the first. */
export function decidingStatements(
  actions: readonly ActionExplanation[],
  target: EvaluatedTarget,
  data: Pick<PageData, 'topology' | 'lines'>,
): readonly DecidingStatement[] {
  const found = new Map<string, DecidingStatement>();
  const results = actions.flatMap(({ decision }) => decision.layers);
  const denials = results.filter(({ state }) => state.kind === 'denies');
  for (const { layer, state } of [...denials, ...results]) {
    const by = statementOf(state);
    if (by === undefined) continue;
    const key = `${layer} ${by.index} ${by.label}`;
    if (!found.has(key)) found.set(key, { layer, by, lines: statementLines(layer, by, target, data) });
  }
  return [...found.values()];
}

function statementOf(state: LayerState): StatementReference | undefined {
  return state.kind === 'allows' || state.kind === 'denies' || state.kind === 'maybe' ? state.by : undefined;
}

function statementLines(
  layer: LayerName,
  by: StatementReference,
  { registry, repository, caller }: EvaluatedTarget,
  { topology, lines }: Pick<PageData, 'topology' | 'lines'>,
): readonly number[] {
  const registryIndex = topology.registries.findIndex((each) => registryKey(each) === registryKey(registry));
  const registryLines = lines.registries[registryIndex];
  switch (layer) {
    case 'registryPolicy':
      return registryLines?.policy[by.index] ?? [];
    case 'repositoryPolicy': {
      const index = topology.registries[registryIndex]?.repositories.findIndex(
        ({ name }) => name === repository,
      );
      return registryLines?.repositories[index ?? -1]?.policy[by.index] ?? [];
    }
    case 'identity':
      return caller === undefined ? [] : identityLines(by, caller, { topology, lines });
    case 'boundary':
    case 'scps':
    case 'rcps':
      return [];
  }
}

function identityLines(
  { label, index }: StatementReference,
  caller: Caller,
  { topology, lines }: Pick<PageData, 'topology' | 'lines'>,
): readonly number[] {
  const identity = findIdentity(topology, caller);
  const found = lines.identities[topology.identities.findIndex((each) => each === identity)];
  if (identity === undefined || found === undefined) return [];
  if (label === inlinePolicyLabel(IDENTITY_POLICY_NAME, identityArn(identity))) {
    return found.policy[index] ?? [];
  }
  return identity.managedPolicies.some((name) => name === label) ? found.managedPolicies : [];
}
