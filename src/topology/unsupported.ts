import { diagnostic, type Diagnostic } from './diagnostic';
import { keySpan, treeAt, type Path, type Tree } from './tree';

/** `*` stands for any name or place in a list. */
type Pattern = readonly string[];

/** Part of the language, without effect in this version. Refused, so that nobody relies on it. */
export const NOT_SUPPORTED_YET: readonly Pattern[] = [
  ...['scanning', 'creationTemplates', 'pullThroughCache', 'settings'].map((key) => ['registries', '*', key]),
  ...[
    ['defaults', 'repository'],
    ['repositories', '*'],
  ].flatMap((section) =>
    [
      'imageTagMutability',
      'imageTagMutabilityExclusionFilters',
      'scanOnPush',
      'encryption',
      'lifecycle',
      'tags',
    ].map((key) => [...section, key]),
  ),
];

/** Every use of a key that has no effect yet, and the tree without them: what is in them need not be right. */
export function refuseUnsupported(
  file: string,
  tree: Tree,
): { readonly tree: Tree; readonly diagnostics: readonly Diagnostic[] } {
  const keys = NOT_SUPPORTED_YET.flatMap((pattern) => pathsOf(tree, pattern, []));
  const diagnostics = keys.map((path) =>
    diagnostic({
      file,
      code: 'shape/not-supported-yet',
      message: `'${String(path.at(-1))}' is not supported yet, and would have no effect.`,
      help: 'Remove it; CHANGELOG.md says when it comes.',
      span: keySpan(tree, path),
    }),
  );
  return {
    tree: NOT_SUPPORTED_YET.reduce(without, tree),
    diagnostics: [...diagnostics, ...unsupportedLayout(file, tree)],
  };
}

function without(tree: Tree, [step, ...rest]: Pattern): Tree {
  if (tree.kind !== 'map' || step === undefined) return tree;
  const entries = [...tree.entries].flatMap(([key, entry]) => {
    if (step !== '*' && step !== key) return [[key, entry] as const];
    return rest.length === 0 ? [] : [[key, { ...entry, value: without(entry.value, rest) }] as const];
  });
  return { ...tree, entries: new Map(entries) };
}

function unsupportedLayout(file: string, tree: Tree): readonly Diagnostic[] {
  return pathsOf(tree, ['stacks', 'by'], []).flatMap((path) => {
    const by = treeAt(tree, path);
    if (by?.kind !== 'scalar' || (by.value !== 'account' && by.value !== 'registry')) return [];
    return diagnostic({
      file,
      code: 'shape/not-supported-yet',
      message: `The layout '${by.value}' is not supported yet.`,
      help: "Write 'topology', or leave it out.",
      span: by.span,
    });
  });
}

function pathsOf(tree: Tree, pattern: Pattern, before: Path): readonly Path[] {
  const [step, ...rest] = pattern;
  if (step === undefined) return [before];
  if (tree.kind !== 'map') return [];
  const entries = step === '*' ? [...tree.entries] : [...tree.entries].filter(([key]) => key === step);
  return entries.flatMap(([key, { value }]) => pathsOf(value, rest, [...before, key]));
}
