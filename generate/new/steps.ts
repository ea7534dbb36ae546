import { readFileSync } from 'node:fs';

const DOCUMENT = 'CONTRIBUTING.md';

/** Returns a section of "How to add" in CONTRIBUTING.md, without the title of the section. */
export function stepsOf(section: string): string {
  const [, ...sections] = readFileSync(DOCUMENT, 'utf8').split(/^(?=\*\*|## )/m);
  const text = sections.find((each) => each.startsWith(`**${section}**`));
  if (text === undefined) throw new Error(`${DOCUMENT} has no section '${section}'.`);
  return `${DOCUMENT}, ${section.toLowerCase()}:\n\n${text.slice(text.indexOf('\n')).trim()}`;
}
