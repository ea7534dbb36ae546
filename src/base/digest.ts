import { createHash } from 'node:crypto';

/** Returns the SHA-256 digest of a text as 64 hexadecimal digits. The report page has a file of its own for this (bin/page.js). */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
