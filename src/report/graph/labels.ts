import { createHash } from 'node:crypto';
import type { NodeId } from './picture';

/** Characters of one line of a picture; what is longer is shortened in its middle. */
const LONGEST = 48;

/** A text that fits on one line: both ends of it, for that is where names differ. */
export function shortened(text: string, longest = LONGEST): string {
  const characters = Array.from(text);
  if (characters.length <= longest) return text;
  const end = Math.floor((longest - 1) / 2);
  return `${characters.slice(0, longest - 1 - end).join('')}…${characters.slice(-end).join('')}`;
}

/** Characters of a name that an id repeats; a longer one is known by its digest. */
const LONGEST_ID = 60;

/** An id of nothing but the name, so that it changes with nothing else. Different names have different ids. */
export function nodeId(
  kind: 'account' | 'registry' | 'registries' | 'caller' | 'upstream',
  name: string,
): NodeId {
  const escaped = Array.from(name, escapedCharacter).join('');
  const short = escaped.length <= LONGEST_ID ? escaped : `_${digest(name)}`;
  return `${kind}_${short}`;
}

/** No sequence of these can be read in two ways, nor taken for a digest. */
function escapedCharacter(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  return character === '_' ? '__' : `_${character.codePointAt(0)?.toString(16) ?? ''}_`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
