/** Text that is shown completely or not at all. */
export interface Item {
  readonly text: string;
  /** Number of lines or findings in the text. */
  readonly tells: number;
}

/** A part of a document that may be truncated after any item, with the number of items left out. */
export interface Section {
  readonly open: string;
  readonly items: readonly Item[];
  readonly more: (number: number) => string;
  readonly close: string;
  /** The section with the smallest rank is filled first. */
  readonly rank: number;
  /** Share of the available length, from 0 to 1, that the section gets before lower ranks are filled. */
  readonly share: number;
  /** Maximum number of items, even if more fit. */
  readonly most: number;
}

/**
 * Returns a document of at most `limit` characters: complete sections if they fit, otherwise their first items. Items
 * are never cut, so open elements are always closed.
 */
export function fitted(head: string, sections: readonly Section[], limit: number): string {
  const kept = keptSections(sections, limit - head.length);
  let room = limit - head.length - kept.reduce((sum, section) => sum + shellLength(section), 0);
  const taken = new Map(kept.map((section) => [section, 0]));
  const inOrder = [...kept].sort((a, b) => a.rank - b.rank);
  const whole = room;
  const fill = (section: Section, mostLength: number): void => {
    let number = taken.get(section) ?? 0;
    let used = lengthOf(section.items.slice(0, number));
    for (; number < Math.min(section.items.length, section.most); number += 1) {
      const length = section.items[number]?.text.length ?? 0;
      if (length > room || used + length > mostLength) break;
      room -= length;
      used += length;
    }
    taken.set(section, number);
  };
  for (const section of inOrder) fill(section, Math.floor(whole * section.share));
  for (const section of inOrder) fill(section, whole);
  return head + kept.map((section) => sectionText(section, taken.get(section) ?? 0)).join('');
}

/** Drops the sections with the highest ranks if not even their headings fit. */
function keptSections(sections: readonly Section[], room: number): readonly Section[] {
  let left = room;
  const kept = new Set<Section>();
  for (const section of [...sections].sort((a, b) => a.rank - b.rank)) {
    left -= shellLength(section);
    if (left < 0) break;
    kept.add(section);
  }
  return sections.filter((section) => kept.has(section));
}

function sectionText({ open, items, more, close }: Section, number: number): string {
  const shown = items.slice(0, number).map(({ text }) => text);
  const rest = toldBy(items.slice(number));
  return `${open}${shown.join('')}${rest === 0 ? '' : more(rest)}${close}`;
}

function shellLength({ open, items, more, close }: Section): number {
  return open.length + more(toldBy(items)).length + close.length;
}

function toldBy(items: readonly Item[]): number {
  return items.reduce((sum, { tells }) => sum + tells, 0);
}

function lengthOf(items: readonly Item[]): number {
  return items.reduce((sum, { text }) => sum + text.length, 0);
}
