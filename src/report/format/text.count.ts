/** Returns, for example, `1 rule` or `2 rules`. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
