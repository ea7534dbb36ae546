import { coreValue } from './core-schema';
import {
  CLOSE_LIST,
  CLOSE_MAP,
  COMMA,
  HASH,
  HYPHEN,
  isKey,
  lineEnd,
  NEWLINE,
  OPEN_LIST,
  OPEN_MAP,
  OtherYaml,
  readText,
  skipSpaces,
  SPACE,
  type BlockOrFlow,
  type Text,
} from './plain-text';
import { LazySpan, type Span } from './span';
import type { ListTree, MapTree, ScalarTree, Tree } from './tree';

/**
 * Reads the YAML that declarations consist of: block mappings and lists, flow collections, and plain or quoted texts on
 * one line. Returns undefined for all other YAML, valid or not, for which `parseYaml` uses the library. So this reader
 * reports no problem, and every tree that it returns is that of the library. It exists because the library needs ten
 * times as long for a large file.
 *
 * @param spanOf computes the position of a part of the text
 */
export function readPlainYaml(
  text: string,
  spanOf: (start: number, end: number) => Span,
): MapTree | undefined {
  if (UNSUPPORTED.test(text)) return undefined;
  try {
    return new PlainReader(text, spanOf).read();
  } catch (error) {
    if (error instanceof OtherYaml) return undefined;
    throw error;
  }
}

/** Control characters, other line ends and byte order marks; document markers and directives. */
const UNSUPPORTED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]|^(?:---|\.\.\.|%)/m;

/** Deeper values are left to the library, which reports those that are nested too deeply. */
const MAX_DEPTH = 32;
/** YAML limits the keys of block mappings to 1,024 characters. */
const MAX_KEY_LENGTH = 1000;

class PlainReader {
  /** The first character of the current line that is not a space. At the end of the text, its length. */
  private at = 0;
  /** The indentation of the current line, or -1 at the end. A line that no block expects is left over at the end. */
  private indent = 0;

  public constructor(
    private readonly text: string,
    private readonly spanOf: (start: number, end: number) => Span,
  ) {}

  public read(): MapTree {
    this.moveToLine(0);
    const isTop = this.indent === 0 && !this.isItem();
    if (!isTop) throw new OtherYaml();
    const tree = this.readMapping(0, 0);
    if (this.at < this.text.length) throw new OtherYaml();
    return tree;
  }

  /** Moves to the next line with content. */
  private moveToLine(lineStart: number): void {
    let start = lineStart;
    for (;;) {
      const at = skipSpaces(this.text, start);
      const code = this.text.charCodeAt(at);
      if (code !== NEWLINE && code !== HASH) {
        this.at = at;
        this.indent = at < this.text.length ? at - start : -1;
        return;
      }
      start = lineEnd(this.text, at) + 1;
    }
  }

  /** Moves to the next line with content. Between a value and the end of its line there may be a comment. */
  private endLine(valueEnd: number): void {
    const at = skipSpaces(this.text, valueEnd);
    const code = this.text.charCodeAt(at);
    const isComment = code === HASH && at > valueEnd;
    if (!isComment && code !== NEWLINE && at < this.text.length) throw new OtherYaml();
    this.moveToLine(lineEnd(this.text, at) + 1);
  }

  /** @returns whether the current line is an item of a list */
  private isItem(): boolean {
    return this.text.charCodeAt(this.at) === HYPHEN && this.text.charCodeAt(this.at + 1) === SPACE;
  }

  private readBlock(depth: number): Tree {
    return this.isItem() ? this.readItems(this.indent, depth) : this.readMapping(this.indent, depth);
  }

  private readMapping(indent: number, depth: number): MapTree {
    if (depth > MAX_DEPTH) throw new OtherYaml();
    const start = this.at;
    const entries: Entries = new Map();
    do {
      const key = readText(this.text, this.at, 'block');
      this.checkKey(key);
      const value = this.readValue(key.end + 1, indent, depth + 1);
      this.addEntry(entries, key, value);
    } while (this.indent === indent);
    return { kind: 'map', entries, span: this.span(start, this.at) };
  }

  /** Reads the value after a key and its colon: on the same line, or in the following lines. */
  private readValue(afterColon: number, indent: number, depth: number): Tree {
    const at = skipSpaces(this.text, afterColon);
    const code = this.text.charCodeAt(at);
    if (code !== NEWLINE && code !== HASH && at < this.text.length) return this.readInline(at, indent, depth);
    this.moveToLine(lineEnd(this.text, at) + 1);
    if (this.indent > indent) return this.readBlock(depth);
    if (this.indent === indent && this.isItem()) return this.readItems(indent, depth);
    throw new OtherYaml();
  }

  private readItems(indent: number, depth: number): ListTree {
    if (depth > MAX_DEPTH) throw new OtherYaml();
    const start = this.at;
    const items: Tree[] = [];
    while (this.indent === indent && this.isItem()) items.push(this.readItem(indent, depth + 1));
    return { kind: 'list', items, span: this.span(start, this.at) };
  }

  private readItem(indent: number, depth: number): Tree {
    const at = skipSpaces(this.text, this.at + 1);
    const code = this.text.charCodeAt(at);
    if (code !== OPEN_LIST && code !== OPEN_MAP && isKey(this.text, readText(this.text, at, 'block').end)) {
      const keyIndent = indent + at - this.at;
      this.at = at;
      return this.readMapping(keyIndent, depth);
    }
    return this.readInline(at, indent, depth);
  }

  /** Reads a value that is not a block. */
  private readInline(start: number, indent: number, depth: number): Tree {
    const { tree, end } = this.readNode(start, 'block', indent, depth);
    this.endLine(end);
    return tree;
  }

  private readNode(start: number, context: BlockOrFlow, indent: number, depth: number): Read<Tree> {
    switch (this.text.charCodeAt(start)) {
      case OPEN_MAP:
        return this.readFlowMapping(start, indent, depth);
      case OPEN_LIST:
        return this.readFlowList(start, indent, depth);
      default: {
        const text = readText(this.text, start, context);
        if (isKey(this.text, text.end)) throw new OtherYaml();
        return { tree: this.scalarOf(text), end: text.end };
      }
    }
  }

  private readFlowMapping(start: number, indent: number, depth: number): Read<MapTree> {
    const entries: Entries = new Map();
    const end = this.readFlow(start, CLOSE_MAP, indent, depth, (at) => {
      const key = readText(this.text, at, 'flow');
      this.checkKey(key);
      const value = this.readNode(skipSpaces(this.text, key.end + 1), 'flow', indent, depth + 1);
      this.addEntry(entries, key, value.tree);
      return value.end;
    });
    return { tree: { kind: 'map', entries, span: this.span(start, end) }, end };
  }

  private readFlowList(start: number, indent: number, depth: number): Read<ListTree> {
    const items: Tree[] = [];
    const end = this.readFlow(start, CLOSE_LIST, indent, depth, (at) => {
      const item = this.readNode(at, 'flow', indent, depth + 1);
      items.push(item.tree);
      return item.end;
    });
    return { tree: { kind: 'list', items, span: this.span(start, end) }, end };
  }

  /**
   * Reads a flow collection with one or more parts between commas, or none.
   *
   * @param readPart reads a part and returns its end
   * @returns the end of the collection
   */
  private readFlow(
    start: number,
    close: number | undefined,
    indent: number,
    depth: number,
    readPart: (at: number) => number,
  ): number {
    if (depth > MAX_DEPTH) throw new OtherYaml();
    let at = this.skipFlowSpace(start + 1, indent);
    if (this.text.charCodeAt(at) === close) return at + 1;
    for (;;) {
      at = this.skipFlowSpace(readPart(at), indent);
      const code = this.text.charCodeAt(at);
      if (code === close) return at + 1;
      if (code !== COMMA) throw new OtherYaml();
      at = this.skipFlowSpace(at + 1, indent);
    }
  }

  /** Skips spaces, comments and line ends. Each line must be indented further than the block that contains it. */
  private skipFlowSpace(start: number, indent: number): number {
    let at = skipSpaces(this.text, start);
    while (at < this.text.length) {
      const code = this.text.charCodeAt(at);
      if (code === HASH && this.text.charCodeAt(at - 1) === SPACE) {
        at = lineEnd(this.text, at);
      } else if (code === NEWLINE) {
        const content = skipSpaces(this.text, at + 1);
        const isBlank = this.text.charCodeAt(content) === NEWLINE;
        if (!isBlank && content - at - 1 <= indent) throw new OtherYaml();
        at = content;
      } else {
        break;
      }
    }
    return at;
  }

  private checkKey({ source, end }: Text): void {
    const isSupported = isKey(this.text, end) && source.length < MAX_KEY_LENGTH && source !== '__proto__';
    if (!isSupported) throw new OtherYaml();
  }

  private addEntry(entries: Entries, key: Text, value: Tree): void {
    const { size } = entries;
    entries.set(key.source, { key: this.span(key.start, key.end), value });
    const isDuplicate = entries.size === size;
    if (isDuplicate) throw new OtherYaml();
  }

  private scalarOf({ source, isQuoted, start, end }: Text): ScalarTree {
    const value = isQuoted ? source : coreValue(source);
    if (value === undefined) throw new OtherYaml();
    return { kind: 'scalar', value, source, quoted: isQuoted, span: this.span(start, end) };
  }

  private span(start: number, end: number): Span {
    return new LazySpan(start, end, this.spanOf);
  }
}

/** A part of the text and where it ends. */
interface Read<Part extends Tree> {
  readonly tree: Part;
  readonly end: number;
}

type Entries = Map<string, { readonly key: Span; readonly value: Tree }>;
