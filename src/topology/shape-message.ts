import type { z } from 'zod';
import { CODES, type DiagnosticCode } from './codes';
import { diagnostic, type Diagnostic } from './diagnostic';
import type { FileKind } from './file-kind';
import { didYouMean, listed } from './suggest';
import { keySpan, treeAt, valueSpan, type Path, type ScalarTree, type Tree } from './tree';

type Issue = z.core.$ZodIssue;
type IssueOf<Code extends Issue['code']> = Extract<Issue, { readonly code: Code }>;

/** Code, message and help of a diagnostic. Its position is the value of the issue unless `span` is set. */
interface Said {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly help?: string | undefined;
  readonly span?: ReturnType<typeof keySpan>;
}

/** Returns the diagnostics for a zod issue, in terms of YAML. */
export function describeIssue(file: string, tree: Tree, issue: Issue, kind: FileKind): readonly Diagnostic[] {
  const path = issue.path as Path; // a YAML document has no symbols as keys
  const at = treeAt(tree, path);
  if (at?.kind === 'scalar' && at.faulty === true) return [];
  return say(issue, path, at, { tree, kind }).map((said) =>
    diagnostic({ file, span: valueSpan(tree, path), ...said }),
  );
}

interface Whole {
  readonly tree: Tree;
  readonly kind: FileKind;
}

function say(issue: Issue, path: Path, at: Tree | undefined, whole: Whole): readonly Said[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue, path, whole);
    case 'invalid_type':
    case 'invalid_union':
    case 'invalid_value':
      return at === undefined ? missingKey(path, whole) : [wrongValue(issue, path, at, whole)];
    case 'custom': {
      const written = at === undefined ? '' : sourceOf(at);
      return [
        {
          code: diagnosticCode(issue.params),
          message: `${subject(path, whole)}: '${written}' does not fit: ${issue.message}.`,
        },
      ];
    }
    case 'too_small':
      return [
        {
          code: 'shape/wrong-value',
          message:
            issue.origin === 'number'
              ? `${subject(path, whole)} must be at least ${String(issue.minimum)}, but is ${at === undefined ? 'nothing' : found(at)}.`
              : `${subject(path, whole)} must hold at least ${String(issue.minimum)} item.`,
        },
      ];
    case 'too_big':
      return [
        {
          code: 'shape/wrong-value',
          message: `${subject(path, whole)} must hold at most ${String(issue.maximum)} items.`,
        },
      ];
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return [
        { code: 'shape/wrong-value', message: `${subject(path, whole)} is not allowed: ${issue.message}.` },
      ];
  }
}

function unknownKeys(issue: IssueOf<'unrecognized_keys'>, path: Path, whole: Whole): readonly Said[] {
  const allowed = allowedKeys(issue);
  return issue.keys.map((key) => ({
    code: 'shape/unknown-key',
    message: `'${key}' is not a key ${place(path, whole)}. Allowed: ${listed(allowed, 20)}.`,
    help: didYouMean(key, allowed),
    span: keySpan(whole.tree, [...path, key]),
  }));
}

/** `section` in field-types.ts sets the message to the list of keys. */
function allowedKeys({ message }: IssueOf<'unrecognized_keys'>): readonly string[] {
  return message.split(' ');
}

function missingKey(path: Path, whole: Whole): readonly Said[] {
  const parent = path.slice(0, -1);
  const around = treeAt(whole.tree, parent);
  if (around?.kind === 'map' && around.isIncomplete === true) return [];
  const message = `'${String(path.at(-1))}' is missing ${place(parent, whole)}.`;
  return [{ code: 'shape/missing-key', message, span: keySpan(whole.tree, parent) }];
}

function wrongValue(
  issue: IssueOf<'invalid_type' | 'invalid_union' | 'invalid_value'>,
  path: Path,
  at: Tree,
  whole: Whole,
): Said {
  if (
    at.kind === 'scalar' &&
    typeof at.value === 'number' &&
    /^[0-9]+$/.test(at.source) &&
    isAccountId(path)
  ) {
    return {
      code: 'account/id-unquoted',
      message: `The account id ${at.source} is not in quotes, so YAML reads a number (${at.value}) and drops leading zeros.`,
      help: at.source.length === 12 ? `Write id: "${at.source}".` : 'Write the 12 digits in quotes.',
    };
  }
  if (issue.code === 'invalid_value' && at.kind === 'scalar') {
    const allowed = issue.values.map(String);
    return {
      code: 'shape/wrong-value',
      message: `${subject(path, whole)} must be ${oneOf(allowed)}, but is ${found(at)}.`,
      help: didYouMean(at.source, allowed) ?? ownWords(issue),
    };
  }
  return {
    code: 'shape/wrong-type',
    message: `${subject(path, whole)} must be ${expectation(issue)}, but is ${found(at)}.`,
    help: typeHelp(issue, path, at),
  };
}

/** Returns the message that the schema sets. Default messages of zod are for programmers. */
function ownWords({ message }: Issue): string | undefined {
  return message.startsWith('Invalid ') ? undefined : message;
}

function isAccountId(path: Path): boolean {
  return path.length === 3 && path[0] === 'accounts' && path[2] === 'id';
}

function diagnosticCode(params: Readonly<Record<string, unknown>> | undefined): DiagnosticCode {
  const code = params?.code;
  // Set by `validatedString` in field-types.ts, whose parameter is a code.
  return typeof code === 'string' && code in CODES ? (code as DiagnosticCode) : 'shape/wrong-value';
}

const EXPECTATIONS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping (key: value)',
  record: 'a mapping (key: value)',
};

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type') return EXPECTATIONS[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return oneOf(issue.values.map(String));
  if (issue.code === 'unrecognized_keys') return `a mapping with ${oneOf(allowedKeys(issue))}`;
  if (issue.code !== 'invalid_union') return 'something else';
  const expected = issue.errors.flatMap((branch) =>
    branch.filter(({ path }) => path.length === 0).map(expectation),
  );
  return [...new Set(expected)].join(' or ');
}

function oneOf(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`);
  return quoted.length < 2 ? quoted.join('') : `one of ${quoted.join(', ')}`;
}

function typeHelp(issue: Issue, path: Path, at: Tree): string | undefined {
  if (at.kind === 'list' && path.at(-1) === 'registry') return "Several registries go under 'registries'.";
  if (at.kind === 'map' && expectation(issue).includes('a list or a mapping with')) {
    return 'One alone goes in a list too: [{ … }].';
  }
  if (at.kind !== 'scalar') return undefined;
  if (at.value === null) return 'Give it a value, or remove the key.';
  const expected = expectation(issue);
  if (expected.split(' or ').includes('text')) return `Put it in quotes: "${at.source}".`;
  if (expected.startsWith('true or false') && /^(yes|no|on|off)$/i.test(at.source)) {
    return `YAML 1.2 reads ${at.source} as text; write ${/^(yes|on)$/i.test(at.source) ? 'true' : 'false'}.`;
  }
  if (expected.startsWith('true or false') && /^(true|false)$/.test(at.source) && at.quoted) {
    return 'Leave out the quotes.';
  }
  if (typeof at.value === 'number' && expected.includes('text')) return `Put it in quotes: "${at.source}".`;
  if (expected.includes("'all'") && at.source.toLowerCase() === 'all') return 'Write all in small letters.';
  if (/^(error|warning|note|off)$/.test(at.source) && path.at(-2) === 'rules') {
    return `Write { severity: ${at.source} }.`;
  }
  if (expected.includes('a list')) return `Put it in brackets: [${at.source}].`;
  return undefined;
}

function found(tree: Tree): string {
  switch (tree.kind) {
    case 'list':
      return 'a list';
    case 'map':
      return 'a mapping';
    case 'scalar':
      return foundScalar(tree);
  }
}

function foundScalar({ value, source }: ScalarTree): string {
  if (value === null) return source === '' ? 'nothing' : source;
  return typeof value === 'string' ? `'${source}'` : `the ${typeof value} ${source}`;
}

function sourceOf(tree: Tree): string {
  return tree.kind === 'scalar' ? tree.source : found(tree);
}

/** Returns the path as text: `accounts.develop.id`. */
function dotted(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

function subject(path: Path, { kind }: Whole): string {
  return path.length === 0 ? `The ${kind.noun}` : dotted(path);
}

function place(path: Path, { kind }: Whole): string {
  return path.length === 0 ? `at the top of a ${kind.noun}` : `in ${dotted(path)}`;
}
