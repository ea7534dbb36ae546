import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parse, stringify } from 'yaml';
import { scripts } from '../../package.json';
import { policyText } from '../../src/registry';
import { CODES } from '../../src/topology/codes';
import { ecrTopology } from '../cli/in-process';
import { diagnose, registryOf } from '../topology/declarations';
import { keysOf, SCHEMA } from '../topology/keys';

const SHIPPED = readFileSync('topology.yaml', 'utf8');
const read = (file: string) => readFileSync(file, 'utf8');

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...markdownIn('docs'),
  ...markdownIn('examples'),
];

function markdownIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

interface Block {
  /** As after the fence: `yaml topology`. */
  readonly language: string;
  readonly text: string;
}

function blocksOf(file: string): readonly Block[] {
  const fence = /^( *)```(.*)\n([\s\S]*?)^\1```$/gm;
  return [...read(file).matchAll(fence)].map(([, indent = '', language = '', text = '']) => ({
    language,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

const examples = (language: string) =>
  DOCUMENTS.flatMap((file) =>
    blocksOf(file)
      .filter((block) => block.language === language)
      .map(({ text }, index) => [`${file} (${index + 1})`, text] as const),
  );

test('every example is of a kind that is tested here', () => {
  const kinds = new Set(DOCUMENTS.flatMap((file) => blocksOf(file).map(({ language }) => language)));
  expect([...kinds].sort()).toEqual([
    'console',
    'console exit 1',
    'json package',
    'json policy',
    'sh',
    'text',
    'ts',
    'yaml fragment',
    'yaml topology',
  ]);
});

test.each(examples('yaml topology'))('the topology in %s has no fault', (_, text) => {
  expect(diagnose(text)).toEqual([]);
});

test('the topology in the README is the shipped one', () => {
  const [[, text] = []] = examples('yaml topology').filter(([name]) => name.startsWith('README.md'));
  expect(SHIPPED).toBe(`# yaml-language-server: $schema=./topology.schema.json\n${text ?? ''}`);
});

test.each(examples('yaml fragment'))(
  'the sections in %s have no fault in the shipped topology',
  (_, text) => {
    const whole: unknown = { ...(parse(SHIPPED) as object), ...(parse(text) as object) };
    expect(diagnose(stringify(whole))).toEqual([]);
  },
);

test.each(examples('json policy'))('the policy in %s is the one that is written', (_, text) => {
  const { policy } = registryOf(SHIPPED, 'management');
  expect(JSON.parse(text)).toEqual(JSON.parse(policyText(policy!)));
});

test.each([
  ...examples('console').map((example) => [...example, 0] as const),
  ...examples('console exit 1').map((example) => [...example, 1] as const),
])('the commands in %s print what is shown', async (_, text, status) => {
  for (const part of text.split(/^\$ /m).slice(1)) {
    const [command = '', ...printed] = part.split('\n');
    const [program, name, ...args] = command.split(' ');
    expect([program, name]).toEqual(['npx', 'ecr-topology']);
    expect(await ecrTopology(args)).toEqual({ status, stdout: printed.join('\n'), stderr: '' });
  }
});

test('every npm script that a document names exists', () => {
  const named = DOCUMENTS.flatMap((file) =>
    [...read(file).matchAll(/npm run ([a-z:0-9]+)/g)].map(([, name]) => name),
  );
  expect(named.length).toBeGreaterThan(5);
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
});

test('every command of ecr-topology that a document names exists', async () => {
  const help = (await ecrTopology(['--help'])).stdout;
  const named = DOCUMENTS.flatMap((file) =>
    [...read(file).matchAll(/npx ecr-topology ([a-z]+)/g)].map(([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(5);
  for (const name of named) expect(help).toContain(`\n  ${name} `);
});

test('every link within the project leads to a file, and every anchor to a heading', () => {
  for (const file of DOCUMENTS) {
    for (const [, target = ''] of read(file).matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [path = '', anchor] = target.split('#');
      const linked = path === '' ? file : normalize(join(dirname(file), path));
      const headings = [...read(linked).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-'),
      );
      if (anchor !== undefined) expect(headings).toContain(anchor);
    }
  }
});

test('docs/diagnostics.md has every code with its severity and its requirement, and no other', () => {
  const rows = [...read('docs/diagnostics.md').matchAll(/^\| `([^`]+)` \| (\w+) \| (.*?) \| .+ \|$/gm)];
  const documented = Object.fromEntries(
    rows.map(([, code = '', severity, requirement]) => [code, [severity, requirement]]),
  );
  expect(documented).toEqual(CODES);
});

test('docs/topology.md names every key of the language', () => {
  const text = read('docs/topology.md');
  // What `docs/rules.md` says of each rule is held against the rules in `rules.test.ts`.
  const paths = [...keysOf(SCHEMA).values()].filter((path) => !path.startsWith('checks.rules.'));
  expect(paths.length).toBeGreaterThan(100);
  const missing = paths.filter((path) => {
    const key = path.split('.').at(-1) ?? '';
    return !new RegExp(`(\`|^## .*\\b|\\.|[{,] )${key}(\`|\\.|:|$|,)`, 'm').test(text);
  });
  expect(missing).toEqual([]);
});
