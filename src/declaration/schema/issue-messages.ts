import type * as z from 'zod';
import { capitalize, count, didYouMean, formatAlternatives, formatList, quoteAll } from '../../base/text';
import { CODES, type LanguageCode } from '../syntax/diagnostic-codes';
import { createDiagnostic, type Diagnostic } from '../syntax/diagnostics';
import type { FileKind } from '../syntax/source';
import { keySpan, pathText, treeAt, valueSpan, type Path, type ScalarTree, type Tree } from '../syntax/tree';
import { allowedKeys } from './field-types';

type Issue = z.core.$ZodIssue;
type IssueOf<Code extends Issue['code']> = Extract<Issue, { readonly code: Code }>;

/** Code, message and help of a diagnostic. Its position is the value of the issue unless `span` is set. */
interface IssueText {
  readonly code: LanguageCode;
  readonly message: string;
  readonly help?: string | undefined;
  readonly span?: ReturnType<typeof keySpan>;
}

/** Returns the diagnostics for a zod issue, in terms of YAML. */
export function describeIssue(file: string, tree: Tree, issue: Issue, kind: FileKind): readonly Diagnostic[] {
  const path = issue.path as Path; // a YAML document has no symbols as keys
  const node = treeAt(tree, path);
  if (node?.kind === 'scalar' && node.isInvalid === true) return [];
  return describeByCode(issue, path, node, { tree, kind }).map((text) =>
    createDiagnostic({ file, span: valueSpan(tree, path), ...text }),
  );
}

interface MessageContext {
  readonly tree: Tree;
  readonly kind: FileKind;
}

function describeByCode(
  issue: Issue,
  path: Path,
  node: Tree | undefined,
  context: MessageContext,
): readonly IssueText[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return describeUnknownKeys(issue, path, context);
    case 'invalid_type':
    case 'invalid_union':
    case 'invalid_value':
      return node === undefined
        ? describeMissingKey(path, context)
        : [describeWrongValue(issue, path, node, context)];
    case 'custom':
      return [describeInvalidText(issue, path, node, context)];
    case 'too_small':
    case 'too_big':
      return [{ code: 'shape/wrong-value', message: `${prefix(path, context)}${sizeText(issue, node)}.` }];
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return [{ code: 'shape/wrong-value', message: `${prefix(path, context)}${issue.message}.` }];
  }
}

/** Describes a text that a rule of `field-types.ts` rejects. */
function describeInvalidText(
  { message, params }: IssueOf<'custom'>,
  path: Path,
  node: Tree | undefined,
  context: MessageContext,
): IssueText {
  const code = diagnosticCode(params);
  const text = sourceText(node);
  if (params?.isDuplicate === true) {
    const noun = LIST_NOUNS[String(path.at(-2))] ?? 'item';
    return { code, message: `${prefix(path, context)}duplicate ${noun} '${text}'. Remove one.` };
  }
  const requirement: unknown = params?.requirement;
  const isRepeated = typeof requirement !== 'string' || message.includes(requirement);
  return {
    code,
    message: `${prefix(path, context)}'${text}' is not valid: ${message}.`,
    help: isRepeated ? undefined : `It must ${requirement}.`,
  };
}

/** What the items of a list without duplicates are, by its key. */
const LIST_NOUNS: Readonly<Record<string, string>> = {
  appliedFor: 'use',
  from: 'source',
  pullTimeUpdateExclusions: 'principal',
  registries: 'registry',
  repositories: 'filter',
  to: 'destination',
};

function sizeText(issue: IssueOf<'too_big' | 'too_small'>, node: Tree | undefined): string {
  const limit = issue.code === 'too_small' ? Number(issue.minimum) : Number(issue.maximum);
  const bound = issue.code === 'too_small' ? 'at least' : 'at most';
  if (issue.origin !== 'array') return `expected a number of ${bound} ${limit}, found ${sourceText(node)}`;
  const items = node?.kind === 'list' ? node.items.length : 0;
  return `expected ${bound} ${count(limit, 'item', 'items')}, found ${items}`;
}

function describeUnknownKeys(
  issue: IssueOf<'unrecognized_keys'>,
  path: Path,
  context: MessageContext,
): readonly IssueText[] {
  const allowed = allowedKeys(issue);
  return issue.keys.map((key) => ({
    code: 'shape/unknown-key',
    message: `${prefix(path, context)}unknown key '${key}'. Allowed keys: ${formatList(allowed, 20)}.`,
    help: didYouMean(key, allowed),
    span: keySpan(context.tree, [...path, key]),
  }));
}

function describeMissingKey(path: Path, context: MessageContext): readonly IssueText[] {
  const parent = path.slice(0, -1);
  const parentNode = treeAt(context.tree, parent);
  if (parentNode?.kind === 'map' && parentNode.isIncomplete === true) return [];
  const message = `${prefix(parent, context)}required key '${String(path.at(-1))}' is missing.`;
  return [{ code: 'shape/missing-key', message, span: keySpan(context.tree, parent) }];
}

function describeWrongValue(
  issue: IssueOf<'invalid_type' | 'invalid_union' | 'invalid_value'>,
  path: Path,
  node: Tree,
  context: MessageContext,
): IssueText {
  if (
    node.kind === 'scalar' &&
    typeof node.value === 'number' &&
    /^[0-9]+$/.test(node.source) &&
    isAccountIdPath(path)
  ) {
    return {
      code: 'account/id-unquoted',
      message: `Account ID ${node.source} is not in quotes. YAML reads it as the number ${node.value}, without leading zeros.`,
      help: node.source.length === 12 ? `Use id: "${node.source}".` : 'Put all 12 digits in quotes.',
    };
  }
  const alternatives = expectedAlternatives(issue);
  const expected = `${prefix(path, context)}expected ${formatAlternatives(alternatives)}`;
  if (issue.code === 'invalid_value' && node.kind === 'scalar') {
    const found = typeof node.value === 'string' ? `'${shorten(node.source)}'` : describeValue(node);
    return {
      code: 'shape/wrong-value',
      message: `${expected}, found ${found}.`,
      help: didYouMean(node.source, issue.values.map(String)) ?? schemaMessage(issue),
    };
  }
  return {
    code: 'shape/wrong-type',
    message: `${expected}, found ${describeValue(node)}${node.kind === 'map' && alternatives.some(isMapping) ? ' with other keys' : ''}.`,
    help: typeHelp(alternatives, path, node),
  };
}

/** Returns the message that the schema sets. Default messages of zod are for programmers. */
function schemaMessage({ message }: Issue): string | undefined {
  return message.startsWith('Invalid ') ? undefined : message;
}

function isAccountIdPath(path: Path): boolean {
  return path.length === 3 && path[0] === 'accounts' && path[2] === 'id';
}

function diagnosticCode(params: Readonly<Record<string, unknown>> | undefined): LanguageCode {
  const code = params?.code;
  // Set by `validatedString` in field-types.ts, whose parameter is a code.
  return typeof code === 'string' && code in CODES ? (code as LanguageCode) : 'shape/wrong-value';
}

/** The types of zod in terms of YAML. */
const EXPECTED_TYPES: Readonly<Record<string, readonly string[]>> = {
  string: ['a string'],
  number: ['a number'],
  int: ['a whole number'],
  boolean: ['true', 'false'],
  array: ['a list'],
  object: ['a mapping (key: value)'],
  record: ['a mapping (key: value)'],
};

/** Returns what the schema expects, each alternative once: `'all'`, `a list`. */
function expectedAlternatives(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return EXPECTED_TYPES[issue.expected] ?? [issue.expected];
  if (issue.code === 'invalid_value') return quoteAll(issue.values.map(String));
  if (issue.code === 'unrecognized_keys') {
    return [`a mapping with ${formatAlternatives(quoteAll(allowedKeys(issue)))}`];
  }
  // Zod also checks the length of a value whose type is wrong.
  if (issue.code !== 'invalid_union') return [];
  const atValue = issue.errors.flat().filter(({ path }) => path.length === 0);
  return [...new Set(atValue.flatMap(expectedAlternatives))];
}

function isMapping(alternative: string): boolean {
  return alternative.startsWith('a mapping');
}

function typeHelp(expected: readonly string[], path: Path, node: Tree): string | undefined {
  switch (node.kind) {
    case 'list':
      return path.at(-1) === 'registry' ? "Use 'registries' for several registries." : undefined;
    case 'map':
      return expected.includes('a list') && expected.some(isMapping)
        ? 'Put the mapping in a list: [{ … }].'
        : undefined;
    case 'scalar':
      return scalarHelp(expected, path, node);
  }
}

function scalarHelp(
  expected: readonly string[],
  path: Path,
  { value, source, quoted }: ScalarTree,
): string | undefined {
  if (value === null) return 'Set a value, or remove the key.';
  if (expected.includes('a string')) return `Put it in quotes: "${source}".`;
  if (expected[0] === 'true' && /^(yes|no|on|off)$/i.test(source)) {
    return `YAML 1.2 reads ${source} as a string. Use ${/^(yes|on)$/i.test(source) ? 'true' : 'false'}.`;
  }
  if (expected[0] === 'true' && /^(true|false)$/.test(source) && quoted) return 'Remove the quotes.';
  if (expected.includes("'all'") && source.toLowerCase() === 'all') return 'Use lowercase: all.';
  if (/^(error|warning|note|off)$/.test(source) && path.at(-2) === 'rules') {
    return `Use { severity: ${source} }.`;
  }
  if (path.at(-1) === 'lifecycle' && /^\s*\{/.test(source)) {
    return "Put the JSON under 'json': { json: '…' }.";
  }
  return expected.includes('a list') ? `Put it in brackets: [${shorten(source)}].` : undefined;
}

function describeValue(tree: Tree): string {
  switch (tree.kind) {
    case 'list':
      return 'a list';
    case 'map':
      return 'a mapping';
    case 'scalar':
      return describeScalar(tree);
  }
}

function describeScalar({ value, source }: ScalarTree): string {
  if (typeof value === 'string') return `the string '${shorten(source)}'`;
  if (typeof value === 'number') return `the number ${source}`;
  return source === '' ? 'no value' : source;
}

function sourceText(tree: Tree | undefined): string {
  return tree?.kind === 'scalar' ? shorten(tree.source) : '';
}

const MAX_SHOWN = 100;

/** A value may be a whole file. The position of the diagnostic shows where it is. */
function shorten(source: string): string {
  const text = source.trim().replace(/\s+/g, ' ');
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : source;
}

/** The start of a message: the path, or the kind of file. */
function prefix(path: Path, { kind }: MessageContext): string {
  return `${path.length === 0 ? capitalize(kind.noun) : pathText(path)}: `;
}
