import { isDeepStrictEqual } from 'node:util';
import { parseDocument } from 'yaml';
import type { KeyOrder } from '../schema/key-order';
import { createDiagnostic, sortDiagnostics, type Diagnostic } from '../syntax/diagnostics';
import { DECLARATION_FILE, type Source } from '../syntax/source';
import { START } from '../syntax/span';
import { toPlainValue, type Tree } from '../syntax/tree';
import { parseYaml, YAML_OPTIONS } from '../syntax/yaml';
import { attachComments } from './attach-comments';
import { findComments, TextLines, type Comment } from './comments';
import { orderKeys } from './order-keys';
import { readLayout, type Collection } from './layout';
import { printFile } from './print';

export type Formatted =
  | { readonly kind: 'formatted'; readonly text: string }
  /** The file cannot be parsed, or `format` does not support it. */
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/**
 * Returns a declaration in the canonical order and style. It has the same meaning and the same comments.
 *
 * @param order of the keys of a declaration
 * @throws Error if the result would differ in meaning or comments, which is a bug in this folder
 */
export function formatDeclaration(source: Source, order: KeyOrder): Formatted {
  const { file } = source;
  const text = source.text.replaceAll('\r\n', '\n');
  const parsed = parseYaml({ file, text }, DECLARATION_FILE);
  const diagnostics = [...parsed.diagnostics, ...describeUnsupported(file, text, parsed.tree)];
  if (parsed.tree === undefined || diagnostics.length > 0) {
    return { kind: 'refused', diagnostics: sortDiagnostics(diagnostics) };
  }
  const formatted = formatText(text, order);
  assertSameContent(file, text, parsed.tree, formatted);
  return { kind: 'formatted', text: formatted };
}

/** Returns a diagnostic if the file is YAML, but not one that can be formatted. */
function describeUnsupported(file: string, text: string, tree: Tree | undefined): readonly Diagnostic[] {
  const directive = /^%.*/m.exec(text);
  if (directive !== null) {
    const line = text.slice(0, directive.index).split('\n').length;
    return [
      createDiagnostic({
        file,
        code: 'yaml/syntax',
        message: `The file has the YAML directive '${directive[0].trim()}', which fmt does not support.`,
        help: 'Remove the directive.',
        span: { line, column: 1, end: directive[0].trimEnd().length + 1 },
      }),
    ];
  }
  if (tree === undefined || (tree.kind === 'map' && tree.entries.size > 0)) return [];
  return [
    createDiagnostic({
      file,
      code: tree.kind === 'map' ? 'file/empty' : 'shape/wrong-type',
      message: tree.kind === 'map' ? 'The file has no sections.' : 'The file must be a mapping (key: value).',
      help: DECLARATION_FILE.emptyFileHelp,
      span: START,
    }),
  ];
}

function formatText(text: string, order: KeyOrder): string {
  const lines = new TextLines(text);
  const { contents } = parseDocument(text, { ...YAML_OPTIONS, keepSourceTokens: true });
  const root = readLayout(contents, lines);
  // `describeUnsupported` rejects other files.
  if (root.kind === 'leaf') return text;
  attachComments(root, findComments(lines));
  const header = takeHeader(root);
  return printFile({ ...header, root: orderKeys(root, order), source: text });
}

/**
 * Removes the comments about the whole file from the first section, so that they stay at the start: everything up to the
 * line for the YAML language server, and what an empty line separates from the section.
 */
function takeHeader({ entries: [first] }: Collection): {
  readonly header: readonly Comment[];
  readonly isHeaderSeparate: boolean;
} {
  if (first === undefined) return { header: [], isHeaderSeparate: false };
  const { above } = first;
  const following = [...above.slice(1), first];
  const length = above.findLastIndex(
    ({ text }, index) => LANGUAGE_SERVER.test(text) || following[index]?.isAfterBlankLine === true,
  );
  const header = above.splice(0, length + 1);
  return { header, isHeaderSeparate: (above[0] ?? first).isAfterBlankLine && header.length > 0 };
}

/** https://github.com/redhat-developer/yaml-language-server#using-inlined-schema */
const LANGUAGE_SERVER = /^#\s*yaml-language-server\s*:/;

/** @throws Error if the meaning or a comment has changed */
function assertSameContent(file: string, before: string, tree: Tree, after: string): void {
  const parsed = parseYaml({ file, text: after }, DECLARATION_FILE);
  const isSame =
    parsed.tree !== undefined &&
    parsed.diagnostics.length === 0 &&
    isDeepStrictEqual(toPlainValue(parsed.tree), toPlainValue(tree)) &&
    isDeepStrictEqual(commentTexts(after), commentTexts(before));
  if (!isSame) {
    throw new Error(
      `Cannot format '${file}' without changing its content. Report this as a bug, with the file.`,
    );
  }
}

/** Sorted, because comments move with their keys. */
function commentTexts(text: string): readonly string[] {
  return findComments(new TextLines(text))
    .map((comment) => comment.text)
    .sort();
}
