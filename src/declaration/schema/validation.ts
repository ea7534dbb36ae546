import type * as z from 'zod';
import { didYouMean } from '../../base/text';
import type { Diagnostic } from '../syntax/diagnostics';
import type { FileKind } from '../syntax/source';
import { START } from '../syntax/span';
import { toPlainValue, type Tree } from '../syntax/tree';
import { describeIssue } from './issue-messages';
import { locate, type Located } from './located';

type Issue = z.core.$ZodIssue;

const EMPTY_MAPPING: Tree = { kind: 'map', entries: new Map(), span: START };

/** Validates a tree against a schema. Returns the valid values, and a diagnostic for each invalid one. */
export function validateShape<Schema extends z.ZodType>(
  file: string,
  tree: Tree,
  schema: Schema,
  kind: FileKind,
): { readonly declared: Located<z.input<Schema>>; readonly diagnostics: readonly Diagnostic[] } {
  const value = toPlainValue(tree);
  const result = schema.safeParse(value);
  const issues = result.success
    ? []
    : withoutLengths(result.error.issues.flatMap((issue) => flattenIssue(issue, value)));
  for (const issue of issues) removeInvalid(value, issue);
  return {
    // Every invalid value has been removed. A root that is not a mapping counts as an empty one.
    declared: locate(tree.kind === 'map' ? tree : EMPTY_MAPPING, value, []),
    diagnostics: issues.flatMap((issue) => describeIssue(file, tree, issue, kind)),
  };
}

/**
 * A union fails with the issues of every branch. Returns those of the branch that the value was meant for: the one with
 * a matching type, if any. Paths of nested issues are relative to the union.
 */
function flattenIssue(issue: Issue, root: unknown): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const matching = issue.errors.filter(
    (branch) => !branch.some(({ path, code }) => path.length === 0 && isTypeIssue(code)),
  );
  const branch = matching.length > 1 ? fewestIssues(matching) : matching[0];
  if (branch === undefined || isSingleItem(branch, issue, root)) return [issue];
  return branch.flatMap((nested) => flattenIssue({ ...nested, path: [...issue.path, ...nested.path] }, root));
}

type UnionIssue = Extract<Issue, { readonly code: 'invalid_union' }>;

/**
 * Returns whether the value is a mapping instead of a list: none of its keys is a key of the mapping that the union
 * also allows, nor a misspelling of one.
 */
function isSingleItem(branch: readonly Issue[], union: UnionIssue, root: unknown): boolean {
  const mayBeList = union.errors.some((other) =>
    other.some(
      ({ path, ...issue }) =>
        path.length === 0 && issue.code === 'invalid_type' && issue.expected === 'array',
    ),
  );
  if (!mayBeList) return false;
  const value = valueAt(root, union.path);
  const presentKeys = isContainer(value) ? Object.keys(value) : [];
  const unknownKeys = branch.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
  );
  const missing = branch.flatMap(({ code, path: [key, ...deeper] }) =>
    code === 'invalid_type' && typeof key === 'string' && deeper.length === 0 && !presentKeys.includes(key)
      ? [key]
      : [],
  );
  const isMisspelt = unknownKeys.some((key) => didYouMean(key, missing) !== undefined);
  return (
    missing.length > 0 && unknownKeys.length > 0 && unknownKeys.length === presentKeys.length && !isMisspelt
  );
}

function valueAt(root: unknown, path: Issue['path']): unknown {
  let value = root;
  for (const step of path) value = isContainer(value) ? value[step as string] : undefined;
  return value;
}

/**
 * Removes issues about the length of values of a wrong type, because zod checks the length of any value that has one.
 */
function withoutLengths(issues: readonly Issue[]): readonly Issue[] {
  const mistyped = new Set(
    issues.filter(({ code }) => code === 'invalid_type').map(({ path }) => JSON.stringify(path)),
  );
  if (mistyped.size === 0) return issues;
  return issues.filter(
    ({ code, path }) => (code !== 'too_big' && code !== 'too_small') || !mistyped.has(JSON.stringify(path)),
  );
}

function isTypeIssue(code: Issue['code']): boolean {
  return code === 'invalid_type' || code === 'invalid_value';
}

function fewestIssues(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return [...branches].sort((a, b) => a.length - b.length)[0];
}

/** Removes the invalid value from its parent. */
function removeInvalid(root: unknown, issue: Issue): void {
  const target = issue.code === 'unrecognized_keys' ? issue.path : issue.path.slice(0, -1);
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : issue.path.slice(-1);
  const container = valueAt(root, target);
  if (!isContainer(container)) return;
  for (const key of keys) {
    if (Array.isArray(container)) container[Number(key)] = undefined;
    else Reflect.deleteProperty(container, key);
  }
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
