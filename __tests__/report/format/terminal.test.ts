import { terminalOf, wrapped, type ColorChoice } from '../../../src/report/format/terminal';

const TTY = { isTTY: true, columns: 80 };
const PIPE = {};

describe('colors are used', () => {
  const isColored = (
    stream: { readonly isTTY?: boolean },
    environment: Readonly<Record<string, string>>,
    choice: ColorChoice,
  ) => terminalOf(stream, environment, choice).paint.danger('x') !== 'x';

  test.each<[string, boolean, { readonly isTTY?: boolean }, Record<string, string>, ColorChoice]>([
    ['on a terminal', true, TTY, {}, 'auto'],
    ['but not in a pipe', false, PIPE, {}, 'auto'],
    ['but not with NO_COLOR', false, TTY, { NO_COLOR: '1' }, 'auto'],
    ['with an empty NO_COLOR', true, TTY, { NO_COLOR: '' }, 'auto'],
    ['but not on a dumb terminal', false, TTY, { TERM: 'dumb' }, 'auto'],
    ['in a pipe with FORCE_COLOR', true, PIPE, { FORCE_COLOR: '1' }, 'auto'],
    ['in a pipe with CLICOLOR_FORCE', true, PIPE, { CLICOLOR_FORCE: '1' }, 'auto'],
    ['on a dumb terminal with FORCE_COLOR', true, TTY, { FORCE_COLOR: '3', TERM: 'dumb' }, 'auto'],
    ['but not with FORCE_COLOR=0', false, TTY, { FORCE_COLOR: '0' }, 'auto'],
    ['but not with NO_COLOR and FORCE_COLOR', false, TTY, { NO_COLOR: '1', FORCE_COLOR: '1' }, 'auto'],
    ['with --color always in spite of NO_COLOR', true, PIPE, { NO_COLOR: '1' }, 'always'],
    ['but not with --color never in spite of FORCE_COLOR', false, TTY, { FORCE_COLOR: '1' }, 'never'],
  ])('%s', (_, expected, stream, environment, choice) => {
    expect(isColored(stream, environment, choice)).toBe(expected);
  });
});

test.each([
  ['the columns of a terminal', TTY, 80],
  ['at least 40 columns', { isTTY: true, columns: 10 }, 40],
  ['no limit in a pipe', { columns: 80 }, Infinity],
  ['no limit on a terminal of unknown width', { isTTY: true, columns: 0 }, Infinity],
])('the width is %s', (_, stream, width) => {
  expect(terminalOf(stream, {}, 'auto').width).toBe(width);
});

describe('a text is wrapped', () => {
  test.each([
    ['at words', 'one two three', 9, { first: '' }, 'one two\nthree'],
    ['with an indentation', 'one two three', 9, { first: '  ' }, '  one two\n  three'],
    ['with a bullet', 'one two three', 9, { first: '- ' }, '- one two\n  three'],
    ['with its own indentation', 'one two three', 11, { first: '', rest: '    ' }, 'one two\n    three'],
    [
      'but a word is not cut',
      'of arn:aws:iam::111111111111:root',
      10,
      { first: '' },
      'of\narn:aws:iam::111111111111:root',
    ],
    ['and its lines are kept', 'one\ntwo', 80, { first: ' ' }, ' one\n two'],
    ['but not without a limit', 'one two three', Infinity, { first: '  ' }, '  one two three'],
  ])('%s', (_, text, width, indent, expected) => {
    expect(wrapped(text, { width }, indent)).toBe(expected);
  });
});
