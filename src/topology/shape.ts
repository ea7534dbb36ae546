import type { z } from 'zod';
import { CODES, type DiagnosticCode } from './codes';
import type { Declaration } from './declaration';
import { diagnostic, type Diagnostic } from './diagnostic';
import { declarationSchema } from './schema/declaration';
import { didYouMean, listed } from './suggest';
import { keySpan, plain, treeAt, valueSpan, type Path, type ScalarTree, type Tree } from './tree';

type Issue = z.core.$ZodIssue;

/** Compares a tree with the language: keys, types, values. */
export function readShape(
  file: string,
  tree: Tree,
): { readonly declaration: Declaration; readonly diagnostics: readonly Diagnostic[] } {
  const value = plain(tree);
  const result = declarationSchema.safeParse(value);
  const issues = result.success ? [] : result.error.issues.flatMap(flatten);
  for (const issue of issues) prune(value, issue);
  return {
    // Every part that does not fit the schema has just been pruned; a root that is no mapping is an empty one.
    declaration: (tree.kind === 'map' ? value : {}) as Declaration,
    diagnostics: issues.flatMap((issue) => describe(file, tree, issue)),
  };
}

/**
 * A union fails with the issues of each of its branches. The user meant one: the one whose type fits, if any.
 * Paths of nested issues are relative to the union.
 */
function flatten(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.filter(
    (branch) => !branch.some(({ path, code }) => path.length === 0 && isTypeIssue(code)),
  );
  const branch = meant.length > 1 ? fewest(meant) : meant[0];
  if (branch === undefined) return [issue];
  return branch.flatMap((nested) => flatten({ ...nested, path: [...issue.path, ...nested.path] }));
}

function isTypeIssue(code: Issue['code']): boolean {
  return code === 'invalid_type' || code === 'invalid_value';
}

function fewest(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return [...branches].sort((a, b) => a.length - b.length)[0];
}

/** Takes out of the value what an issue is about, and leaves its neighbours. */
function prune(root: unknown, issue: Issue): void {
  const target = issue.code === 'unrecognized_keys' ? issue.path : issue.path.slice(0, -1);
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : issue.path.slice(-1);
  let container = root;
  for (const step of target) container = isContainer(container) ? container[step as string] : undefined;
  if (!isContainer(container)) return;
  for (const key of keys) {
    if (Array.isArray(container)) container[Number(key)] = undefined;
    else Reflect.deleteProperty(container, key);
  }
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function describe(file: string, tree: Tree, issue: Issue): readonly Diagnostic[] {
  const path = issue.path as Path; // a YAML document has no symbols for keys
  const at = treeAt(tree, path);
  if (at?.kind === 'scalar' && at.faulty === true) return [];
  const report = (code: DiagnosticCode, message: string, help?: string, span = valueSpan(tree, path)) =>
    diagnostic({ file, code, message, help, span });

  switch (issue.code) {
    case 'unrecognized_keys': {
      const allowed = issue.message.split(' ');
      return issue.keys.map((key) =>
        report(
          'shape/unknown-key',
          `'${key}' is not a key ${place(path)}. Allowed: ${listed(allowed, 20)}.`,
          didYouMean(key, allowed),
          keySpan(tree, [...path, key]),
        ),
      );
    }
    case 'invalid_type':
    case 'invalid_union':
    case 'invalid_value': {
      if (at === undefined) {
        const span = keySpan(tree, path.slice(0, -1));
        return [
          report(
            'shape/missing-key',
            `'${String(path.at(-1))}' is missing ${place(path.slice(0, -1))}.`,
            undefined,
            span,
          ),
        ];
      }
      const number = unquotedId(path, at);
      if (number !== undefined)
        return [report('account/id-unquoted', number, `Write id: "${sourceOf(at)}".`)];
      if (issue.code === 'invalid_value' && at.kind === 'scalar') {
        const allowed = issue.values.map(String);
        return [
          report(
            'shape/wrong-value',
            `${subject(path)} must be ${oneOf(allowed)}, but is ${found(at)}.`,
            didYouMean(sourceOf(at), allowed),
          ),
        ];
      }
      return [
        report(
          'shape/wrong-type',
          `${subject(path)} must be ${expectation(issue)}, but is ${found(at)}.`,
          typeHelp(issue, at),
        ),
      ];
    }
    case 'custom': {
      const code = diagnosticCode(issue.params);
      return [
        report(
          code,
          `${subject(path)}: '${at === undefined ? '' : sourceOf(at)}' does not fit: ${issue.message}.`,
        ),
      ];
    }
    case 'too_small':
      return [report('shape/wrong-value', `${subject(path)} must hold at least ${String(issue.minimum)}.`)];
    case 'too_big':
      return [report('shape/wrong-value', `${subject(path)} must hold at most ${String(issue.maximum)}.`)];
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return [report('shape/wrong-value', `${subject(path)} is not allowed: ${issue.message}.`)];
  }
}

function diagnosticCode(params: Readonly<Record<string, unknown>> | undefined): DiagnosticCode {
  const code = params?.code;
  // Set by `named` in schema/parts.ts, which takes nothing but a code.
  return typeof code === 'string' && code in CODES ? (code as DiagnosticCode) : 'shape/wrong-value';
}

/** YAML makes a number of digits without quotes: 012345678901 becomes 12345678901. */
function unquotedId(path: Path, at: Tree): string | undefined {
  if (path.length !== 3 || path[0] !== 'accounts' || path[2] !== 'id') return undefined;
  if (at.kind !== 'scalar' || typeof at.value !== 'number') return undefined;
  return `The account id ${at.source} is not in quotes, so YAML reads a number (${at.value}) and drops leading zeros.`;
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

function typeHelp(issue: Issue, at: Tree): string | undefined {
  if (at.kind !== 'scalar') return undefined;
  if (at.value === null) return 'Give it a value, or remove the key.';
  const expected = expectation(issue);
  if (expected === 'text') return `Put it in quotes: "${at.source}".`;
  if (expected === 'true or false' && /^(yes|no|on|off)$/i.test(at.source)) {
    return `YAML 1.2 reads ${at.source} as text; write ${/^(yes|on)$/i.test(at.source) ? 'true' : 'false'}.`;
  }
  if (expected === 'true or false' && at.quoted) return 'Leave out the quotes.';
  if (expected.startsWith('a list')) return `Put it in brackets: [${at.source}].`;
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

/** `accounts.develop.id`, as a person would say where. */
function dotted(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

function subject(path: Path): string {
  return path.length === 0 ? 'The declaration' : dotted(path);
}

function place(path: Path): string {
  return path.length === 0 ? 'at the top of a declaration' : `in ${dotted(path)}`;
}
