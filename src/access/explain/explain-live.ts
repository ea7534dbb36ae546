import type { EcrAction } from '../../aws/policy/actions';
import { IDENTITY_POLICY_NAME, identityArn } from '../../aws/arn';
import { groupBy, isSameValue } from '../../base/collections';
import type { Account } from '../../model/deployment';
import {
  tryGetRepository,
  type LocatedTopology,
  type PlannedTopology,
  type Topology,
} from '../../model/topology';
import { isKnown } from '../../model/unknown';
import type { Caller } from '../evaluate/caller';
import type { Decision, LayerState, StatementReference } from '../evaluate/decision';
import {
  declaredIdentityPolicies,
  inlinePolicyLabel,
  type EvaluationContext,
} from '../evaluate/evaluation-context';
import { notFoundMessage } from './denial-message';
import { explain, type Explanation } from './explain';
import type { Fix } from './fix';
import type { Question } from './question';

/** The layers that a topology manages. */
const MANAGED_LAYERS = ['identity', 'repositoryPolicy', 'registryPolicy'] as const;
type ManagedLayer = (typeof MANAGED_LAYERS)[number];

/** AWS and the declaration decide actions differently in one layer. */
export interface LayerDifference {
  readonly layer: ManagedLayer;
  readonly actions: readonly EcrAction[];
  /** The statement that decides in AWS. Undefined if no statement applies. */
  readonly live: DecidingStatement | undefined;
  /** The statement that decides in the declaration. Undefined if no statement applies. */
  readonly declared: DecidingStatement | undefined;
  /** Whether the declaration has a policy there. Otherwise Terraform does not change the policy in AWS. */
  readonly isDeclared: boolean;
}

export interface DecidingStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Whether it depends on unknown values of the request. */
  readonly isCertain: boolean;
  readonly by: StatementReference;
}

/** What AWS has and what the declaration has, for one question. */
export interface LiveSources {
  readonly declared: Topology;
  /** The declaration with the policies of AWS in the registry of the question. It has no identities. */
  readonly live: LocatedTopology;
  readonly accounts: readonly Account[];
  /** With all identity policies of the caller in AWS. */
  readonly evaluationContext: EvaluationContext;
  /** Checks the fixes of the answer of the declaration, which `evaluate` returns for a changed declaration. */
  readonly checkFixes: (
    answer: Explanation,
    evaluate: (declared: Topology, isOriginal: EvaluationContext['isOriginal']) => Explanation,
  ) => Explanation;
}

/** The answer of the policies in AWS, compared with the declaration. */
export interface LiveComparison {
  readonly differences: readonly LayerDifference[];
  /** The verdict of the declaration, with the same policies outside of it. */
  readonly declaredVerdict: Decision['verdict'];
  /** The verdict if the permissions boundary and the control policies that could not be read limited nothing. */
  readonly verdictWithoutUnread: Decision['verdict'];
}

export interface LiveExplanation extends Explanation {
  readonly live: LiveComparison;
}

/**
 * Evaluates the policies in AWS. The fixes change the declaration, so they are those of the declaration, and `deploy` if AWS lacks what
 * the declaration has.
 * @param question its registry is one of `sources.live`
 */
export function explainLive(sources: LiveSources, question: Question): LiveExplanation {
  const { declared, live, accounts, evaluationContext } = sources;
  const answer = explainExisting(live, accounts, question, evaluationContext);
  const evaluateDeclared = (topology: Topology, isOriginal: EvaluationContext['isOriginal']) =>
    explainDeclared({ ...sources, declared: topology }, question, isOriginal);
  const declaredAnswer = sources.checkFixes(
    evaluateDeclared(declared, evaluationContext.isOriginal),
    evaluateDeclared,
  );
  const differences = findDifferences(declared, answer, declaredAnswer);
  const comparison = {
    differences,
    declaredVerdict: declaredAnswer.verdict,
    verdictWithoutUnread: explainExisting(live, accounts, question, withoutUnreadLimits(evaluationContext))
      .verdict,
  };
  const isMissing = !answer.hasRepository && hasDeclared(declared, question);
  const fixes =
    answer.verdict === 'allowed'
      ? []
      : [
          ...deployFix(isMissing || differences.some(isFixedByDeployment)),
          ...declaredAnswer.fixes,
          ...answer.fixes.filter((fix) => isUnmanagedDenial(fix, differences)),
        ];
  return { ...answer, fixes, live: comparison };
}

/** A repository that AWS does not have has no policy to evaluate. */
function explainExisting(
  live: LocatedTopology,
  accounts: readonly Account[],
  question: Question,
  evaluationContext: EvaluationContext,
): Explanation {
  if (tryGetRepository(question.registry, question.repository) !== undefined) {
    return explain(live, accounts, question, evaluationContext);
  }
  return {
    ...question,
    hasRepository: false,
    verdict: 'denied',
    actions: [],
    missing: [],
    unmet: [],
    messages: [notFoundMessage(question)],
    fixes: [],
  };
}

/** Evaluates the declaration with the policies in AWS that it does not manage. */
function explainDeclared(
  { declared, accounts, evaluationContext }: LiveSources,
  question: Question,
  isOriginal: EvaluationContext['isOriginal'],
): Explanation {
  const registry = declared.registries.find(({ name }) => name === question.registry.name);
  const managed = managedLabels(declared, question.caller);
  const context: EvaluationContext = {
    ...evaluationContext,
    ...(isOriginal === undefined ? {} : { isOriginal }),
    identityPolicies: otherPolicies(evaluationContext, managed),
  };
  return explain(declared, accounts, { ...question, registry: registry ?? question.registry }, context);
}

/** Returns the policies in AWS that the declaration does not manage. If one could not be read, they are as if not provided. */
function otherPolicies(
  { identityPolicies }: EvaluationContext,
  managed: ReadonlySet<string>,
): EvaluationContext['identityPolicies'] {
  const known = identityPolicies?.filter(isKnown);
  return known?.length === identityPolicies?.length
    ? known?.filter(({ label }) => !managed.has(label))
    : undefined;
}

function hasDeclared({ registries }: Topology, { registry, repository }: Question): boolean {
  const declared = registries.find(({ name }) => name === registry.name);
  return declared !== undefined && tryGetRepository(declared, repository) !== undefined;
}

/** The policies that the declaration attaches to the caller, by label, and the inline policy that it may remove. */
function managedLabels(declared: PlannedTopology, caller: Caller): ReadonlySet<string> {
  const labels = declaredIdentityPolicies(declared, caller)?.map(({ label }) => label);
  if (labels === undefined || caller.kind !== 'identity') return new Set();
  return new Set([...labels, inlinePolicyLabel(IDENTITY_POLICY_NAME, identityArn(caller.identity))]);
}

/** If policies of these types could not be read, this shows the answer of the others. */
function withoutUnreadLimits(context: EvaluationContext): EvaluationContext {
  return {
    ...context,
    boundary: isKnown(context.boundary) ? context.boundary : undefined,
    scps: isKnown(context.scps) ? context.scps : [],
    rcps: isKnown(context.rcps) ? context.rcps : [],
  };
}

function deployFix(isNeeded: boolean): readonly Fix[] {
  return isNeeded ? [{ kind: 'deploy' }] : [];
}

/** Whether the declaration allows what AWS does not, or does not deny what AWS denies. */
function isFixedByDeployment({ live, declared, isDeclared }: LayerDifference): boolean {
  return isDeclared && rank(declared) > rank(live);
}

/** A Deny in a policy that Terraform does not change. */
function isUnmanagedDenial(fix: Fix, differences: readonly LayerDifference[]): boolean {
  return (
    fix.kind === 'denied' &&
    differences.some(
      ({ live, isDeclared }) => !isDeclared && live !== undefined && isSameValue(live.by, fix.by),
    )
  );
}

function rank(statement: DecidingStatement | undefined): number {
  if (statement === undefined) return 0;
  const sign = statement.effect === 'Allow' ? 1 : -1;
  return sign * (statement.isCertain ? 2 : 1);
}

/**
 * Compares the result of each layer that the declaration manages, for each action. Actions that both allow are left out: it has no effect
 * which statements allow them. A policy that could not be read is not compared.
 */
function findDifferences(
  declared: Topology,
  answer: Explanation,
  declaredAnswer: Explanation,
): readonly LayerDifference[] {
  const found = answer.actions.flatMap(({ action, decision }): readonly LayerDifference[] => {
    const other = declaredAnswer.actions.find((each) => each.action === action)?.decision;
    if (other === undefined || (decision.verdict === 'allowed' && other.verdict === 'allowed')) return [];
    return MANAGED_LAYERS.flatMap((layer): readonly LayerDifference[] => {
      const [liveState, declaredState] = [stateOf(decision, layer), stateOf(other, layer)];
      if (liveState?.kind === 'notKnown' || declaredState?.kind === 'notKnown') return [];
      const [live, ofDeclaration] = [decidingStatement(liveState), decidingStatement(declaredState)];
      if (isSameResult(live, ofDeclaration)) return [];
      const isDeclared = hasPolicy(declared, layer, answer);
      return [{ layer, actions: [action], live, declared: ofDeclaration, isDeclared }];
    });
  });
  const same = groupBy(found, ({ layer, live, declared: other }) => JSON.stringify([layer, live, other]));
  return [...same.values()].map((each) => ({ ...each[0], actions: each.flatMap((one) => one.actions) }));
}

function stateOf({ layers }: Decision, wanted: ManagedLayer): LayerState | undefined {
  return layers.find(({ layer }) => layer === wanted)?.state;
}

/** Whether the declaration has a policy in the layer, so that a deployment changes the one in AWS. */
function hasPolicy(
  declared: Topology,
  layer: ManagedLayer,
  { caller, registry, repository }: Question,
): boolean {
  if (layer === 'identity') return declaredIdentityPolicies(declared, caller) !== undefined;
  const of = declared.registries.find(({ name }) => name === registry.name);
  if (of === undefined) return false;
  return (layer === 'registryPolicy' ? of : tryGetRepository(of, repository))?.policy !== undefined;
}

function decidingStatement(state: LayerState | undefined): DecidingStatement | undefined {
  switch (state?.kind) {
    case 'allows':
      return { effect: 'Allow', isCertain: true, by: state.by };
    case 'denies':
      return { effect: 'Deny', isCertain: true, by: state.by };
    case 'maybe':
      return { effect: state.effect, isCertain: false, by: state.by };
    case 'silent':
    case 'absent':
    case 'notKnown':
    case 'doesNotApply':
    case undefined:
      return undefined;
  }
}

function isSameResult(one: DecidingStatement | undefined, other: DecidingStatement | undefined): boolean {
  return one?.effect === other?.effect && one?.isCertain === other?.isCertain;
}
