import { createHash } from 'node:crypto';

/**
 * The Terraform name of something in a registry: `<registry>-<part>`. It depends on its own names alone, because a
 * changed address destroys a repository. A registry name holds no `-`, so the first one separates the two. Where the
 * part holds `/` or `.`, which Terraform does not take, they become `_` and a hash keeps it unique; a part that ends
 * as if it had such a hash gets one too.
 */
export function logicalId(registry: string, part: string): string {
  if (!/[/.]|-[0-9a-f]{8}$/.test(part)) return `${registry}-${part}`;
  const hash = createHash('sha256').update(part).digest('hex').slice(0, 8);
  return `${registry}-${part.replace(/[/.]/g, '_')}-${hash}`;
}
