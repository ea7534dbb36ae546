/** As a POSIX shell takes it for one word, whatever is in it. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_.@/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
