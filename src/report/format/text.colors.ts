import { createColors } from 'picocolors';
import type { Colors } from 'picocolors/types';

/** Enables colors on a terminal unless NO_COLOR is set (https://no-color.org). */
export function colorsFor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Colors {
  return createColors(stream.isTTY === true && (environment.NO_COLOR ?? '') === '');
}
