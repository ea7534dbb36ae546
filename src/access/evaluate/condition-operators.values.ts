/** Parsers for values of condition operators. Each returns undefined if the text is not such a value. */

export function readNumber(text: string): number | undefined {
  return /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/.test(text) ? Number(text) : undefined;
}

/**
 * Returns milliseconds since 1970. Accepts the W3C forms of ISO 8601, and seconds since 1970.
 * https://www.w3.org/TR/NOTE-datetime
 */
export function readDate(text: string): number | undefined {
  const isDate =
    /^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:[0-9]{2}))?)?)?$/.test(
      text,
    );
  if (!isDate) return /^[0-9]{5,15}(?:\.[0-9]{1,9})?$/.test(text) ? Number(text) * 1000 : undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

export function readBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

/** Returns Base64 without padding, so that equal bytes have equal texts. */
export function readBinary(text: string): string | undefined {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? text.replace(/=+$/, '') : undefined;
}

/** The IP addresses that share the first `bits` bits with `address`. */
export interface IpRange {
  /** 4 numbers of 8 bits, or 8 numbers of 16 bits. */
  readonly address: readonly number[];
  readonly bits: number;
}

/** Accepts CIDR notation, or a single address. */
export function readIpRange(text: string): IpRange | undefined {
  const slash = text.indexOf('/');
  const address = readIpAddress(slash === -1 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const length = address.length === 4 ? 32 : 128;
  const prefixLength = slash === -1 ? String(length) : text.slice(slash + 1);
  const bits = /^[0-9]{1,3}$/.test(prefixLength) ? Number(prefixLength) : NaN;
  return bits <= length ? { address, bits } : undefined;
}

export function rangeContains(range: IpRange, { address, bits }: IpRange): boolean {
  if (address.length !== range.address.length || bits < range.bits) return false;
  const size = address.length === 4 ? 8 : 16;
  return address.every((part, index) => {
    const compared = Math.min(Math.max(range.bits - index * size, 0), size);
    const ignored = size - compared;
    return part >> ignored === (range.address[index] ?? 0) >> ignored;
  });
}

function readIpAddress(text: string): readonly number[] | undefined {
  return text.includes(':') ? readIpV6(text) : readIpV4(text);
}

function readIpV4(text: string): readonly number[] | undefined {
  const parts = text.split('.', 5).map((part) => (/^[0-9]{1,3}$/.test(part) ? Number(part) : NaN));
  return parts.length === 4 && parts.every((part) => part <= 255) ? parts : undefined;
}

/** RFC 4291, section 2.2: eight groups. `::` replaces one or more groups of zeros. */
function readIpV6(text: string): readonly number[] | undefined {
  // The maximum length of an IPv6 address.
  if (text.length > 45) return undefined;
  const [left = '', right, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const before = readGroups(left);
  const after = right === undefined ? [] : readGroups(right);
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

function readGroups(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':').flatMap((group): readonly (number | undefined)[] => {
    if (/^[0-9A-Fa-f]{1,4}$/.test(group)) return [Number.parseInt(group, 16)];
    // The last 32 bits can be written as an IPv4 address.
    const [a = 0, b = 0, c = 0, d = 0] = readIpV4(group) ?? [];
    return readIpV4(group) === undefined ? [undefined] : [a * 256 + b, c * 256 + d];
  });
  return groups.every((group) => group !== undefined) ? groups : undefined;
}
