import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parse, stringify } from 'yaml';
import { scripts } from '../../package.json';
import { policyFileText, policyText } from '../../src/aws/policy/document';
import { packageJson } from '../../src/init/project-files';
import { CALL_NAMES, callOf, type LiveCommand } from '../../src/live/calls';
import { permissionsOf } from '../../src/live/permissions';
import { ecrTopology } from '../cli/in-process';
import { diagnose, registryOf } from '../declaration/declarations';
import { keysOf, SCHEMA } from '../declaration/keys';

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
  /** For example, `yaml topology` after the fence. */
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

test('every example has a type that this test checks', () => {
  const kinds = new Set(
    DOCUMENTS.flatMap((file) =>
      blocksOf(file).map(({ language }) => language.replace(/(?<=permissions) .*/, '')),
    ),
  );
  expect([...kinds].sort()).toEqual([
    'console',
    'console exit 1',
    'js',
    'json package',
    'json permissions',
    'json policy',
    'sh',
    'text',
    'ts',
    'yaml fragment',
    'yaml hooks',
    'yaml steps',
    'yaml topology',
    'yaml with',
  ]);
});

test.each(examples('yaml topology'))('the topology in %s is valid', (_, text) => {
  expect(diagnose(text)).toEqual([]);
});

test('the topology in the README is the shipped one', () => {
  const [[, text] = []] = examples('yaml topology').filter(([name]) => name.startsWith('README.md'));
  expect(SHIPPED).toBe(`# yaml-language-server: $schema=./topology.schema.json\n${text ?? ''}`);
});

test.each(examples('yaml fragment'))('the sections in %s are valid in the shipped topology', (_, text) => {
  const whole: unknown = { ...(parse(SHIPPED) as object), ...(parse(text) as object) };
  // The shipped topology has no warnings that an example could suppress.
  expect(diagnose(stringify(whole)).filter(({ code }) => code !== 'suppression-unused')).toEqual([]);
});

test.each(examples('json policy'))('the policy in %s is the generated one', (_, text) => {
  const { policy } = registryOf(SHIPPED, 'management');
  expect(JSON.parse(text)).toEqual(JSON.parse(policyText(policy!)));
});

const LIVE_COMMANDS = [...new Set(CALL_NAMES.flatMap((name) => callOf(name).commands))];

// The fence of a policy names its command: ```json permissions verify --images
test.each(LIVE_COMMANDS)('the documents contain the IAM policy of %s, and no other', (command) => {
  const documented = examples(`json permissions ${command}`);

  expect(documented).not.toEqual([]);
  for (const [, text] of documented) expect(text).toBe(policyFileText(permissionsOf(command)));
});

test('docs/reference/aws-permissions.md lists every call of AWS and the commands that use it', () => {
  const rows = [...read('docs/reference/aws-permissions.md').matchAll(/^\| `(\w+:\w+)` \| (.*) \|$/gm)];

  expect(rows.map(([, call, commands]) => `${call} ${commands}`)).toEqual(
    CALL_NAMES.map((name) => `${name} ${callOf(name).commands.map(documentedName).join(', ')}`),
  );
});

function documentedName(command: LiveCommand): string {
  return command === 'live' ? '`--live`' : `\`${command}\``;
}

test.each([
  ...examples('console').map((example) => [...example, 0] as const),
  ...examples('console exit 1').map((example) => [...example, 1] as const),
])('the commands in %s print the documented output', async (_, text, status) => {
  for (const part of text.split(/^\$ /m).slice(1)) {
    const [command = '', ...printed] = part.split('\n');
    const [program, name, ...args] = command.split(' ');
    expect([program, name]).toEqual(['npx', 'ecr-topology']);
    expect(await ecrTopology(args)).toEqual({ status, stdout: printed.join('\n'), stderr: '' });
  }
});

test('every npm script in a document exists', () => {
  const named = DOCUMENTS.flatMap((file) =>
    [...read(file).matchAll(/npm run ([a-z:0-9]+)/g)].map(([, name]) => name),
  );
  expect(named.length).toBeGreaterThan(5);
  const known = Object.keys({ ...scripts, ...packageJson('project').scripts });
  for (const name of named) expect(known).toContain(name);
});

test('every ecr-topology command in a document exists', async () => {
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

test('docs/reference/topology.md documents every key of the declaration', () => {
  const text = read('docs/reference/topology.md');
  // `rules.test.ts` compares `docs/reference/rules.md` with the rules.
  const paths = [...keysOf(SCHEMA).values()].filter((path) => !path.startsWith('checks.rules.'));
  expect(paths.length).toBeGreaterThan(100);
  const missing = paths.filter((path) => {
    const key = path.split('.').at(-1) ?? '';
    return !new RegExp(`(\`|^## .*\\b|\\.|[{,] )${key}(\`|\\.|:|$|,)`, 'm').test(text);
  });
  expect(missing).toEqual([]);
});
