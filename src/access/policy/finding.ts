import { sortedUnique, type Condition, type Element, type PolicyStatement } from '../../registry';
import type { Context } from '../context';
import type { LayerState, StatementReference, Unknowns } from '../decision';
import type { LabelledPolicy } from '../layers';
import type { Certainty } from './certainty';
import { compiledPolicy, conditionsHold, type CompiledStatement, type PolicyPlace } from './compile';
import { EVERYBODY, GRADE, type CallerNames, type Grade, type Named } from './principal';

/** The properties of a request that statements are compared with. */
export interface Asked {
  readonly names: CallerNames;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  /** Whether the caller certainly has a permissions boundary. An unknown boundary may deny anything in any case. */
  readonly hasBoundary: boolean;
}

/** The elements that the policies of a layer have. */
export interface PolicyForm {
  readonly place: PolicyPlace;
  /**
   * The principals of a statement. `attached`: the identity or account that the policy is attached to. `named`: those in
   * `Principal`, none without it. `namedOrAll`: those in `Principal`, all without it.
   */
  readonly principals: 'attached' | 'named' | 'namedOrAll';
  /**
   * Whether a statement without `Resource` applies to the resource that has the policy. Otherwise it applies to none.
   */
  readonly mayLackResource: boolean;
}

/** The result of evaluating the policies of one layer. */
export interface Finding {
  /** The grade at which the layer allows the request: certainly, and at most. */
  readonly allow: { readonly sure: Grade; readonly possible: Grade };
  readonly deny: { readonly sure: boolean; readonly possible: boolean };
  readonly state: LayerState;
  /** Undefined if nothing depends on unknown values. */
  readonly unknowns: Unknowns | undefined;
}

/** A statement that applies to a request, or may apply. */
interface Hit {
  readonly found: CompiledStatement;
  readonly label: string;
  readonly named: Named;
}

export function findingOf(policies: readonly LabelledPolicy[], form: PolicyForm, asked: Asked): Finding {
  const hits = hitsOf(policies, form, asked);
  return hits.length === 0 ? SILENT : summary(hits, asked);
}

/** A statement that applies to a request, or may apply, and the unknown values that this depends on. */
export interface AppliedStatement {
  readonly effect: PolicyStatement['effect'];
  /** The conditions with an unknown result. Empty if the statement certainly applies. */
  readonly conditions: readonly Condition[];
  /** Undefined if the element contains no policy variables. */
  readonly resources: Element | undefined;
}

/** Returns the statements of one layer that apply to a request, or may apply. */
export function appliedStatements(
  policies: readonly LabelledPolicy[],
  form: PolicyForm,
  asked: Asked,
): readonly AppliedStatement[] {
  return hitsOf(policies, form, asked).map(({ found: { statement, conditions, resourceKeys } }) => ({
    effect: statement.effect,
    // `conditions` contains one compiled condition for each condition of the statement.
    conditions: statement.conditions.filter((_, at) => conditions[at]?.holds(asked.context) === 'maybe'),
    resources: resourceKeys.length === 0 ? undefined : statement.resources,
  }));
}

function hitsOf(policies: readonly LabelledPolicy[], form: PolicyForm, asked: Asked): readonly Hit[] {
  const hits: Hit[] = [];
  for (const { label, policy } of policies) {
    for (const found of compiledPolicy(policy, form.place).statementsAbout(asked.action)) {
      const named = concerns(found, form, asked);
      if (named.possible !== GRADE.none) hits.push({ found, label, named });
    }
  }
  return hits;
}

const SILENT: Finding = {
  allow: { sure: GRADE.none, possible: GRADE.none },
  deny: { sure: false, possible: false },
  state: { kind: 'silent' },
  unknowns: undefined,
};

const NOBODY: Named = { sure: GRADE.none, possible: GRADE.none, unclear: [] };

/** Checks the principals, resources and conditions of a statement that matches the action. */
function concerns(found: CompiledStatement, form: PolicyForm, asked: Asked): Named {
  const named = namedBy(found, form, asked);
  if (named.possible === GRADE.none) return NOBODY;
  const covered = coversResource(found, form, asked);
  if (covered === 'no') return NOBODY;
  const holds = conditionsHold(found, asked.context);
  if (holds === 'no') return NOBODY;
  return covered === 'yes' && holds === 'yes' ? named : { ...named, sure: GRADE.none };
}

/** Checks how the principals of a statement match the caller. */
export function namedBy({ principals, statement }: CompiledStatement, form: PolicyForm, asked: Asked): Named {
  if (form.principals === 'attached') return EVERYBODY;
  if (principals === undefined) return form.principals === 'namedOrAll' ? EVERYBODY : NOBODY;
  // A permissions boundary makes NotPrincipal deny more. It never makes NotPrincipal allow more.
  if (statement.effect === 'Deny') return principals(asked.names, asked.hasBoundary);
  const named = principals(asked.names, false);
  if (statement.principals?.isNot !== true) return named;
  // AWS does not support NotPrincipal with Allow, so the result of an old policy is unknown.
  return { ...named, sure: GRADE.none, unclear: statement.principals.values.map(({ value }) => value) };
}

export function coversResource({ covers }: CompiledStatement, form: PolicyForm, asked: Asked): Certainty {
  if (covers === undefined) return form.mayLackResource ? 'yes' : 'no';
  return covers(asked.resource, asked.context);
}

function summary(hits: readonly Hit[], asked: Asked): Finding {
  const allows = hits.filter(({ found }) => found.statement.effect === 'Allow');
  const denies = hits.filter(({ found }) => found.statement.effect === 'Deny');
  const unclear = hits.filter(({ named }) => named.sure !== named.possible);
  const unknowns = unclear.length === 0 ? undefined : unknownsOf(unclear, asked.context);
  return {
    allow: { sure: best(allows, 'sure'), possible: best(allows, 'possible') },
    deny: { sure: best(denies, 'sure') > GRADE.none, possible: denies.length > 0 },
    state: stateOf(allows, denies, unknowns),
    unknowns,
  };
}

function best(hits: readonly Hit[], bound: 'sure' | 'possible'): Grade {
  return hits.reduce<Grade>((grade, { named }) => (named[bound] > grade ? named[bound] : grade), GRADE.none);
}

function stateOf(allows: readonly Hit[], denies: readonly Hit[], unknowns: Unknowns | undefined): LayerState {
  const isSure = ({ named }: Hit) => named.sure > GRADE.none;
  const denying = denies.find(isSure);
  if (denying !== undefined) return { kind: 'denies', by: referenceTo(denying) };
  const grade = best(allows, 'sure');
  const allowing = allows.find(({ named }) => grade > GRADE.none && named.sure === grade);
  const [may] = [...denies, ...allows];
  if (allowing !== undefined && denies.length === 0) return { kind: 'allows', by: referenceTo(allowing) };
  if (may === undefined || unknowns === undefined) return { kind: 'silent' };
  return { kind: 'maybe', effect: may.found.statement.effect, by: referenceTo(may), unknowns };
}

function referenceTo({ found, label }: Hit): StatementReference {
  return { label, index: found.index, statement: found.statement };
}

function unknownsOf(hits: readonly Hit[], context: Context): Unknowns {
  const conditions = hits.flatMap(({ found }) =>
    found.conditions.filter(({ holds }) => holds(context) === 'maybe'),
  );
  const keys = [
    ...hits.flatMap(({ found }) => found.resourceKeys),
    ...conditions.flatMap((condition) =>
      condition.undocumented(context) === undefined ? condition.keys : [],
    ),
  ];
  return {
    keys: sortedUnique(keys.filter((key) => isUnclear(key, context))),
    operators: sortedUnique(conditions.flatMap(({ undocumented }) => undocumented(context) ?? [])),
    principals: sortedUnique(hits.flatMap(({ named }) => named.unclear)),
  };
}

/** A key with several values is unclear too if AWS expects one. */
function isUnclear(key: string, context: Context): boolean {
  const state = context.get(key);
  return state.kind === 'notKnown' || (state.kind === 'known' && state.values.length > 1);
}
