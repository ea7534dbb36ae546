/**
 * Replaces characters that do not belong on a line or that XML does not allow with the replacement character.
 * Renderers escape the rest.
 */
export function replaceUndrawable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}
