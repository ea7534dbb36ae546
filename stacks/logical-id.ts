import { createHash } from 'node:crypto';

/**
 * The Terraform name of something in a registry: `<registry>-<part>`. It depends on its own names alone, because a
 * changed address destroys a repository. A registry name holds no `-`, so the first one separates the two; where the
 * part holds `/` or `.`, which Terraform does not take, they become `_` and a hash keeps it unique.
 */
export function logicalId(registry: string, part: string): string {
  if (!/[/.]/.test(part)) return `${registry}-${part}`;
  const hash = createHash('sha256').update(part).digest('hex').slice(0, 8);
  return `${registry}-${part.replace(/[/.]/g, '_')}-${hash}`;
}
