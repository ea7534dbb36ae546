/**
 * Returns whether bytes are UTF-16 text, as Windows PowerShell writes it with `>`: they start with a byte order
 * mark, or every second byte at the start is zero, as in UTF-16 text that starts with ASCII.
 */
export function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return true;
  const start = bytes.subarray(0, bytes.length < 16 ? bytes.length & ~1 : 16);
  return start.length >= 4 && (isEverySecondByteZero(start, 0) || isEverySecondByteZero(start, 1));
}

/** Returns whether the bytes at even (0) or odd (1) positions are zero and all others are not. */
function isEverySecondByteZero(bytes: Buffer, offset: 0 | 1): boolean {
  return bytes.every((byte, index) => (index % 2 === offset) === (byte === 0));
}
