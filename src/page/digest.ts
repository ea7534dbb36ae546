import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';

/** Replaces `src/base/digest.ts` in the browser, whose own digests are asynchronous. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(text));
}
