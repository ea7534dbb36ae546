import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type Alias,
  type CST,
  type Document,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { createDiagnostic, type Diagnostic, type DiagnosticInput } from './diagnostics';
import { literalBlockLines } from './literal-block';
import { readPlainYaml } from './plain-yaml';
import { lazySpans, spanIn } from './positions';
import type { FileKind, Source } from './source';
import { LazySpan, START, type Span } from './span';
import { isMergeable, mergedEntries, mergeTrees, type MapTree, type Tree } from './tree';

/** A valid declaration has about ten levels; more is a mistake or an attack. */
const MAX_DEPTH = 64;
/** The maximum number of nodes from all aliases. A "billion laughs" attack exceeds it; no valid declaration does. */
const MAX_ALIASED_NODES = 100_000;

/** How the `yaml` package parses a file of this language. */
export const YAML_OPTIONS = {
  logLevel: 'silent',
  merge: true,
  prettyErrors: false,
  stringKeys: true,
  // The library compares each key with all earlier keys; `readMap` finds duplicates in linear time.
  uniqueKeys: false,
} as const;

export interface ParsedYaml {
  /** Undefined if the syntax errors leave no usable structure. */
  readonly tree: Tree | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads YAML 1.2 with positions. Never throws. */
export function parseYaml(source: Source, kind: FileKind): ParsedYaml {
  const tree = readPlainYaml(source.text, lazySpans(source.text));
  return tree === undefined ? new TreeReader(source, kind).read() : { tree, diagnostics: [] };
}

/** A node that an alias can reference. */
type ResolvedNode = Exclude<Node, Alias>;

interface ReadContext {
  readonly depth: number;
  /** The outermost alias that led here, if any: the same nodes may be read again. */
  readonly alias: Span | undefined;
}

class TreeReader {
  private readonly lines = new LineCounter();
  private readonly diagnostics: Diagnostic[] = [];
  private aliasedNodes = 0;
  /** Set when the limit is reported: later aliases are not followed. */
  private aliasesExhausted = false;
  /** The nodes that contain the current one, to detect an alias to one of them. */
  private readonly ancestors = new Set<Node>();
  private readonly anchors = new Map<string, ResolvedNode>();
  private readonly targets = new Map<Alias, ResolvedNode>();
  private readonly spanOf = (start: number, end: number) => this.span(start, end);

  public constructor(
    private readonly source: Source,
    private readonly kind: FileKind,
  ) {}

  public read(): ParsedYaml {
    const [document, second] = this.compose();
    if (document === undefined) return this.emptyFile();
    const isSound = this.reportErrors(document);
    if (second !== undefined) {
      this.report({
        code: 'yaml/syntax',
        message: `The file contains more than one YAML document. A ${this.kind.noun} is a single document.`,
        help: "Remove this '---', or move the second document to its own file.",
        span: this.span(second.range[0], second.range[0] + 3),
      });
    }
    if (!isSound) return { tree: undefined, diagnostics: this.diagnostics };
    if (document.contents === null || isNull(document.contents)) return this.emptyFile();
    const tree = this.readNode(document.contents, { depth: 0, alias: undefined });
    return { tree, diagnostics: this.diagnostics };
  }

  /**
   * Returns the documents of the text. Checks the depth between parser and composer, because the composer is recursive:
   * fifty thousand opening brackets overflow the stack there, and the process cannot catch it.
   */
  private compose(): readonly Document.Parsed[] {
    const composer = new Composer(YAML_OPTIONS);
    const documents: Document.Parsed[] = [];
    for (const token of new Parser(this.lines.addNewLine).parse(this.source.text)) {
      const tooDeepOffset = findTooDeep(token);
      if (tooDeepOffset === undefined) {
        documents.push(...composer.next(token));
      } else {
        this.report({
          code: 'yaml/depth',
          message: `The value is nested deeper than ${MAX_DEPTH} levels.`,
          help: 'Check for a bracket that is not closed.',
          span: this.span(tooDeepOffset, tooDeepOffset + 1),
        });
      }
    }
    documents.push(...composer.end());
    return documents;
  }

  private emptyFile(): ParsedYaml {
    if (this.diagnostics.length === 0) {
      this.report({
        code: 'file/empty',
        message: `The file contains no ${this.kind.noun}.`,
        help: this.kind.emptyFileHelp,
        span: START,
      });
    }
    return { tree: undefined, diagnostics: this.diagnostics };
  }

  private report(problem: Omit<DiagnosticInput, 'file'>): void {
    this.diagnostics.push(createDiagnostic({ file: this.source.file, ...problem }));
  }

  /** @returns whether the structure is usable: it is after an unknown tag, but not after a missing bracket */
  private reportErrors(document: Document.Parsed): boolean {
    const { yaml } = document.directives;
    if (yaml.explicit === true && yaml.version !== '1.2') {
      this.report({
        code: 'yaml/syntax',
        message: `The %YAML line declares YAML ${yaml.version}, but only YAML 1.2 is supported.`,
        help: 'Remove the %YAML line.',
        span: this.span(0, this.source.text.indexOf('\n')),
      });
    }
    let isSound = true;
    for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
      if (code === 'TAG_RESOLVE_FAILED') {
        this.reportSyntax('tags are not supported.', 'Remove the tag.', pos);
      } else if (code === 'NON_STRING_KEY') {
        this.reportSyntax('a key must be a string.', 'Use a name as the key.', pos);
      }
      // Later errors are mostly consequences of the first.
      else if (isSound) {
        isSound = false;
        this.reportSyntax(sentenceFragment(message), this.syntaxHelp(code, pos[0]), pos);
      }
    }
    return isSound;
  }

  private reportDuplicate({ range }: Scalar): void {
    const [start, end] = range ?? [0, 0];
    const key = this.source.text.slice(start, end);
    this.report({
      code: 'yaml/duplicate-key',
      message: `Duplicate key '${key}' in the same mapping.`,
      help: 'Merge the two entries, or rename one.',
      span: this.span(start, end),
    });
  }

  private reportSyntax(
    what: string,
    help: string | undefined,
    [start, end]: readonly [number, number],
  ): void {
    const message = `Invalid YAML: ${what}`;
    this.report({ code: 'yaml/syntax', message, help, span: this.span(start, end) });
  }

  private syntaxHelp(code: string, offset: number): string | undefined {
    if (code === 'TAB_AS_INDENT') return 'Use spaces to indent.';
    const { line } = this.lines.linePos(offset);
    const text = this.source.text.split('\n')[line - 1] ?? '';
    return /(^|[^"'\w])\$\{/.test(text) ? 'Put ${…} in quotes: "${NAME}".' : undefined;
  }

  private readNode(node: Node | null, context: ReadContext): Tree {
    const span = this.nodeSpan(node);
    const nothing: Tree = { kind: 'scalar', value: null, source: '', quoted: false, span };
    if (node === null) return nothing;
    if (context.alias !== undefined) this.aliasedNodes += 1;
    if (!isAlias(node)) return this.readTarget(node, context);

    if (this.aliasesExhausted) return { ...nothing, isInvalid: true };
    const target = this.findTarget(node);
    const fault = this.describeAliasFault(node.source, target, context.depth);
    if (target !== undefined && fault === undefined) {
      return this.readTarget(target, { ...context, alias: context.alias ?? span });
    }
    this.report({
      code: 'yaml/aliases',
      message: fault ?? '',
      help: 'Replace the alias with the value.',
      span: context.alias ?? span,
    });
    return { ...nothing, isInvalid: true };
  }

  /**
   * Returns the last node before the alias that has its anchor. The library searches the whole document for each alias.
   */
  private findTarget(alias: Alias): ResolvedNode | undefined {
    const target = this.targets.get(alias) ?? this.anchors.get(alias.source);
    if (target !== undefined) this.targets.set(alias, target);
    return target;
  }

  private describeAliasFault(
    name: string,
    target: ResolvedNode | undefined,
    depth: number,
  ): string | undefined {
    if (target === undefined) return `Alias '*${name}' is not defined: no anchor '&${name}' precedes it.`;
    if (this.ancestors.has(target)) return `Alias '*${name}' refers to a value that contains the alias.`;
    if (depth > MAX_DEPTH) return `Aliases are nested deeper than ${MAX_DEPTH} levels.`;
    if (this.aliasedNodes <= MAX_ALIASED_NODES) return undefined;
    this.aliasesExhausted = true;
    return `Aliases expand to more than ${MAX_ALIASED_NODES} values.`;
  }

  private readTarget(node: ResolvedNode, context: ReadContext): Tree {
    if (node.anchor !== undefined && context.alias === undefined) this.anchors.set(node.anchor, node);
    this.ancestors.add(node);
    const tree = this.readContents(node, { ...context, depth: context.depth + 1 });
    this.ancestors.delete(node);
    return tree;
  }

  private readContents(node: ResolvedNode, context: ReadContext): Tree {
    const span = this.nodeSpan(node);
    if (isMap(node)) return this.readMap(node, context, span);
    if (isSeq(node)) {
      // In a set or an ordered map an item may be a pair; the core schema has neither, so all items are nodes.
      return { kind: 'list', items: node.items.map((item) => this.readNode(item as Node, context)), span };
    }
    if (!isScalar(node)) return { kind: 'scalar', value: null, source: '', quoted: false, span };
    const { value, source = '' } = node;
    const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
    const isCoreType =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null;
    // The language has no other values that a tag can produce (a date, bytes): their source text is used.
    const lines = literalBlockLines(node, this.source.text)?.map(([start, end]) => this.span(start, end));
    const scalar = { kind: 'scalar', value: isCoreType ? value : source, source, quoted, span } as const;
    return lines === undefined ? scalar : { ...scalar, lines };
  }

  private readMap(node: YAMLMap, context: ReadContext, span: Span): MapTree {
    const entries = new Map<string, { key: Span; value: Tree }>();
    const merged = new Map<string, { key: Span; value: Tree }>();
    const seen = new Set<string>();
    let isIncomplete: true | undefined;
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue; // `stringKeys` reported it
      const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
      // Keys that are read through an alias were checked at their anchor.
      if (seen.has(name) && context.alias === undefined) this.reportDuplicate(key);
      seen.add(name);
      // All nodes of a parsed document are Node; the type also allows the JavaScript values of documents built in code.
      const child = this.readNode(value as Node | null, context);
      if (name === '__proto__') {
        this.report({
          code: 'shape/unknown-key',
          message: "'__proto__' is not allowed as a key or name.",
          span: this.nodeSpan(key),
        });
      } else if (name === '<<' && key.type === 'PLAIN') {
        if (!isMergeable(child) || child.kind === 'scalar') isIncomplete = true;
        if (!isMergeable(child)) {
          const what = "'<<' requires a mapping or a list of mappings.";
          this.reportSyntax(what, 'Refer to the anchor of a mapping: <<: *name.', [
            key.range?.[0] ?? 0,
            key.range?.[1] ?? 0,
          ]);
        }
        for (const [inherited, entry] of mergedEntries(child)) merged.set(inherited, entry);
      } else {
        // The duplicate is already reported; its contents are still checked.
        const first = entries.get(name);
        const value = first === undefined ? child : mergeTrees(first.value, child);
        entries.set(name, { key: first?.key ?? this.nodeSpan(key), value });
      }
    }
    for (const [name, entry] of merged) if (!entries.has(name)) entries.set(name, entry);
    return isIncomplete ? { kind: 'map', entries, span, isIncomplete } : { kind: 'map', entries, span };
  }

  private nodeSpan(node: Node | null): Span {
    const range = node?.range;
    return range === undefined || range === null ? START : new LazySpan(range[0], range[1], this.spanOf);
  }

  private span(start: number, end: number): Span {
    return spanIn(this.source.text, this.lines, start, end);
  }
}

/**
 * Returns the offset of the first node that is nested too deeply, or undefined. Iterative, because recursion would
 * overflow.
 */
function findTooDeep(token: CST.Token): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const depth = next.depth + 1;
    if (depth > MAX_DEPTH) return next.token.offset;
    if (next.token.type === 'document' && next.token.value !== undefined) {
      open.push({ token: next.token.value, depth });
    }
    if (!('items' in next.token)) continue;
    for (const { key, value } of next.token.items) {
      if (key) open.push({ token: key, depth });
      if (value) open.push({ token: value, depth });
    }
  }
  return undefined;
}

function isNull(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

function sentenceFragment(text: string): string {
  const trimmed = text.trim();
  const lowercased = trimmed.charAt(0).toLowerCase() + trimmed.slice(1);
  return /[.!?]$/.test(lowercased) ? lowercased : `${lowercased}.`;
}
