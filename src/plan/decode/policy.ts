import {
  PRINCIPAL_TYPES,
  type Condition,
  type PolicyDocument,
  type PolicyElement,
  type PolicyStatement,
  type Principal,
  type PrincipalElement,
} from '../../aws/policy/document';
import { readPolicy } from '../../aws/policy/read';
import { computedOnce, sortedBy, sortedUnique } from '../../base/collections';
import { UNKNOWN, type Unknown } from '../../model/unknown';
import {
  documentsFromLocals,
  referencedChanges,
  toConfiguredChange,
  type ConfiguredChange,
} from '../locate/configured-change';
import { sortedReferences } from '../model/addresses';
import type { Json, JsonObject, ResourceChange } from '../model/document';
import type { PolicyInPlan, StatementOutline, StatementPart } from '../model/planned-resource';
import {
  at,
  containsTrue,
  isObject,
  isUnknown,
  itemsAt,
  textAt,
  valuesOf,
  type ChangeValues,
} from '../model/values';

/**
 * Decodes a policy, or the known parts of it.
 * @param unknown `true` for each unknown value, as in `after_unknown`
 */
export function decodePolicy(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
  argument: 'policy' | 'repository_policy' = 'policy',
): PolicyInPlan {
  const text = textAt(values, argument);
  if (!isUnknown(unknown, argument)) return parsePolicy(configured.located.plan, text ?? '');
  // A text that is present, but marked as unknown, is sensitive.
  if (text !== undefined) return { ...UNKNOWN_POLICY, isSensitive: true };
  return {
    ...UNKNOWN_POLICY,
    references: sortedReferences(at(configured.resource?.expressions, argument)),
    ...outlinePolicy(configured, argument),
  };
}

type UnknownPolicy = Extract<PolicyInPlan, { readonly kind: 'unknown' }>;

const EMPTY_OUTLINE: PolicyOutline = { outline: [], isOutlineComplete: false };

const UNKNOWN_POLICY: UnknownPolicy = {
  kind: 'unknown',
  isSensitive: false,
  references: [],
  ...EMPTY_OUTLINE,
};

/** Returns `UNKNOWN` also for a text that is not a policy. */
export function toPolicyDocument(policy: PolicyInPlan): PolicyDocument | Unknown {
  return policy.kind === 'policy' ? policy.policy : UNKNOWN;
}

/** Parses a policy of a plan. Hundreds of repositories often share one text, and evaluation compiles each policy object once. */
const parsePolicy = computedOnce((text) => ({ ...readPolicy(text), text }));

/** The known parts of a policy whose text Terraform knows only after apply. */
interface PolicyOutline {
  readonly outline: readonly StatementOutline[];
  /** Whether the outline contains every statement. */
  readonly isOutlineComplete: boolean;
}

/** Returns the statements of a `data.aws_iam_policy_document` that Terraform reads during apply, from its known arguments. */
function outlinePolicy(configured: ConfiguredChange, argument: string): PolicyOutline {
  const sources = referencedChanges(configured, [argument], 'aws_iam_policy_document');
  const outlines = sources.map((source) => outlineDocument(configured, source, 0));
  const [only, ...others] = outlines;
  if (only !== undefined && others.length === 0) return only;
  // A conditional expression selects one of the documents.
  if (only !== undefined) {
    return { outline: outlines.flatMap(({ outline }) => outline), isOutlineComplete: false };
  }
  return { outline: outlineFromLocal(configured, argument), isOutlineComplete: false };
}

/** Returns the outline of the only document with statements about ECR that a local value may refer to. */
function outlineFromLocal(configured: ConfiguredChange, argument: string): readonly StatementOutline[] {
  const outlines = documentsFromLocals(configured, argument)
    .map((source) => outlineDocument(configured, source, 0).outline)
    .filter((outline) => outline.length > 0 && outline.every(concernsEcr));
  const [only, ...others] = outlines;
  return only !== undefined && others.length === 0 ? only : [];
}

function concernsEcr({ statement: { actions, principals } }: StatementOutline): boolean {
  return principals !== undefined && actions.values.some((action) => /^ecr:/i.test(action));
}

/** More levels of merged documents than any real configuration has. Stops cycles. */
const MAX_DEPTH = 10;

function outlineDocument(from: ConfiguredChange, source: ResourceChange, depth: number): PolicyOutline {
  const found = valuesOf(source, 'after');
  if (found === undefined || depth > MAX_DEPTH) return EMPTY_OUTLINE;
  const configured = toConfiguredChange(from.located, source);
  const isArgumentSet = (argument: string) => isSet(found.values, found.unknown, argument);
  const isOverridden = isArgumentSet('override_policy_documents') || isArgumentSet('override_json');
  const { values, unknown } = statementBlocks(found, configured);
  const own = itemsAt(values, 'statement').flatMap((block, index) => {
    const afterUnknown = at(unknown, 'statement', index) ?? false;
    // A statement with the same sid may replace it.
    return isOverridden && isSet(block, afterUnknown, 'sid') ? [] : outlineStatement(block, afterUnknown);
  });
  const merged = MERGE_ARGUMENTS.filter(isArgumentSet);
  const outline = [
    ...own,
    ...merged.flatMap((argument) => outlineMerged(configured, found, argument, depth)),
  ];
  const areBlocksKnown = !isUnknown(found.unknown, 'statement');
  return { outline, isOutlineComplete: outline.length > 0 && merged.length === 0 && areBlocksKnown };
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document */
const MERGE_ARGUMENTS = [
  'source_json',
  'source_policy_documents',
  'override_json',
  'override_policy_documents',
] as const;

function outlineMerged(
  configured: ConfiguredChange,
  { values }: ChangeValues,
  argument: (typeof MERGE_ARGUMENTS)[number],
  depth: number,
): readonly StatementOutline[] {
  const argumentValue = at(values, argument);
  const texts = typeof argumentValue === 'string' ? [argumentValue] : itemsAt(values, argument);
  const known = texts.flatMap((text): readonly StatementOutline[] => {
    const read = typeof text === 'string' ? readPolicy(text) : undefined;
    if (read?.kind !== 'policy') return [];
    return read.policy.statements.map((statement) => ({ statement, unknown: [] }));
  });
  const sources = referencedChanges(configured, [argument], 'aws_iam_policy_document');
  return [...known, ...sources.flatMap((source) => outlineDocument(configured, source, depth + 1).outline)];
}

/**
 * Returns the planned blocks. If a `dynamic` block makes all of them unknown, returns the blocks in the configuration, in which
 * only constants are known.
 */
function statementBlocks(
  found: ChangeValues,
  { resource }: ConfiguredChange,
): { values: Json; unknown: Json } {
  if (!isUnknown(found.unknown, 'statement')) return found;
  const blocks = itemsAt(resource?.expressions, 'statement').map(toConstants);
  return {
    values: { statement: blocks.map(({ values }) => values) },
    unknown: { statement: blocks.map(({ unknown }) => unknown) },
  };
}

/** Converts a block of expressions to values, with `true` in `unknown` for each expression that is not a constant. */
function toConstants(block: Json): { readonly values: Json; readonly unknown: Json } {
  const arguments_ = isObject(block) ? Object.entries(block) : [];
  const read = arguments_.map(([name, expression]) => {
    if (!Array.isArray(expression)) {
      const constant = at(expression, 'constant_value');
      return { name, values: constant ?? null, unknown: constant === undefined };
    }
    const blocks = (expression as readonly Json[]).map(toConstants); // Array.isArray narrows to any[]
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

function outlineStatement(block: Json, afterUnknown: Json): StatementOutline {
  const actions = decodeElement(block, afterUnknown, 'actions');
  const resources = decodeElement(block, afterUnknown, 'resources');
  const principals = decodePrincipals(block, afterUnknown);
  const conditions = decodeConditions(block, afterUnknown);
  const isEffectKnown = !isUnknown(afterUnknown, 'effect');
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

interface PartlyKnown<Value> {
  /** The known items. */
  readonly value: Value;
  readonly isKnown: boolean;
}

function decodeElement(
  block: Json,
  afterUnknown: Json,
  argument: 'actions' | 'resources',
): PartlyKnown<PolicyElement | undefined> {
  const isNot = isSet(block, afterUnknown, `not_${argument}`);
  const name = isNot ? `not_${argument}` : argument;
  if (!isSet(block, afterUnknown, name)) return { value: undefined, isKnown: true };
  const { value, isKnown } = decodeTexts(block, afterUnknown, name);
  return { value: { isNot, values: value }, isKnown };
}

function decodePrincipals(block: Json, afterUnknown: Json): PartlyKnown<PrincipalElement | undefined> {
  const isNot = isSet(block, afterUnknown, 'not_principals');
  const name = isNot ? 'not_principals' : 'principals';
  if (!isSet(block, afterUnknown, name)) return { value: undefined, isKnown: true };
  const blocks = itemsAt(block, name).map((each, index) => {
    const { value, isKnown } = decodeTexts(each, at(afterUnknown, name, index) ?? false, 'identifiers');
    return { value: value.flatMap((text) => decodePrincipal(textAt(each, 'type'), text) ?? []), isKnown };
  });
  const values = sortedBy(
    blocks.flatMap(({ value }) => value),
    ({ type, value }) => `${type} ${value}`,
  );
  return { value: { isNot, values }, isKnown: isListKnown(afterUnknown, name, blocks) };
}

/** The provider writes `type = "*"` as `"Principal": "*"`. */
function decodePrincipal(type: string | undefined, value: string): Principal | undefined {
  const known = type === '*' ? 'AWS' : PRINCIPAL_TYPES.find((each) => each === type);
  return known === undefined ? undefined : { type: known, value };
}

function decodeConditions(block: Json, afterUnknown: Json): PartlyKnown<readonly Condition[]> {
  const blocks = itemsAt(block, 'condition').map((each, index) => {
    const unknown = at(afterUnknown, 'condition', index) ?? false;
    const { value, isKnown } = decodeTexts(each, unknown, 'values');
    // Rules treat a condition on this value as a restriction if its key can restrict principals. Messages show the text.
    const values = isKnown ? value : [...value, KNOWN_AFTER_APPLY];
    const [operator, key] = [textAt(each, 'test') ?? '', textAt(each, 'variable') ?? ''];
    return { value: { operator, key, values }, isKnown };
  });
  // The number of conditions is unknown. One unknown condition is assumed.
  const isUnknownBlock = isUnknown(afterUnknown, 'condition');
  const unknownConditions = isUnknownBlock ? [{ operator: '', key: '', values: [KNOWN_AFTER_APPLY] }] : [];
  return {
    value: [...blocks.map(({ value }) => value), ...unknownConditions],
    isKnown: isListKnown(afterUnknown, 'condition', blocks),
  };
}

/** Used in place of an unknown value. Not an account, an ARN or a wildcard. */
const KNOWN_AFTER_APPLY = 'known after apply';

function isListKnown(afterUnknown: Json, name: string, blocks: readonly PartlyKnown<unknown>[]): boolean {
  return !isUnknown(afterUnknown, name) && blocks.every(({ isKnown }) => isKnown);
}

/** In a document, `&{…}` means the policy variable `${…}`, which Terraform would interpolate. */
function decodeTexts(block: Json, afterUnknown: Json, argument: string): PartlyKnown<readonly string[]> {
  const known = itemsAt(block, argument).flatMap((text) =>
    typeof text === 'string' ? text.replaceAll('&{', '${') : [],
  );
  return { value: sortedUnique(known), isKnown: !containsTrue(at(afterUnknown, argument) ?? false) };
}

/** Whether an argument is not empty, also if its value is known only after apply. */
function isSet(values: Json | undefined, unknown: Json | undefined, argument: string): boolean {
  const afterUnknown = at(unknown, argument);
  return (
    containsTrue(afterUnknown ?? false) ||
    textAt(values, argument) !== undefined ||
    itemsAt(values, argument).length > 0
  );
}
