/** Text that is shown completely or not at all. */
export interface DocumentItem {
  readonly text: string;
  /** Number of lines or findings in the text. */
  readonly represents: number;
}

/** A part of a document that may be truncated after any item, with the number of items left out. */
export interface DocumentSection {
  readonly open: string;
  readonly items: readonly DocumentItem[];
  readonly more: (number: number) => string;
  readonly close: string;
  /** The section with the smallest rank is filled first. */
  readonly rank: number;
  /** Share of the available length, from 0 to 1, that the section gets before lower ranks are filled. */
  readonly share: number;
  /** Maximum number of items, even if more fit. */
  readonly maxItems: number;
}

/**
 * Returns a document of at most `limit` characters: complete sections if they fit, otherwise their first items. Items
 * are never cut, so open elements are always closed.
 */
export function fitSections(head: string, sections: readonly DocumentSection[], limit: number): string {
  const kept = sectionsThatFit(sections, limit - head.length);
  let room = limit - head.length - kept.reduce((sum, section) => sum + shellLength(section), 0);
  const shownCounts = new Map(kept.map((section) => [section, 0]));
  const byRank = [...kept].sort((a, b) => a.rank - b.rank);
  const available = room;
  const fill = (section: DocumentSection, maxLength: number): void => {
    let number = shownCounts.get(section) ?? 0;
    let used = lengthOf(section.items.slice(0, number));
    for (; number < Math.min(section.items.length, section.maxItems); number += 1) {
      const length = section.items[number]?.text.length ?? 0;
      if (length > room || used + length > maxLength) break;
      room -= length;
      used += length;
    }
    shownCounts.set(section, number);
  };
  for (const section of byRank) fill(section, Math.floor(available * section.share));
  for (const section of byRank) fill(section, available);
  return head + kept.map((section) => sectionText(section, shownCounts.get(section) ?? 0)).join('');
}

/** Drops the sections with the highest ranks if not even their headings fit. */
function sectionsThatFit(sections: readonly DocumentSection[], room: number): readonly DocumentSection[] {
  let remaining = room;
  const kept = new Set<DocumentSection>();
  for (const section of [...sections].sort((a, b) => a.rank - b.rank)) {
    remaining -= shellLength(section);
    if (remaining < 0) break;
    kept.add(section);
  }
  return sections.filter((section) => kept.has(section));
}

function sectionText({ open, items, more, close }: DocumentSection, number: number): string {
  const shown = items.slice(0, number).map(({ text }) => text);
  const rest = countRepresented(items.slice(number));
  return `${open}${shown.join('')}${rest === 0 ? '' : more(rest)}${close}`;
}

function shellLength({ open, items, more, close }: DocumentSection): number {
  return open.length + more(countRepresented(items)).length + close.length;
}

function countRepresented(items: readonly DocumentItem[]): number {
  return items.reduce((sum, { represents }) => sum + represents, 0);
}

function lengthOf(items: readonly DocumentItem[]): number {
  return items.reduce((sum, { text }) => sum + text.length, 0);
}
