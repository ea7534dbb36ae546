/**
 * A text that can be drawn: what is no character that stands on a line, or that XML does not take, is shown as a
 * replacement character. Renderers escape what is left.
 */
export function drawable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}
