/**
 * Text for a terminal or a log, on one line: what a terminal would obey (escape sequences, other control characters)
 * and what would change the direction or the line is shown as a replacement character. Names come from pull requests.
 */
export function printable(text: string): string {
  return text.replace(/(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}
