import { createHash } from 'node:crypto';

/**
 * The Terraform name of something in a registry, or of a caller in an account: `<whole>-<part>`. It depends on its own
 * names alone, because a changed address destroys a repository. The name of a whole holds no `-`, so the first one
 * separates the two. Where the part holds what Terraform does not take, such as `/` or `.`, that becomes `_` and a hash
 * keeps it unique; a part that ends as if it had such a hash gets one too.
 */
export function logicalId(whole: string, part: string): string {
  if (!/[^A-Za-z0-9_-]|-[0-9a-f]{8}$/.test(part)) return `${whole}-${part}`;
  const hash = createHash('sha256').update(part).digest('hex').slice(0, 8);
  return `${whole}-${part.replace(/[^A-Za-z0-9_-]/g, '_')}-${hash}`;
}
