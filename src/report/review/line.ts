import { sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text';
import { wrapped, type Terminal, type Tone } from '../format/terminal';
import { printable } from '../format/text';

/** One change as text. Names are not escaped; the renderer escapes them. */
export interface Line {
  readonly mark: '+' | '-' | '~';
  /** Images are deleted, or every AWS account gains access. */
  readonly isCritical: boolean;
  readonly text: string;
}

const TONES: Readonly<Record<Line['mark'], Tone>> = { '+': 'good', '-': 'danger', '~': 'caution' };

/** Renders a line for a terminal, with the color of its mark. A critical line has the color of danger. */
export function lineText({ mark, isCritical, text }: Line, terminal: Terminal, indent: string): string {
  const tone = isCritical ? 'danger' : TONES[mark];
  return wrapped(printable(text), terminal, { first: `${indent}${mark} ` })
    .split('\n')
    .map((line) => `${indent}${terminal.paint[tone](line.slice(indent.length))}`)
    .join('\n');
}

/** Maximum number of names in a line. The JSON output has all of them. */
const MAX_NAMES = 8;

/**
 * Returns, for example, `app, web` or `200 repositories (team0/svc000, team0/svc001, …)`. Sorted.
 * @param isRest whether `*` excludes repositories that policies name
 */
export function repositoriesText(names: readonly string[], isRest = false): string {
  const all = isRest ? 'every other repository' : 'every repository';
  const shown = sortedUnique(names).map((name) => (name === '*' ? all : name));
  return !isMany(shown)
    ? shown.join(', ')
    : `${shown.length} repositories (${shown.slice(0, FIRST_NAMES).join(', ')}, …)`;
}

/** Returns whether the names are too many for one line. */
export function isMany(names: readonly string[]): boolean {
  return names.length > MAX_NAMES;
}

const FIRST_NAMES = 3;

/** Returns, for example, `app, api` or `a, b and 392 more`. Sorted. */
export function nameList(names: Iterable<string>): string {
  return formatList(sortedUnique(names), MAX_NAMES);
}
