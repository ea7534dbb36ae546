import { isAscii } from 'node:buffer';
import type { Json } from '../document';

/** Modules, blocks and expressions of a plan nest some dozens of levels. The limit makes recursion over the values safe. */
const DEEPEST = 1000;

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
  public get place(): number {
    while (isSpace(this.bytes[this.position])) this.position++;
    return this.position;
  }

  /** Returns the kind of the next value, or undefined at the end. */
  public next(): 'list' | 'object' | 'other' | undefined {
    const byte = this.bytes[this.place];
    if (byte === undefined) return undefined;
    return byte === OPEN_OBJECT ? 'object' : byte === OPEN_LIST ? 'list' : 'other';
  }

  /** @throws JsonFault */
  public value(): Json {
    const start = this.place;
    this.position = this.endOfValue(start);
    return this.parsed(start);
  }

  /**
   * Reads an object. `visit` must read the value of the key.
   * @throws JsonFault
   */
  public members(visit: (key: string) => void): void {
    this.enter(OPEN_OBJECT);
    if (!this.leaves(CLOSE_OBJECT)) {
      do {
        visit(this.key());
      } while (this.goesOn(CLOSE_OBJECT));
    }
    this.depth--;
  }

  /**
   * Reads a list. `visit` must read the item.
   * @throws JsonFault
   */
  public items(visit: (index: number) => void): void {
    this.enter(OPEN_LIST);
    if (!this.leaves(CLOSE_LIST)) {
      let index = 0;
      do {
        visit(index++);
      } while (this.goesOn(CLOSE_LIST));
    }
    this.depth--;
  }

  private enter(open: number): void {
    this.take(open);
    this.depth++;
    if (this.depth > DEEPEST) throw new JsonFault('too-deep', this.position);
  }

  private key(): string {
    const start = this.place;
    if (this.bytes[start] !== QUOTE) throw this.brokenAt(start);
    this.position = this.endOfString(start);
    const key = this.parsed(start) as string; // because it starts with a quote
    this.take(COLON);
    return key;
  }

  private leaves(close: number): boolean {
    if (this.bytes[this.place] !== close) return false;
    this.position++;
    return true;
  }

  private goesOn(close: number): boolean {
    if (this.leaves(close)) return false;
    this.take(COMMA);
    return true;
  }

  private take(byte: number): void {
    const at = this.place;
    if (this.bytes[at] !== byte) throw this.brokenAt(at);
    this.position++;
  }

  private brokenAt(position: number): JsonFault {
    return new JsonFault(position < this.bytes.length ? 'not-json' : 'truncated', position);
  }

  private parsed(start: number): Json {
    const text = this.text(start);
    try {
      return JSON.parse(text) as Json; // typed as any
    } catch {
      throw new JsonFault('not-json', start);
    }
  }

  private text(start: number): string {
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
        if (depth > DEEPEST) throw new JsonFault('too-deep', index);
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
    const isCut = end === this.bytes.length && this.depth > 0;
    if (isCut) throw new JsonFault('truncated', end);
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
