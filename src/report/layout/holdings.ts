import { resourcesText } from '../../registry';
import type { StackRow } from './rows';

/** `3 repositories`, `1 registry policy`; for a stack that is there to take back what it deployed, `nothing`. */
export function holdings({ resources }: StackRow): readonly string[] {
  const lines = [...resources].map(([type, number]) => resourcesText(type, number));
  return lines.length === 0 ? ['nothing'] : lines;
}
