import { isAscii } from 'node:buffer';
import type { Json } from '../model/document';

/** Modules, blocks and expressions of a plan nest some dozens of levels. The limit makes recursion over the values safe. */
const MAX_DEPTH = 1000;

/** The position and the reason at which a text is not JSON, or cannot be read. */
export class JsonFault extends Error {
  public constructor(
    public readonly kind: 'truncated' | 'not-json' | 'too-deep' | 'too-large',
    /** The offset in bytes. */
    public readonly position: number,
  ) {
    super(`${kind} at ${position}`);
  }
}

/**
 * Reads UTF-8 JSON value by value, so that a text may be larger than the longest string of Node, and values that are not needed
 * can be dropped during reading. Accepts exactly the texts that `JSON.parse` accepts: each value is parsed by `JSON.parse`, and
 * the bytes between the values are checked here. (`parseChunked` of `@discoveryjs/json-ext` 1.1 was tried: it accepts
 * `{"a":{},}` if a chunk ends before the comma, fails on keys such as "0", and keeps everything until the end.)
 */
export class JsonCursor {
  private readonly encoding: 'latin1' | 'utf8';
  private depth = 0;

  public constructor(
    private readonly bytes: Buffer,
    private position: number,
  ) {
    // Gives the same text for ASCII, and is faster.
    this.encoding = isAscii(bytes) ? 'latin1' : 'utf8';
  }

  /** The offset of the next token, or of the end. */
  public get tokenStart(): number {
    while (isSpace(this.bytes[this.position])) this.position++;
    return this.position;
  }

  /** Returns the kind of the next value, or undefined at the end. */
  public nextKind(): 'list' | 'object' | 'other' | undefined {
    const byte = this.bytes[this.tokenStart];
    if (byte === undefined) return undefined;
    return byte === OPEN_OBJECT ? 'object' : byte === OPEN_LIST ? 'list' : 'other';
  }

  /** @throws JsonFault */
  public readValue(): Json {
    const start = this.tokenStart;
    this.position = this.endOfValue(start);
    return this.parse(start);
  }

  /**
   * Reads an object. `visit` must read the value of the key.
   * @throws JsonFault
   */
  public forEachMember(visit: (key: string) => void): void {
    this.open(OPEN_OBJECT);
    if (!this.closes(CLOSE_OBJECT)) {
      do {
        visit(this.readKey());
      } while (this.hasNext(CLOSE_OBJECT));
    }
    this.depth--;
  }

  /**
   * Reads a list. `visit` must read the item.
   * @throws JsonFault
   */
  public forEachItem(visit: (index: number) => void): void {
    this.open(OPEN_LIST);
    if (!this.closes(CLOSE_LIST)) {
      let index = 0;
      do {
        visit(index++);
      } while (this.hasNext(CLOSE_LIST));
    }
    this.depth--;
  }

  private open(open: number): void {
    this.expectByte(open);
    this.depth++;
    if (this.depth > MAX_DEPTH) throw new JsonFault('too-deep', this.position);
  }

  private readKey(): string {
    const start = this.tokenStart;
    if (this.bytes[start] !== QUOTE) throw this.syntaxFault(start);
    this.position = this.endOfString(start);
    const key = this.parse(start) as string; // because it starts with a quote
    this.expectByte(COLON);
    return key;
  }

  private closes(close: number): boolean {
    if (this.bytes[this.tokenStart] !== close) return false;
    this.position++;
    return true;
  }

  private hasNext(close: number): boolean {
    if (this.closes(close)) return false;
    this.expectByte(COMMA);
    return true;
  }

  private expectByte(byte: number): void {
    const at = this.tokenStart;
    if (this.bytes[at] !== byte) throw this.syntaxFault(at);
    this.position++;
  }

  private syntaxFault(position: number): JsonFault {
    return new JsonFault(position < this.bytes.length ? 'not-json' : 'truncated', position);
  }

  private parse(start: number): Json {
    const text = this.textFrom(start);
    try {
      return JSON.parse(text) as Json; // typed as any
    } catch {
      throw new JsonFault('not-json', start);
    }
  }

  private textFrom(start: number): string {
    try {
      return this.bytes.toString(this.encoding, start, this.position);
    } catch {
      // The longest string of Node has about half a gigabyte.
      throw new JsonFault('too-large', start);
    }
  }

  private endOfValue(start: number): number {
    const first = this.bytes[start];
    if (first === OPEN_OBJECT || first === OPEN_LIST) return this.endOfNested(start);
    return first === QUOTE ? this.endOfString(start) : this.endOfLiteral(start);
  }

  private endOfNested(start: number): number {
    const { bytes } = this;
    let depth = this.depth;
    for (let index = start; index < bytes.length; index++) {
      const byte = bytes[index];
      if (byte === QUOTE) {
        index = this.endOfString(index) - 1;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        depth++;
        if (depth > MAX_DEPTH) throw new JsonFault('too-deep', index);
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        depth--;
        // JSON.parse checks that the brackets match.
        if (depth === this.depth) return index + 1;
      }
    }
    throw new JsonFault('truncated', bytes.length);
  }

  private endOfString(start: number): number {
    const { bytes } = this;
    for (let index = start + 1; index < bytes.length; index++) {
      const byte = bytes[index];
      if (byte === QUOTE) return index + 1;
      if (byte === BACKSLASH) index++;
    }
    throw new JsonFault('truncated', bytes.length);
  }

  private endOfLiteral(start: number): number {
    let end = start;
    while (isLiteral(this.bytes[end])) end++;
    const isTruncated = end === this.bytes.length && this.depth > 0;
    if (isTruncated) throw new JsonFault('truncated', end);
    return end;
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** JSON allows fewer white space characters than JavaScript. */
function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Whether a byte may be part of a number, `true`, `false` or `null`. JSON.parse checks the whole literal. */
function isLiteral(byte: number | undefined): boolean {
  return (
    byte !== undefined && !isSpace(byte) && byte !== COMMA && byte !== CLOSE_LIST && byte !== CLOSE_OBJECT
  );
}
