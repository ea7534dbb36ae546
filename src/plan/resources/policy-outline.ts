import {
  PRINCIPAL_TYPES,
  readPolicy,
  sortedBy,
  sortedUnique,
  type Condition,
  type Element,
  type PolicyStatement,
  type Principal,
  type PrincipalElement,
} from '../../registry';
import type { Json, ResourceChange } from '../document';
import { at, holdsTrue, isObject, isUnknown, itemsAt, textAt } from './json';
import { momentOf, type ValuesAt } from './moment';
import type { StatementOutline, StatementPart } from './planned';
import { documentsBehindLocals } from './unreferenced-documents';
import { referredChanges, writtenChange, type WrittenChange } from './written-change';

/** The known parts of a policy whose text Terraform knows only after apply. */
export interface PolicyOutline {
  readonly outline: readonly StatementOutline[];
  /** Whether the outline contains every statement. */
  readonly isOutlineComplete: boolean;
}

export const NOTHING_OUTLINED: PolicyOutline = { outline: [], isOutlineComplete: false };

/** Returns the statements of a `data.aws_iam_policy_document` that Terraform reads during apply, from its known arguments. */
export function policyOutline(written: WrittenChange, argument: string): PolicyOutline {
  const sources = referredChanges(written, [argument], 'aws_iam_policy_document');
  const outlines = sources.map((source) => documentOutline(written, source, 0));
  const [only, ...others] = outlines;
  if (only !== undefined && others.length === 0) return only;
  // A conditional expression selects one of the documents.
  if (only !== undefined) {
    return { outline: outlines.flatMap(({ outline }) => outline), isOutlineComplete: false };
  }
  return { outline: outlineBehindLocal(written, argument), isOutlineComplete: false };
}

/** Returns the outline of the only document with statements about ECR that a local value may refer to. */
function outlineBehindLocal(written: WrittenChange, argument: string): readonly StatementOutline[] {
  const outlines = documentsBehindLocals(written, argument)
    .map((source) => documentOutline(written, source, 0).outline)
    .filter((outline) => outline.length > 0 && outline.every(isAboutEcr));
  const [only, ...others] = outlines;
  return only !== undefined && others.length === 0 ? only : [];
}

function isAboutEcr({ statement: { actions, principals } }: StatementOutline): boolean {
  return principals !== undefined && actions.values.some((action) => /^ecr:/i.test(action));
}

/** More levels of merged documents than any real configuration has. Stops cycles. */
const DEEPEST = 10;

function documentOutline(from: WrittenChange, source: ResourceChange, depth: number): PolicyOutline {
  const found = momentOf(source, 'after');
  if (found === undefined || depth > DEEPEST) return NOTHING_OUTLINED;
  const written = writtenChange(from.placed, source);
  const has = (argument: string) => isGiven(found.values, found.unknown, argument);
  const isOverridden = has('override_policy_documents') || has('override_json');
  const { values, unknown } = statementsIn(found, written);
  const own = itemsAt(values, 'statement').flatMap((block, index) => {
    const open = at(unknown, 'statement', index) ?? false;
    // A statement with the same sid may replace it.
    return isOverridden && isGiven(block, open, 'sid') ? [] : outlined(block, open);
  });
  const merged = MERGED.filter(has);
  const outline = [...own, ...merged.flatMap((argument) => mergedOutline(written, found, argument, depth))];
  const isWritten = !isUnknown(found.unknown, 'statement');
  return { outline, isOutlineComplete: outline.length > 0 && merged.length === 0 && isWritten };
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document */
const MERGED = [
  'source_json',
  'source_policy_documents',
  'override_json',
  'override_policy_documents',
] as const;

function mergedOutline(
  written: WrittenChange,
  { values }: ValuesAt,
  argument: (typeof MERGED)[number],
  depth: number,
): readonly StatementOutline[] {
  const given = at(values, argument);
  const texts = typeof given === 'string' ? [given] : itemsAt(values, argument);
  const known = texts.flatMap((text): readonly StatementOutline[] => {
    const read = typeof text === 'string' ? readPolicy(text) : undefined;
    if (read?.kind !== 'policy') return [];
    return read.policy.statements.map((statement) => ({ statement, unknown: [] }));
  });
  const sources = referredChanges(written, [argument], 'aws_iam_policy_document');
  return [...known, ...sources.flatMap((source) => documentOutline(written, source, depth + 1).outline)];
}

/**
 * Returns the planned blocks. If a `dynamic` block makes all of them unknown, returns the blocks in the configuration, in which
 * only constants are known.
 */
function statementsIn(found: ValuesAt, { resource }: WrittenChange): { values: Json; unknown: Json } {
  if (!isUnknown(found.unknown, 'statement')) return found;
  const blocks = itemsAt(resource?.expressions, 'statement').map(constantsOf);
  return {
    values: { statement: blocks.map(({ values }) => values) },
    unknown: { statement: blocks.map(({ unknown }) => unknown) },
  };
}

/** Converts a block of expressions to values, with `true` in `unknown` for each expression that is not a constant. */
function constantsOf(block: Json): { readonly values: Json; readonly unknown: Json } {
  const arguments_ = isObject(block) ? Object.entries(block) : [];
  const read = arguments_.map(([name, expression]) => {
    if (!Array.isArray(expression)) {
      const constant = at(expression, 'constant_value');
      return { name, values: constant ?? null, unknown: constant === undefined };
    }
    const blocks = (expression as readonly Json[]).map(constantsOf); // Array.isArray narrows to any[]
    return {
      name,
      values: blocks.map(({ values }) => values),
      unknown: blocks.map(({ unknown }) => unknown),
    };
  });
  return {
    values: Object.fromEntries(read.map(({ name, values }) => [name, values])),
    unknown: Object.fromEntries(read.map(({ name, unknown }) => [name, unknown])),
  };
}

function outlined(block: Json, open: Json): StatementOutline {
  const actions = elementOf(block, open, 'actions');
  const resources = elementOf(block, open, 'resources');
  const principals = principalsOf(block, open);
  const conditions = conditionsOf(block, open);
  const isEffectKnown = !isUnknown(open, 'effect');
  const parts: Readonly<Record<StatementPart, boolean>> = {
    effect: isEffectKnown,
    actions: actions.isKnown,
    resources: resources.isKnown,
    principals: principals.isKnown,
    conditions: conditions.isKnown,
  };
  const statement: PolicyStatement = {
    sid: textAt(block, 'sid'),
    // A statement with an unknown effect counts as Deny, so that no finding assumes that it allows something.
    effect: isEffectKnown && (textAt(block, 'effect') ?? 'Allow') === 'Allow' ? 'Allow' : 'Deny',
    principals: principals.value,
    actions: actions.value ?? { isNot: false, values: [] },
    resources: resources.value,
    conditions: conditions.value,
  };
  return { statement, unknown: STATEMENT_PARTS.filter((part) => !parts[part]) };
}

const STATEMENT_PARTS = ['effect', 'actions', 'resources', 'principals', 'conditions'] as const;

interface Partly<Value> {
  /** The known items. */
  readonly value: Value;
  readonly isKnown: boolean;
}

function elementOf(block: Json, open: Json, argument: 'actions' | 'resources'): Partly<Element | undefined> {
  const isNot = isGiven(block, open, `not_${argument}`);
  const name = isNot ? `not_${argument}` : argument;
  if (!isGiven(block, open, name)) return { value: undefined, isKnown: true };
  const { value, isKnown } = textsOf(block, open, name);
  return { value: { isNot, values: value }, isKnown };
}

function principalsOf(block: Json, open: Json): Partly<PrincipalElement | undefined> {
  const isNot = isGiven(block, open, 'not_principals');
  const name = isNot ? 'not_principals' : 'principals';
  if (!isGiven(block, open, name)) return { value: undefined, isKnown: true };
  const blocks = itemsAt(block, name).map((each, index) => {
    const { value, isKnown } = textsOf(each, at(open, name, index) ?? false, 'identifiers');
    return { value: value.flatMap((text) => principalOf(textAt(each, 'type'), text) ?? []), isKnown };
  });
  const values = sortedBy(
    blocks.flatMap(({ value }) => value),
    ({ type, value }) => `${type} ${value}`,
  );
  return { value: { isNot, values }, isKnown: isListKnown(open, name, blocks) };
}

/** The provider writes `type = "*"` as `"Principal": "*"`. */
function principalOf(type: string | undefined, value: string): Principal | undefined {
  const known = type === '*' ? 'AWS' : PRINCIPAL_TYPES.find((each) => each === type);
  return known === undefined ? undefined : { type: known, value };
}

function conditionsOf(block: Json, open: Json): Partly<readonly Condition[]> {
  const blocks = itemsAt(block, 'condition').map((each, index) => {
    const unknown = at(open, 'condition', index) ?? false;
    const { value, isKnown } = textsOf(each, unknown, 'values');
    // Rules treat a condition on this value as a restriction if its key can restrict principals. Messages show the text.
    const values = isKnown ? value : [...value, KNOWN_AFTER_APPLY];
    const [operator, key] = [textAt(each, 'test') ?? '', textAt(each, 'variable') ?? ''];
    return { value: { operator, key, values }, isKnown };
  });
  // The number of conditions is unknown. One unknown condition is assumed.
  const isOpen = isUnknown(open, 'condition');
  const all = isOpen ? [{ operator: '', key: '', values: [KNOWN_AFTER_APPLY] }] : [];
  return {
    value: [...blocks.map(({ value }) => value), ...all],
    isKnown: isListKnown(open, 'condition', blocks),
  };
}

/** Used in place of an unknown value. Not an account, an ARN or a wildcard. */
const KNOWN_AFTER_APPLY = 'known after apply';

function isListKnown(open: Json, name: string, blocks: readonly Partly<unknown>[]): boolean {
  return !isUnknown(open, name) && blocks.every(({ isKnown }) => isKnown);
}

/** In a document, `&{…}` means the policy variable `${…}`, which Terraform would interpolate. */
function textsOf(block: Json, open: Json, argument: string): Partly<readonly string[]> {
  const known = itemsAt(block, argument).flatMap((text) =>
    typeof text === 'string' ? text.replaceAll('&{', '${') : [],
  );
  return { value: sortedUnique(known), isKnown: !holdsTrue(at(open, argument) ?? false) };
}

/** Whether an argument is not empty, also if its value is known only after apply. */
function isGiven(values: Json | undefined, unknown: Json | undefined, argument: string): boolean {
  const open = at(unknown, argument);
  return (
    holdsTrue(open ?? false) || textAt(values, argument) !== undefined || itemsAt(values, argument).length > 0
  );
}
