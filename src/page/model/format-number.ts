/** Returns, for example, `5,000`. Independent of the language of the browser, as all texts of the page. */
export function formatNumber(number: number): string {
  return number.toLocaleString('en-US');
}
