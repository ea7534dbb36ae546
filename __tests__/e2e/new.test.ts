import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const PROJECT = resolve(__dirname, '..', '..');

/** What the command reads, and what the written files import. */
const COPIED = [
  '.prettierrc.json',
  'CONTRIBUTING.md',
  'jest.config.js',
  'package.json',
  'tsconfig.json',
].concat(['__tests__', 'bin', 'docs', 'generate', 'src', 'stacks']);

const PLAN_RULE = ['src/lint/plan/owner-missing.ts', '__tests__/lint/plan/owner-missing.test.ts'];
const DECLARATION_RULE = [
  'src/lint/declaration/access-too-wide.ts',
  '__tests__/lint/declaration/access-too-wide.test.ts',
];
const RESOURCE = ['__tests__/stacks/signing-policies.test.ts', 'src/model/resource-types.ts'];

/** The files of a resource that the compiler names. The test of the resource needs the others. */
const NAMED_BY_COMPILER = [
  'src/declaration/lower/registry-settings.ts',
  'src/plan/decode/resources.ts',
  'stacks/resources.ts',
];

let copy: string;
let printed: readonly string[];

beforeAll(() => {
  copy = realpathSync(mkdtempSync(join(tmpdir(), 'ecr-topology-new-')));
  const filter = (path: string) => !path.endsWith('/fixtures');
  for (const path of COPIED) cpSync(join(PROJECT, path), join(copy, path), { recursive: true, filter });
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  printed = [
    ['rule', 'owner-missing'],
    ['rule', 'access/too-wide'],
    ['resource', 'aws_ecr_signing_policy'],
  ].map((args) => {
    const { status, stdout, stderr } = generate(...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout;
  });
});

afterAll(() => {
  rmSync(copy, { recursive: true });
});

function generate(...args: readonly string[]) {
  return run('bin/run.js', 'generate/new.ts', ...args);
}

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
}

test.each([
  [0, 'A rule for plans', PLAN_RULE],
  [1, 'A rule for declarations', DECLARATION_RULE],
  [2, 'A resource', RESOURCE],
])('prints the files that it wrote, and the section of CONTRIBUTING.md (%d)', (index, section, files) => {
  const wrote = files.map((file) => `wrote ${file}\n`).join('');
  const document = readFileSync(join(PROJECT, 'CONTRIBUTING.md'), 'utf8');
  const [head = '', steps = ''] = printed[index]!.split(/^CONTRIBUTING\.md, .*:\n/m);
  expect(head).toBe(`${wrote}\n`);
  expect(document).toContain(`**${section}**\n${steps}`);
  expect(steps).toMatch(/^- /m);
});

test('adds a rule to the list, the pages and the schema', () => {
  const added = (file: string, text: string) => readFileSync(join(copy, file), 'utf8').includes(text);
  expect(added('src/lint/plan/rules.ts', '  ownerMissing,\n')).toBe(true);
  expect(added('docs/reference/rules.md', '\n## owner-missing\n')).toBe(true);
  expect(added('src/lint/declaration/rules.ts', '  accessTooWide,\n')).toBe(true);
  expect(added('docs/reference/diagnostics.md', '| `access/too-wide` |')).toBe(true);
  expect(added('topology.schema.json', '"access/too-wide"')).toBe(true);
});

test('writes files without type errors; the compiler names files of a resource that are missing', () => {
  const fail = (diagnostic: ts.Diagnostic) => {
    throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
  };
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail };
  const { options } = ts.getParsedCommandLineOfConfigFile(join(copy, 'tsconfig.json'), {}, host)!;
  const files = [...PLAN_RULE, ...DECLARATION_RULE, ...RESOURCE, ...NAMED_BY_COMPILER];
  const program = ts.createProgram(
    files.map((file) => join(copy, file)),
    options,
  );
  const wrong = files.filter((file) => {
    const source = program.getSourceFile(join(copy, file));
    return program.getSyntacticDiagnostics(source).length + program.getSemanticDiagnostics(source).length > 0;
  });
  expect(wrong).toEqual(NAMED_BY_COMPILER);
});

test('writes tests that fail and say what to write', () => {
  const tests = [...PLAN_RULE, ...DECLARATION_RULE, ...RESOURCE].filter((file) => file.endsWith('.test.ts'));
  const { status, stderr } = run(
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    'unit',
    '-w',
    '1',
    ...tests,
  );
  expect(status).toBe(1);
  expect(stderr).toContain('Test Suites: 3 failed, 3 total');
  expect(stderr).toContain('TODO: Write the rule in src/lint/plan/owner-missing.ts: ');
  expect(stderr).toContain('TODO: Write the rule in src/lint/declaration/access-too-wide.ts: ');
  expect(stderr).toContain('TODO: Complete the row in src/model/resource-types.ts');
});

test('refuses a rule whose file exists, and writes nothing', () => {
  rmSync(join(copy, '__tests__/lint/plan/settings-file.test.ts'));
  const { status, stdout, stderr } = generate('rule', 'settings-file');
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: 'error: src/lint/plan/settings-file.ts exists.\n',
  });
  expect(existsSync(join(copy, '__tests__/lint/plan/settings-file.test.ts'))).toBe(false);
});
