import { Tokenization } from 'cdktf';

type Resolve = typeof Tokenization.resolve;

/**
 * Runs a function while cdktf resolves values without tokens by copying them. cdktf resolves each element of a stack,
 * and then all of them together, and searches each value of both for tokens of five kinds. That is a third of the
 * synthesis time of a large topology. Almost no value of a layout is a token; cdktf resolves those as before.
 */
export function withPlainValuesCopied<Result>(run: () => Result): Result {
  const property = Object.getOwnPropertyDescriptor(Tokenization, 'resolve');
  const resolve: Resolve = Tokenization.resolve.bind(Tokenization);
  Tokenization.resolve = (value, options) => {
    try {
      return copy(value, (token) => resolve(token, options) as unknown, 0);
    } catch {
      // Fails again, with the path of the value in the message.
      return resolve(value, options) as unknown;
    }
  };
  try {
    return run();
  } finally {
    if (property !== undefined) Object.defineProperty(Tokenization, 'resolve', property);
  }
}

/** cdktf reports a cycle at 200 levels. */
const MAX_DEPTH = 100;

/** Returns a copy without undefined values, as cdktf does. */
function copy(value: unknown, resolve: (token: unknown) => unknown, depth: number): unknown {
  if (typeof value === 'string') return mayContainToken(value) ? resolve(value) : value;
  if (typeof value === 'boolean' || value === null || value === undefined) return value;
  if (typeof value !== 'object') return mayBeToken(value) ? resolve(value) : value;
  if (depth > MAX_DEPTH) return resolve(value);
  if (Array.isArray(value)) return copyList(value, resolve, depth);
  return isPlainMapping(value) ? copyMapping(value, resolve, depth) : resolve(value);
}

function copyList(
  list: readonly unknown[],
  resolve: (token: unknown) => unknown,
  depth: number,
): readonly unknown[] {
  // A list of one text or number may be the token of a list.
  if (list.some((item) => typeof item !== 'object' && mayBeToken(item))) return resolve(list) as typeof list;
  return list.map((item) => copy(item, resolve, depth + 1)).filter((item) => item !== undefined);
}

function copyMapping(
  mapping: Readonly<Record<string, unknown>>,
  resolve: (token: unknown) => unknown,
  depth: number,
): unknown {
  const copied: Record<string, unknown> = {};
  for (const key of Object.keys(mapping)) {
    if (mayContainToken(key)) return resolve(mapping);
    const value = copy(mapping[key], resolve, depth + 1);
    if (value !== undefined) copied[key] = value;
  }
  return copied;
}

/** Whether a value that is not an object or list may be a token, or one that cdktf rejects. */
function mayBeToken(value: unknown): boolean {
  if (typeof value === 'string') return mayContainToken(value);
  // The number for a token is far outside of this range. -123456789 is the value in a mapping that is a token.
  if (typeof value === 'number') return !Number.isSafeInteger(value) || value === -123456789;
  return typeof value === 'function';
}

/** Texts contain the markers of tokens, a number that is a token, or the value in a mapping that is a token. */
const TOKEN_IN_TEXT = /TfToken\[|e\+2|Map Token Value$/;

function mayContainToken(text: string): boolean {
  return TOKEN_IN_TEXT.test(text);
}

/** Whether the value is not an object of a class, such as a token or a construct. */
function isPlainMapping(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
