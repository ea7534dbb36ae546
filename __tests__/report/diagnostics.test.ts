import { diagnosticsText, topologyText } from '../../src/report/diagnostics';
import { printable } from '../../src/report/format/text';
import { PLAIN } from '../../src/report/format/terminal';
import { BASE, base, deploymentOf, load, topologyOf } from '../declaration/declarations';

function shown(text: string): string {
  const { diagnostics, source } = load(text);
  return diagnosticsText(diagnostics, source, PLAIN);
}

test('the marker is below the marked text, also after tabs', () => {
  expect(shown('accounts:\t{\t"x y": {} }\n')).toContain(
    '   1 | accounts:\t{\t"x y": {} }\n     |          \t \t^^^^^',
  );
});

test('shows the part of a long line around the position', () => {
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

test('replaces control characters instead of sending them to the terminal', () => {
  const text = base('  management: { account', '  "\\e[2J\\nfine": { account');
  expect(shown(text)).toContain('\uFFFD[2J\uFFFDfine');
  expect(shown(text)).not.toContain('\x1B');
  expect(printable('a\tb\u202Ec\u2028d\x9Be')).toBe('a\tb\uFFFDc\uFFFDd\uFFFDe');
});

test('prints a limited number of problems and the number of the rest', () => {
  const many = Array.from({ length: 5000 }, (_, index) => `  x${index}x: { registry: nowhere }\n`).join('');
  const text = shown(BASE.replace('repositories:\n', `repositories:\n${many}`));
  expect(text.split('\n').length).toBeLessThan(2000);
  expect(text).toMatch(/… and 4800 more\. To see all: ecr-topology validate --format json\n$/);
});

const topologySummary = (declaration: string) =>
  topologyText(topologyOf(declaration), deploymentOf(declaration));

test.each([
  [
    'without optional resources',
    BASE,
    '2 accounts, 3 registries, 3 repositories (replicas included), 1 replication rule',
  ],
  [
    'templates and caches',
    BASE.replace(
      'us-west-1 }',
      'us-west-1, creationTemplates: [{ prefix: ROOT, appliedFor: [CREATE_ON_PUSH] }], ' +
        'pullThroughCache: [{ prefix: quay, upstream: quay.io }, { prefix: k8s, upstream: registry.k8s.io }] }',
    ),
    '2 accounts, 3 registries, 3 repositories (replicas included), 1 replication rule, 1 creation template, 2 pull-through caches',
  ],
])('summarises a topology in one line: %s', (_, declaration, expected) => {
  expect(topologySummary(declaration)).toBe(expected);
});
