import type { Difference, DifferenceKind } from '../../verify/difference';
import { nameIn, type Verification } from '../../verify/verification';
import { wrapped, type Terminal, type Tone } from '../format/terminal';
import { printable } from '../format/text';
import { unreadableText } from '../live/unreadable';
import { adviceFor, summaryOf } from './advice';
import { DIFFERENCE_SECTIONS, differenceLines, type DifferenceLine } from './difference-lines';
import { routeLines, type RouteLines } from './image-lines';

/** How many images of a route are shown. The JSON output has more. */
const MAX_IMAGES = 10;

/** Renders a verification for a terminal: the differences, what could not be read, what to do, and the numbers. */
export function verificationText(verification: Verification, terminal: Terminal): string {
  const { differences, images, unreadable } = verification;
  const sections = [
    ...DIFFERENCE_SECTIONS.map(([kind, title]) => sectionText(differences, kind, title, terminal)),
    ...(images === undefined
      ? []
      : [
          section(
            'Images',
            routeLines(images, MAX_IMAGES).map((each) => routeText(each, terminal)),
            terminal,
          ),
        ]),
    unreadableText(
      [...unreadable, ...(images?.unreadable ?? [])],
      (registry) => nameIn(verification, registry),
      terminal,
    ).trimEnd(),
    adviceFor(verification)
      .map((sentence) => wrapped(sentence, terminal))
      .join('\n'),
    wrapped(summaryOf(verification), terminal),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function sectionText(
  differences: readonly Difference[],
  kind: DifferenceKind,
  title: string,
  terminal: Terminal,
): string {
  return section(
    title,
    differenceLines(differences, kind).map((line) => lineText(line, terminal)),
    terminal,
  );
}

function section(title: string, lines: readonly string[], terminal: Terminal): string {
  return lines.length === 0 ? '' : [terminal.paint.strong(title), ...lines].join('\n');
}

const MARKS: Readonly<Record<DifferenceKind, readonly [mark: string, tone: Tone]>> = {
  missing: ['-', 'danger'],
  undeclared: ['+', 'caution'],
  different: ['~', 'caution'],
};

/** Two long values are in two lines, one below the other, because a reader compares them. */
const MAX_LINE = 110;

function lineText({ difference, text }: DifferenceLine, terminal: Terminal): string {
  const { kind, declared, live } = difference;
  const [mark, tone] = MARKS[kind];
  const isLong = text.length > MAX_LINE && declared !== undefined && live !== undefined;
  if (!isLong) return painted(text, terminal, tone, `  ${mark} `);
  const end = `: declared ${declared}, in AWS ${live}`;
  return [
    painted(text.slice(0, -end.length), terminal, tone, `  ${mark} `),
    painted(declared, terminal, tone, '      declared: '),
    painted(live, terminal, tone, '      in AWS:   '),
  ].join('\n');
}

function painted(text: string, terminal: Terminal, tone: Tone, first: string): string {
  return wrapped(printable(text), terminal, { first })
    .split('\n')
    .map((line) => line.replace(/\S.*$/, (rest) => terminal.paint[tone](rest)))
    .join('\n');
}

function routeText({ title, images, more, causes }: RouteLines, terminal: Terminal): string {
  return [
    painted(title, terminal, 'caution', '  ~ '),
    ...images.map((image) => wrapped(printable(image), terminal, { first: '      ' })),
    ...(more === 0 ? [] : [`      … and ${more} more`]),
    ...causes.map((cause) => wrapped(printable(cause), terminal, { first: '      ' })),
  ].join('\n');
}
