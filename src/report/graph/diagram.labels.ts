import { createHash } from 'node:crypto';
import type { NodeId } from './diagram';

/** Maximum number of characters of a line. Longer lines are shortened in the middle. */
const MAX_LINE_LENGTH = 48;

/** Shortens a text to one line. Keeps both ends, because names differ there. */
export function shorten(text: string, maxLength = MAX_LINE_LENGTH): string {
  const characters = Array.from(text);
  if (characters.length <= maxLength) return text;
  const end = Math.floor((maxLength - 1) / 2);
  return `${characters.slice(0, maxLength - 1 - end).join('')}…${characters.slice(-end).join('')}`;
}

/** Maximum number of characters of a name in an ID. A longer name is replaced by its digest. */
const MAX_ID_LENGTH = 60;

/**
 * Returns an ID that depends only on the name, so that other changes do not change it. Different names have different
 * IDs.
 */
export function nodeId(
  kind: 'account' | 'registry' | 'registries' | 'caller' | 'upstream',
  name: string,
): NodeId {
  const escaped = Array.from(name, escapeIdCharacter).join('');
  const short = escaped.length <= MAX_ID_LENGTH ? escaped : `_${digest(name)}`;
  return `${kind}_${short}`;
}

/** The encoding is reversible, and no result looks like a digest. */
function escapeIdCharacter(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  return character === '_' ? '__' : `_${character.codePointAt(0)?.toString(16) ?? ''}_`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
