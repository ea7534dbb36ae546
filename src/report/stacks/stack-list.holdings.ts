import { resourcesText } from '../../model/deployment.type-words';
import type { StackRow } from './stack-list';

/**
 * Returns, for example, `3 repositories` and `1 registry policy`, or `nothing` for a stack whose resources are all
 * removed.
 */
export function resourceLines({ resources }: StackRow): readonly string[] {
  const lines = [...resources].map(([type, number]) => resourcesText(type, number));
  return lines.length === 0 ? ['nothing'] : lines;
}
