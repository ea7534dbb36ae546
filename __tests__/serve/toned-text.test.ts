import { parseTopology } from '../../src/lint/declaration/load';
import { diagnosticsText } from '../../src/report/diagnostics';
import { PLAIN } from '../../src/report/format/terminal';
import { splitTones, TONED } from '../../src/serve/toned-text';

const { paint } = TONED;

test('splits a text by its tones', () => {
  expect(splitTones(`a ${paint.danger('b')} c${paint.caution('d')}\n`)).toEqual([
    { tone: undefined, text: 'a ' },
    { tone: 'danger', text: 'b' },
    { tone: undefined, text: ' c' },
    { tone: 'caution', text: 'd' },
    { tone: undefined, text: '\n' },
  ]);
});

test('a text with two tones has the inner one', () => {
  expect(splitTones(paint.strong(`a${paint.danger('b')}c`))).toEqual([
    { tone: 'strong', text: 'a' },
    { tone: 'danger', text: 'b' },
    { tone: 'strong', text: 'c' },
  ]);
});

test('contains the text that validate prints, with any characters in the names', () => {
  const loaded = parseTopology(
    {
      file: 'topology.yaml',
      text: 'accounts: {"a\\u0001\\u0002": "1"}\nregistries: \u0001{}\nrepositories: {}\n',
    },
    {},
  );
  const text = splitTones(diagnosticsText(loaded.diagnostics, loaded.source, TONED));
  expect(text.map((each) => each.text).join('')).toBe(
    diagnosticsText(loaded.diagnostics, loaded.source, PLAIN),
  );
  expect(text.some(({ tone }) => tone === 'danger')).toBe(true);
});
