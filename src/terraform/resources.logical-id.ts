import { createHash } from 'node:crypto';

/**
 * Returns the Terraform name of a resource in a registry, or of a principal in an account: `<whole>-<part>`. It
 * depends only on these names, because changing the address destroys a repository. The first name contains no
 * `-`, so the first `-` separates the two. Characters of the second name that Terraform does not accept, such
 * as `/` or `.`, become `_`, and a hash keeps the name unique. A name that ends like such a hash also gets one.
 */
export function logicalId(whole: string, part: string): string {
  if (!/[^A-Za-z0-9_-]|-[0-9a-f]{8}$/.test(part)) return `${whole}-${part}`;
  const hash = createHash('sha256').update(part).digest('hex').slice(0, 8);
  return `${whole}-${part.replace(/[^A-Za-z0-9_-]/g, '_')}-${hash}`;
}
