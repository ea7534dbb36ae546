/**
 * Whether a text is UTF-16, as `>` of Windows PowerShell writes it: by its byte order mark, or because every second byte
 * of its start is zero, as it is where the text starts with ASCII.
 */
export function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return true;
  const start = bytes.subarray(0, bytes.length < 16 ? bytes.length & ~1 : 16);
  return start.length >= 4 && (isZero(start, 0) || isZero(start, 1));
}

/** Whether the even bytes, or the odd ones, are zero, and the others are not. */
function isZero(bytes: Buffer, offset: 0 | 1): boolean {
  return bytes.every((byte, index) => (index % 2 === offset) === (byte === 0));
}
