import { isSeq, parse, parseDocument } from 'yaml';
import { REGIONS } from '../../aws/partitions';
import { isList } from '../../base/collections';
import { didYouMean } from '../../base/text';

/** The lists to which entries can be added. */
const LISTS = ['access', 'replication'] as const;

/**
 * Returns the text of a valid declaration with further entries. Each entry is a text with `access:` or `replication:`
 * and a list of items. Keeps comments; the layout may change.
 */
export function addEntries(text: string, entries: readonly string[]): string {
  const document = parseDocument(text);
  for (const entry of entries) {
    const parsed: unknown = parse(entry);
    for (const list of LISTS) {
      for (const item of itemsOf(parsed, list)) {
        if (isSeq(document.get(list))) document.addIn([list], item);
        else document.set(list, document.createNode([item]));
      }
    }
  }
  return document.toString();
}

function itemsOf(parsed: unknown, list: string): readonly unknown[] {
  const all =
    typeof parsed === 'object' && parsed !== null
      ? new Map<string, unknown>(Object.entries(parsed))
      : undefined;
  const items = all?.get(list);
  return isList(items) ? items : [];
}

/** Returns message and help for an unknown Region. */
export function unknownRegionMessage(region: string): readonly [message: string, help: string] {
  return [
    `'${region}' is not a known AWS Region.`,
    didYouMean(region, REGIONS) ?? 'If the Region is new, update ecr-topology.',
  ];
}
