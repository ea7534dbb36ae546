import { isSeq, parse, parseDocument } from 'yaml';
import { isList } from '../registry';

/** The lists that entries are added to. */
const LISTS = ['access', 'replication'] as const;

/**
 * The text of a declaration with further entries, each written as `access:` or `replication:` with items. For a declaration
 * that is valid; its comments stay, its layout may not.
 */
export function withEntries(text: string, entries: readonly string[]): string {
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
