import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonSchemaText } from '../../src/lint/declaration/declaration-schema';
import { BASE, base } from '../declaration/declarations';
import { Editor } from './language-client';

const NAMES = { accounts: ['develop'], registries: ['develop', 'develop_us'], repositories: ['my-repo'] };

let editor: Editor;
let editorWithNames: Editor;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'language-server-'));
  const schema = join(folder, 'topology.schema.json');
  const schemaWithNames = join(folder, 'topology.names.schema.json');
  writeFileSync(schema, jsonSchemaText());
  writeFileSync(schemaWithNames, jsonSchemaText(NAMES));
  [editor, editorWithNames] = await Promise.all([Editor.start(schema), Editor.start(schemaWithNames)]);
});

afterAll(() => Promise.all([editor.stop(), editorWithNames.stop()]));

test('an editor reports nothing for a valid declaration', async () => {
  expect(await editor.problems(BASE)).toEqual([]);
});

describe('an editor explains', () => {
  const ACCESS = 'access: [{ allow: pull, repositories: my-repo, principals: develop }]\n';
  const withAccess = (part: string, replacement: string) => BASE + ACCESS.replace(part, replacement);
  const PRINCIPAL =
    'Expected a principal: an ARN, the name of an account, an account ID in quotes, "*", or a mapping. Set one of ' +
    "'arn', 'organization', 'organizationalUnit', 'lambda' and 'service'.";

  test.each([
    [
      'an account ID without quotes',
      base('"999999999999"', '999999999999'),
      '999999999999',
      'Expected text in quotes, such as "111111111111".',
    ],
    [
      'an account ID of 11 digits',
      base('"999999999999"', '"99999999999"'),
      '"99999999999"',
      /^Must be exactly 12 digits, in quotes\. Example: "111111111111"\.$/,
    ],
    [
      'a repository name with an uppercase letter',
      base('  my-repo:', '  My-Repo:'),
      'My-Repo',
      /^Must .*digits/,
    ],
    [
      'a single destination',
      base('[develop_us, management]', 'develop'),
      'develop',
      'Expected a list of registries, such as [develop_us].',
    ],
    [
      'a single repository',
      base('[my-repo]', 'web'),
      'web',
      "Expected a list of repositories or prefixes, such as [team/], or 'all'.",
    ],
    [
      'a misspelled kind of principal',
      withAccess('principals: develop', 'principals: { organisation: o-a1b2c3d4e5 }'),
      'organisation',
      PRINCIPAL,
    ],
    [
      'a principal that is a number',
      withAccess('principals: develop', 'principals: 111111111111'),
      '111111111111',
      PRINCIPAL,
    ],
    [
      'a service without its account',
      withAccess('principals: develop', 'principals: { service: codebuild.amazonaws.com }'),
      'principals',
      "Set 'account': the account that the service acts for.",
    ],
    ['an unknown key', `${BASE}replications: []\n`, 'replications', 'Property replications is not allowed.'],
    [
      'an unknown Region',
      base('us-west-1', 'us-west-9'),
      'us-west-9',
      'Expected an AWS Region that has Amazon ECR, such as eu-west-1.',
    ],
    [
      'a value that is not in the list',
      withAccess('allow: pull', 'allow: read'),
      'read',
      'Value is not accepted. Valid values: "pull", "push", "pull-push".',
    ],
    [
      'a number in quotes',
      `${BASE}defaults: { repository: { lifecycle: [{ tagStatus: any, countMoreThan: '5', action: expire }] } }\n`,
      "'5'",
      'Expected a whole number, such as 100.',
    ],
    [
      'a flag in quotes',
      base('{ registry: develop }', "{ registry: develop, forceDelete: 'yes' }"),
      "'yes'",
      'Expected true or false, without quotes.',
    ],
    [
      'two keys that exclude each other',
      base('{ registry: develop }', '{ registry: develop, registries: [develop] }'),
      'registries',
      /^Set either 'registry' or 'registries'/,
    ],
    [
      'a repository without a registry',
      base('{ registry: develop }', '{}'),
      'my-repo',
      /^Set either 'registry'/,
    ],
    [
      'two backends',
      `${BASE}backend: { local: {}, s3: { bucket: abc, region: eu-west-1 } }\n`,
      's3',
      "Set only one of 'local', 's3' and 'cloud'.",
    ],
  ])('%s', async (_, text, marked, message) => {
    expect(await editor.problems(text)).toContainEqual({
      line: expect.any(Number) as number,
      marked,
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    });
  });
});

describe('on hover an editor shows', () => {
  test.each([
    ['all forms of principals for one', 'princi▮pals: develop'],
    ['all forms of principals for a list', 'princi▮pals: [develop]'],
    ['all forms of principals for a mapping', 'princi▮pals: { organization: o-a1b2c3d4e5 }'],
  ])('%s', async (_, principals) => {
    const shown = await editor.hover(
      `${BASE}access: [{ allow: pull, repositories: my-repo, ${principals} }]\n`,
    );
    for (const form of ['ARN', '`"*"`', 'organization', 'organizationalUnit', 'lambda', 'service']) {
      expect(shown).toContain(form);
    }
    expect(shown).toContain('[docs/reference/topology.md#principals](docs/reference/topology.md#principals)');
  });

  test('the description of a key, its default and its section of the documents', async () => {
    const shown = await editor.hover(
      base('{ registry: develop }', '{ registry: develop, force▮Delete: true }'),
    );
    expect(shown).toContain('Default: false.');
    expect(shown).toContain(
      '[docs/reference/topology.md#repositories](docs/reference/topology.md#repositories)',
    );
  });

  test('what a value means', async () => {
    const shown = await editor.hover(
      base('{ registry: develop }', '{ registry: develop, imageTagMutability: IMMUTABLE_▮WITH_EXCLUSION }'),
    );
    expect(shown).toContain(
      '`IMMUTABLE_WITH_EXCLUSION`: A tag cannot be moved to another image, except the tags',
    );
  });
});

describe('an editor completes', () => {
  test('keys, with their descriptions', async () => {
    const completions = await editor.completions(`${BASE}access:\n  - ▮\n`);
    expect([...completions.keys()]).toEqual(
      expect.arrayContaining(['allow', 'repositories', 'principals', 'registries', 'identity', 'public']),
    );
    expect(completions.get('allow')).toContain('The operations to allow.');
  });

  test('values, with their meanings', async () => {
    const completions = await editor.completions(`${BASE}access:\n  - allow: ▮\n`);
    expect([...completions]).toEqual([
      ['pull', 'Pull images.'],
      ['push', 'Push images.'],
      ['pull-push', 'Pull and push images.'],
    ]);
  });

  test('Regions, with their names', async () => {
    const completions = await editor.completions('registries:\n  hub:\n    region: ▮\n');
    expect(completions.get('ap-northeast-1')).toBe('Asia Pacific (Tokyo)');
  });
});

describe('with --names an editor completes', () => {
  test.each([
    ['accounts after account:', 'registries:\n  hub:\n    account: ▮\n', ['develop']],
    ['registries after from:', 'replication:\n  - from: ▮\n', ['develop', 'develop_us']],
    ['registries after to:', 'replication:\n  - to:\n      - ▮\n', ['develop', 'develop_us']],
    ['registries after registry:', 'repositories:\n  web:\n    registry: ▮\n', ['develop', 'develop_us']],
    ['repositories', 'access:\n  - repositories:\n      - ▮\n', ['my-repo']],
    ['accounts that are principals', 'access:\n  - principals:\n      - ▮\n', ['develop']],
  ])('%s', async (_, text, names) => {
    const completions = await editorWithNames.completions(text);
    expect([...completions.keys()]).toEqual(expect.arrayContaining(names));
  });

  test('and accepts new names and patterns', async () => {
    const text = base('[my-repo]', '[team/]').replaceAll('management', 'new_name');
    expect(await editorWithNames.problems(text)).toEqual([]);
  });
});
