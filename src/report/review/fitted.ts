/** What is shown as a whole or not at all. */
export interface Item {
  readonly text: string;
  /** How many things it tells. */
  readonly tells: number;
}

/** A part of a document that may be shown in part: some of its items, the first ones, and how many more there are. */
export interface Section {
  readonly open: string;
  readonly items: readonly Item[];
  readonly more: (number: number) => string;
  readonly close: string;
  /** The smaller, the sooner it gets the room that there is. */
  readonly rank: number;
  /** How much of the room it may take before the others have theirs, from 0 to 1. */
  readonly share: number;
  /** Items that are shown at most, even where there is room. */
  readonly most: number;
}

/**
 * A document of at most that many characters: whole sections where there is room, and else their first items. Nothing is ever
 * cut within an item, so what is open is closed.
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

/** Without the least important ones, where not even their first lines have room. */
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
