import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';
import { diagnostic, type Diagnostic, type Problem } from './diagnostic';
import { START, type Source, type Span } from './source';
import type { MapTree, Tree } from './tree';

/** What the language needs is 6; more than this is a mistake or an attack. */
const MAX_DEPTH = 64;
/** Nodes that come from aliases, in all. A "billion laughs" passes it at once, a thrifty file never. */
const MAX_ALIASED_NODES = 100_000;

export interface Parsed {
  /** Undefined where the text has no structure to go on with. */
  readonly tree: Tree | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads YAML 1.2 with positions. Never throws, whatever the text. */
export function parseYaml(source: Source): Parsed {
  const reader = new Reader(source);
  try {
    return reader.read();
  } catch (error) {
    // The parser and the reader are recursive: a hundred thousand opening brackets end here.
    if (error instanceof RangeError) {
      return reader.fail({
        code: 'yaml/depth',
        message: 'The file is nested too deeply to be read.',
        span: START,
      });
    }
    throw error;
  }
}

/** Where the reader is. */
interface At {
  readonly document: Document.Parsed;
  readonly depth: number;
  /** Below an alias, so that the same nodes may be read again. */
  readonly aliased: boolean;
}

class Reader {
  private readonly lines = new LineCounter();
  private readonly diagnostics: Diagnostic[] = [];
  private aliasedNodes = 0;
  /** Nodes that the current one is part of, to find an alias to one of them. */
  private readonly open = new Set<Node>();

  public constructor(private readonly source: Source) {}

  public read(): Parsed {
    const documents = parseAllDocuments(this.source.text, {
      lineCounter: this.lines,
      logLevel: 'silent',
      merge: true,
      prettyErrors: false,
      stringKeys: true,
    });
    const document = Array.isArray(documents) ? documents[0] : undefined;
    if (document === undefined || document.contents === null || isNothing(document.contents)) {
      if (document !== undefined && document.errors.length > 0) this.reportErrors(document);
      return this.diagnostics.length > 0
        ? { tree: undefined, diagnostics: this.diagnostics }
        : this.fail({
            code: 'file/empty',
            message: 'The file holds no declaration.',
            help: 'Start with accounts, registries and repositories; the shipped topology.yaml is an example.',
            span: START,
          });
    }
    const sound = this.reportErrors(document);
    const second = Array.isArray(documents) ? documents[1] : undefined;
    if (second !== undefined) {
      this.report({
        code: 'yaml/syntax',
        message: 'The file holds more than one YAML document; a declaration is one.',
        help: "Remove this '---', or split the file.",
        span: this.span(second.range[0], second.range[0] + 3),
      });
    }
    if (!sound) return { tree: undefined, diagnostics: this.diagnostics };
    const tree = this.readNode(document.contents, { document, depth: 0, aliased: false });
    return { tree, diagnostics: this.diagnostics };
  }

  public fail(problem: Omit<Problem, 'file'>): Parsed {
    this.report(problem);
    return { tree: undefined, diagnostics: this.diagnostics };
  }

  private report(problem: Omit<Problem, 'file'>): void {
    this.diagnostics.push(diagnostic({ file: this.source.file, ...problem }));
  }

  /** @returns whether the structure can be trusted: a duplicate key leaves it sound, a lost bracket does not */
  private reportErrors(document: Document.Parsed): boolean {
    let sound = true;
    for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
      const span = this.span(pos[0], pos[1]);
      if (code === 'DUPLICATE_KEY') {
        const key = this.source.text.slice(pos[0], pos[1]).split('\n', 1)[0]?.split(':', 1)[0]?.trim() ?? '';
        this.report({
          code: 'yaml/duplicate-key',
          message: `'${key}' stands here a second time in the same mapping; one of the two would be lost.`,
          help: 'Join the two, or rename one.',
          span: { ...span, end: Math.max(span.column + 1, Math.min(span.end, span.column + key.length)) },
        });
      } else {
        sound = false;
        this.report({
          code: 'yaml/syntax',
          message: `This is not YAML: ${sentence(message)}`,
          help: code === 'TAB_AS_INDENT' ? 'Indent with spaces.' : undefined,
          span,
        });
      }
    }
    return sound;
  }

  private readNode(node: Node | null, at: At): Tree {
    const span = this.nodeSpan(node);
    const nothing: Tree = { kind: 'scalar', value: null, source: '', quoted: false, span };
    if (node === null) return nothing;
    if (at.depth > MAX_DEPTH) {
      this.report({ code: 'yaml/depth', message: `Nested deeper than ${MAX_DEPTH} levels.`, span });
      return nothing;
    }
    if (at.aliased) this.aliasedNodes += 1;
    if (!isAlias(node)) return this.readOpen(node, at);

    const target = node.resolve(at.document);
    if (target === undefined) return nothing; // an alias without anchor is a syntax error, said already
    const fault = this.aliasFault(target);
    if (fault === undefined) return this.readOpen(target, { ...at, aliased: true });
    this.report({ code: 'yaml/aliases', message: fault, help: 'Write the value out.', span });
    return nothing;
  }

  private aliasFault(target: Node): string | undefined {
    if (this.open.has(target)) return 'This alias stands within what it repeats.';
    if (this.aliasedNodes <= MAX_ALIASED_NODES) return undefined;
    return `Aliases repeat more than ${MAX_ALIASED_NODES} values.`;
  }

  private readOpen(node: Node, at: At): Tree {
    this.open.add(node);
    const tree = this.readContents(node, at);
    this.open.delete(node);
    return tree;
  }

  private readContents(node: Node, at: At): Tree {
    const span = this.nodeSpan(node);
    const within = { ...at, depth: at.depth + 1 };
    if (isMap(node)) return this.readMap(node, within, span);
    if (isSeq(node)) {
      // An item may be a pair in a set or an ordered map; the core schema has neither, so items are nodes.
      return { kind: 'list', items: node.items.map((item) => this.readNode(item as Node, within)), span };
    }
    if (!isScalar(node)) return { kind: 'scalar', value: null, source: '', quoted: false, span };
    const { value, source = '' } = node;
    const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
    const known =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null;
    // Anything else a tag can make (a date, bytes) is no value of the language: its text is what was written.
    return { kind: 'scalar', value: known ? value : source, source, quoted, span };
  }

  private readMap(node: YAMLMap, within: At, span: Span): MapTree {
    const entries = new Map<string, { key: Span; value: Tree }>();
    const merged = new Map<string, { key: Span; value: Tree }>();
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue; // stringKeys made an error of it
      const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
      // The document's nodes are all Node; the type allows JavaScript values for documents built by hand.
      const child = this.readNode(value as Node | null, within);
      if (name === '<<' && key.type === 'PLAIN') {
        for (const [inherited, entry] of mergedEntries(child)) merged.set(inherited, entry);
      } else if (!entries.has(name)) {
        entries.set(name, { key: this.nodeSpan(key), value: child });
      }
    }
    for (const [name, entry] of merged) if (!entries.has(name)) entries.set(name, entry);
    return { kind: 'map', entries, span };
  }

  private nodeSpan(node: Node | null): Span {
    const range = node?.range;
    return range === undefined || range === null ? START : this.span(range[0], range[1]);
  }

  private span(start: number, end: number): Span {
    const { line, col } = this.lines.linePos(Math.max(0, Math.min(start, this.source.text.length)));
    const first = { line: Math.max(1, line), column: Math.max(1, col) };
    const text = this.source.text.slice(start, Math.max(start, end)).split('\n', 1)[0] ?? '';
    return { ...first, end: first.column + text.trimEnd().length };
  }
}

/** The entries that `<<: *anchor` or `<<: [*one, *two]` brings in; the first of the list wins. */
function mergedEntries(tree: Tree): Iterable<[string, { key: Span; value: Tree }]> {
  if (tree.kind === 'map') return tree.entries;
  if (tree.kind === 'list') return [...tree.items].reverse().flatMap((item) => [...mergedEntries(item)]);
  return [];
}

function isNothing(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === '';
}

function sentence(text: string): string {
  const trimmed = text.trim();
  const small = trimmed.charAt(0).toLowerCase() + trimmed.slice(1);
  return /[.!?]$/.test(small) ? small : `${small}.`;
}
