import { createColors } from 'picocolors';
import { diagnosticsText, printable } from '../../src/report';
import { BASE, base, load } from '../topology/declarations';

function shown(text: string): string {
  const { diagnostics, source } = load(text);
  return diagnosticsText(diagnostics, source, createColors(false));
}

test('a mark stands below what it marks, also behind tabs', () => {
  expect(shown('accounts:\t{\t"x y": {} }\n')).toContain(
    '   1 | accounts:\t{\t"x y": {} }\n     |          \t \t^^^^^',
  );
});

test('of a long line the part around the place is shown', () => {
  const text = JSON.stringify({
    accounts: Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`a${index}`, { id: index === 49 ? 5 : '111111111111' }]),
    ),
  });
  const [line = '', mark = ''] = shown(text)
    .split('\n')
    .filter((each) => each.includes(' | '))
    .slice(-2);
  expect(line.length).toBeLessThan(220);
  expect(line.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('5');
});

test('what a terminal would obey is shown, not sent', () => {
  const text = base('  management: { account', '  "\\e[2J\\nfine": { account');
  expect(shown(text)).toContain('\uFFFD[2J\uFFFDfine');
  expect(shown(text)).not.toContain('\x1B');
  expect(printable('a\tb\u202Ec\u2028d\x9Be')).toBe('a\tb\uFFFDc\uFFFDd\uFFFDe');
});

test('thousands of problems are counted, not printed', () => {
  const many = Array.from({ length: 5000 }, (_, index) => `  x${index}x: { registry: nowhere }\n`).join('');
  const text = shown(BASE.replace('repositories:\n', `repositories:\n${many}`));
  expect(text.split('\n').length).toBeLessThan(2000);
  expect(text).toMatch(/… and 4800 more; validate --format json has all of them\n$/);
});
