import type { z } from 'zod';
import { formatList, quoteAll } from '../../base/text';
import { CODES, type LanguageCode } from '../syntax/diagnostic-codes';
import { createDiagnostic, type Diagnostic } from '../syntax/diagnostics';
import type { FileKind } from '../syntax/source';
import { didYouMean } from '../syntax/suggestions';
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
    case 'custom': {
      const written = node === undefined ? '' : sourceText(node);
      return [
        {
          code: diagnosticCode(issue.params),
          message: `${subject(path, context)}: '${written}' does not fit: ${issue.message}.`,
        },
      ];
    }
    case 'too_small':
      return [
        {
          code: 'shape/wrong-value',
          message:
            issue.origin === 'number'
              ? `${subject(path, context)} must be at least ${String(issue.minimum)}, but is ${node === undefined ? 'nothing' : describeValue(node)}.`
              : `${subject(path, context)} must hold at least ${String(issue.minimum)} item.`,
        },
      ];
    case 'too_big':
      return [
        {
          code: 'shape/wrong-value',
          message: `${subject(path, context)} must hold at most ${String(issue.maximum)} items.`,
        },
      ];
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return [
        { code: 'shape/wrong-value', message: `${subject(path, context)} is not allowed: ${issue.message}.` },
      ];
  }
}

function describeUnknownKeys(
  issue: IssueOf<'unrecognized_keys'>,
  path: Path,
  context: MessageContext,
): readonly IssueText[] {
  const allowed = allowedKeys(issue);
  return issue.keys.map((key) => ({
    code: 'shape/unknown-key',
    message: `'${key}' is not a key ${location(path, context)}. Allowed: ${formatList(allowed, 20)}.`,
    help: didYouMean(key, allowed),
    span: keySpan(context.tree, [...path, key]),
  }));
}

function describeMissingKey(path: Path, context: MessageContext): readonly IssueText[] {
  const parent = path.slice(0, -1);
  const parentNode = treeAt(context.tree, parent);
  if (parentNode?.kind === 'map' && parentNode.isIncomplete === true) return [];
  const message = `'${String(path.at(-1))}' is missing ${location(parent, context)}.`;
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
      message: `The account id ${node.source} is not in quotes, so YAML reads a number (${node.value}) and drops leading zeros.`,
      help: node.source.length === 12 ? `Write id: "${node.source}".` : 'Write the 12 digits in quotes.',
    };
  }
  if (issue.code === 'invalid_value' && node.kind === 'scalar') {
    const allowed = issue.values.map(String);
    return {
      code: 'shape/wrong-value',
      message: `${subject(path, context)} must be ${oneOfText(allowed)}, but is ${describeValue(node)}.`,
      help: didYouMean(node.source, allowed) ?? schemaMessage(issue),
    };
  }
  return {
    code: 'shape/wrong-type',
    message: `${subject(path, context)} must be ${expectedText(issue)}, but is ${describeValue(node)}.`,
    help: typeHelp(issue, path, node),
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

const EXPECTED_TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping (key: value)',
  record: 'a mapping (key: value)',
};

function expectedText(issue: Issue): string {
  if (issue.code === 'invalid_type') return EXPECTED_TYPES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return oneOfText(issue.values.map(String));
  if (issue.code === 'unrecognized_keys') return `a mapping with ${oneOfText(allowedKeys(issue))}`;
  if (issue.code !== 'invalid_union') return 'something else';
  const expected = issue.errors.flatMap((branch) =>
    branch.filter(({ path }) => path.length === 0).map(expectedText),
  );
  return [...new Set(expected)].join(' or ');
}

function oneOfText(values: readonly string[]): string {
  const quoted = quoteAll(values);
  return quoted.length < 2 ? quoted.join('') : `one of ${quoted.join(', ')}`;
}

function typeHelp(issue: Issue, path: Path, node: Tree): string | undefined {
  if (node.kind === 'list' && path.at(-1) === 'registry') return "Several registries go under 'registries'.";
  if (node.kind === 'map' && expectedText(issue).includes('a list or a mapping with')) {
    return 'One alone goes in a list too: [{ … }].';
  }
  if (node.kind !== 'scalar') return undefined;
  if (node.value === null) return 'Give it a value, or remove the key.';
  const expected = expectedText(issue);
  if (expected.split(' or ').includes('text')) return `Put it in quotes: "${node.source}".`;
  if (expected.startsWith('true or false') && /^(yes|no|on|off)$/i.test(node.source)) {
    return `YAML 1.2 reads ${node.source} as text; write ${/^(yes|on)$/i.test(node.source) ? 'true' : 'false'}.`;
  }
  if (expected.startsWith('true or false') && /^(true|false)$/.test(node.source) && node.quoted) {
    return 'Leave out the quotes.';
  }
  if (typeof node.value === 'number' && expected.includes('text')) {
    return `Put it in quotes: "${node.source}".`;
  }
  if (expected.includes("'all'") && node.source.toLowerCase() === 'all') return 'Write all in small letters.';
  if (/^(error|warning|note|off)$/.test(node.source) && path.at(-2) === 'rules') {
    return `Write { severity: ${node.source} }.`;
  }
  if (expected.includes('a list')) return `Put it in brackets: [${node.source}].`;
  return undefined;
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
  if (value === null) return source === '' ? 'nothing' : source;
  return typeof value === 'string' ? `'${source}'` : `the ${typeof value} ${source}`;
}

function sourceText(tree: Tree): string {
  return tree.kind === 'scalar' ? tree.source : describeValue(tree);
}

function subject(path: Path, { kind }: MessageContext): string {
  return path.length === 0 ? `The ${kind.noun}` : pathText(path);
}

function location(path: Path, { kind }: MessageContext): string {
  return path.length === 0 ? `at the top of a ${kind.noun}` : `in ${pathText(path)}`;
}
