import type { Terminal, Tone } from '../report/format/terminal';
import type { TonedText } from '../report/page/served';

/** Start and end the text of a tone. `printable` removes these characters from all names, so that only `TONED` has them. */
const START = '\u0001';
const END = '\u0002';

const TONES = ['danger', 'caution', 'good', 'note', 'strong'] as const satisfies readonly Tone[];

/** A terminal for texts that `splitTones` splits. */
export const TONED: Terminal = {
  width: Infinity,
  paint: {
    danger: mark('danger'),
    caution: mark('caution'),
    good: mark('good'),
    note: mark('note'),
    strong: mark('strong'),
  },
};

function mark(tone: Tone): (text: string) => string {
  return (text) => `${START}${TONES.indexOf(tone)}${text}${END}`;
}

/** Splits a text for the terminal `TONED` by its tones. Text with two tones has the inner one. */
export function splitTones(text: string): readonly TonedText[] {
  const parts: TonedText[] = [];
  const tones: (Tone | undefined)[] = [];
  for (const [token] of text.matchAll(/\u0001\d|\u0002|[^\u0001\u0002]+/g)) {
    if (token.startsWith(START)) tones.push(TONES[Number(token.slice(1))]);
    else if (token === END) tones.pop();
    else parts.push({ tone: tones.at(-1), text: token });
  }
  return parts;
}
