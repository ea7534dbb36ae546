import { isAscii } from 'node:buffer';
import type { Json } from '../document';

/** Deeper than any plan: modules, blocks and expressions nest some dozens of levels. What reads them may recurse. */
const DEEPEST = 1000;

/** Where a text stops being JSON, or being read as such. */
export class JsonFault extends Error {
  public constructor(
    public readonly kind: 'truncated' | 'not-json' | 'too-deep' | 'too-large',
    /** In bytes, from 0. */
    public readonly position: number,
  ) {
    super(`${kind} at ${position}`);
  }
}

/**
 * A walk through JSON, piece by piece, so that a text may be larger than what one string holds, and what is not needed is
 * dropped while reading. Takes exactly what `JSON.parse` takes of the whole: each piece is given to it, and what is
 * between the pieces is looked at here. The bytes are UTF-8. (`parseChunked` of `@discoveryjs/json-ext` 1.1 was tried: it
 * takes `{"a":{},}` where a chunk ends before the comma, fails on keys such as "0", and keeps all until the end.)
 */
export class JsonCursor {
  private readonly encoding: 'latin1' | 'utf8';
  private depth = 0;

  public constructor(
    private readonly bytes: Buffer,
    private position: number,
  ) {
    // The same for ASCII, and faster.
    this.encoding = isAscii(bytes) ? 'latin1' : 'utf8';
  }

  /** Where the next value starts, or the end, in bytes. */
  public get place(): number {
    while (isSpace(this.bytes[this.position])) this.position++;
    return this.position;
  }

  /** What follows; undefined at the end. */
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
   * Goes through an object. `visit` stands at the value, and has to go over it.
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
   * Goes through a list. `visit` stands at the item, and has to go over it.
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
    const key = this.parsed(start) as string; // for it starts with a quote
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
      return JSON.parse(text) as Json; // what JSON.parse makes, without a reviver
    } catch {
      throw new JsonFault('not-json', start);
    }
  }

  private text(start: number): string {
    try {
      return this.bytes.toString(this.encoding, start, this.position);
    } catch {
      // A string of Node holds half a gigabyte.
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
        // Whether it closes what was opened is for JSON.parse to see.
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

/** What JSON takes for white space, which is less than JavaScript does. */
function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Whether it may be part of a number, `true`, `false` or `null`; what of it is one is for JSON.parse to see. */
function isLiteral(byte: number | undefined): boolean {
  return (
    byte !== undefined && !isSpace(byte) && byte !== COMMA && byte !== CLOSE_LIST && byte !== CLOSE_OBJECT
  );
}
