/** The longest text that a code host accepts. */
export interface TextLimit {
  readonly max: number;
  /** Returns the length of a text as the host counts it. */
  readonly lengthOf: (text: string) => number;
}

/** Counts Unicode characters: an emoji is one, although JavaScript strings have two code units for it. */
export function countCharacters(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const isSecondUnit = isLowSurrogate(text, at) && isHighSurrogate(text, at - 1);
    if (!isSecondUnit) count += 1;
  }
  return count;
}

export function countBytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** Returns whether a text may be cut before an offset: not between the two code units of a character. */
export function isCharacterBoundary(text: string, at: number): boolean {
  return !(isLowSurrogate(text, at) && isHighSurrogate(text, at - 1));
}

function isHighSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800;
}

function isLowSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
