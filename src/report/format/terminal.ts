import { createColors } from 'picocolors';
import wrapAnsi from 'wrap-ansi';

/** Where text is printed: how many columns fit, and how each meaning is colored. */
export interface Terminal {
  /** Columns. Infinity if the output is piped or written to a file. */
  readonly width: number;
  readonly paint: Paint;
}

/** Text with the color of its meaning. A meaning has the same color in each command. */
type Paint = Readonly<Record<Tone, (text: string) => string>>;

export type Tone =
  /** Red: denied, destroyed, public, an error. */
  | 'danger'
  /** Yellow: changed, unknown, a warning. */
  | 'caution'
  /** Green: allowed, added, passed. */
  | 'good'
  /** Cyan: a note. */
  | 'note'
  /** Bold: a heading. */
  | 'strong';

export const COLOR_CHOICES = ['auto', 'always', 'never'] as const;
export type ColorChoice = (typeof COLOR_CHOICES)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/** A stream of the process. `columns` is set if it is a terminal. */
interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Narrower terminals get lines of this width: less has room for a few words only. */
const MIN_WIDTH = 40;

export function terminalOf(stream: OutputStream, environment: Environment, choice: ColorChoice): Terminal {
  const columns = stream.isTTY === true ? (stream.columns ?? 0) : 0;
  return {
    width: columns === 0 ? Infinity : Math.max(columns, MIN_WIDTH),
    paint: paintFor(hasColors(stream, environment, choice)),
  };
}

/**
 * The option takes precedence over the environment, and NO_COLOR (https://no-color.org) over FORCE_COLOR
 * (https://force-color.org), which logs of CI systems set.
 */
function hasColors(stream: OutputStream, environment: Environment, choice: ColorChoice): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (isSet(environment.NO_COLOR)) return false;
  const forced = environment.FORCE_COLOR ?? environment.CLICOLOR_FORCE;
  if (isSet(forced)) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && environment.TERM !== 'dumb';
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== '';
}

function paintFor(isColored: boolean): Paint {
  const colors = createColors(isColored);
  return {
    danger: colors.red,
    caution: colors.yellow,
    good: colors.green,
    note: colors.cyan,
    strong: colors.bold,
  };
}

/** A file, or a pipe without colors. */
export const PLAIN: Terminal = { width: Infinity, paint: paintFor(false) };

/** How the lines of a wrapped text start. */
interface Indent {
  readonly first: string;
  /** Default: blanks in the width of `first`. */
  readonly rest?: string;
}

/**
 * Wraps a text at words to the width of the terminal. A longer word, such as an ARN, has its own line and is not cut,
 * so that it can be copied. Line breaks of the text are kept.
 */
export function wrapped(
  text: string,
  { width }: Pick<Terminal, 'width'>,
  indent: Indent = { first: '' },
): string {
  const { first, rest = ' '.repeat(first.length) } = indent;
  const space = width - Math.max(first.length, rest.length);
  const lines = Number.isFinite(width) ? wrapAnsi(text, Math.max(1, space)).split('\n') : text.split('\n');
  return lines.map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd()).join('\n');
}
