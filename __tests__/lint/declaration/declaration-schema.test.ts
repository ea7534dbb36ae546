import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { jsonSchemaText } from '../../../src/lint/declaration/declaration-schema';
import { BASE, base } from '../../declaration/declarations';
import { editorValidator, inlinedSchema, parseSchema, type Schema } from '../../declaration/editor-schema';
import { declarationsWithAccess } from '../../declaration/random-declarations';
import { runs } from '../../random-runs';

const schema = inlinedSchema();
const validate = editorValidator(parseSchema(jsonSchemaText()));

test('the committed schema is the current one (npm run schema writes it)', () => {
  expect(readFileSync('topology.schema.json', 'utf8')).toBe(jsonSchemaText());
});

test.each([
  ['the shipped topology', readFileSync('topology.yaml', 'utf8')],
  ['a topology with an account ID from the environment', base('"999999999999"', '"${MANAGEMENT_ID}"')],
  [
    'settings of the checks',
    `${BASE}checks: { rules: { force-delete-enabled: { severity: off, options: { onCreate: true } } }, suppressions: [{ rule: unscanned, address: "*", reason: not pulled, expires: 2026-12-31 }] }\n`,
  ],
  ['a topology with several sources', base('from: develop', 'from: [develop]')],
])('an editor accepts %s', (_, text) => {
  expect([validate(parse(text)), validate.errors]).toEqual([true, null]);
});

test.each([
  ['an unknown key', `${BASE}replications: []\n`],
  ['an account ID that is a number', base('"999999999999"', '999999999999')],
  ['an account ID of 11 digits', base('"999999999999"', '"99999999999"')],
  ['a registry name with a hyphen', base('  develop_us:', '  develop-us:')],
  ['a prefix with a wildcard', base('[my-repo]', '["my-*"]')],
  ['a prefix of one character', base('[my-repo]', '[m]')],
  ['a repository name of one character', base('  my-repo:', '  m:')],
  ['a Region that does not exist', base('us-west-1', 'us-west-9')],
  ['a repository without a registry', base('{ registry: develop }', '{}')],
  [
    'a repository with registry and registries',
    base('{ registry: develop }', '{ registry: develop, registries: [develop] }'),
  ],
  ['a destination named twice', base('[develop_us, management]', '[management, management]')],
  [
    'an empty mapping of registries',
    `${BASE.replace(/registries:[\s\S]*/, '')}registries: {}\nrepositories: {}\n`,
  ],
  [
    'a profile and a role',
    base(
      '"999999999999" }',
      '"999999999999", profile: x, assumeRole: { arn: "arn:aws:iam::999999999999:role/x" } }',
    ),
  ],
  ['a rule that does not exist', `${BASE}checks: { rules: { mutable-tag: {} } }\n`],
  ['an option of another rule', `${BASE}checks: { rules: { unscanned: { options: { onCreate: true } } } }\n`],
  [
    'an option of another type',
    `${BASE}checks: { rules: { force-delete-enabled: { options: { onCreate: yes } } } }\n`,
  ],
  [
    'a suppression of an unknown rule',
    `${BASE}checks: { suppressions: [{ rule: unscaned, address: "*", reason: not pulled }] }\n`,
  ],
  [
    'a suppression without a reason',
    `${BASE}checks: { suppressions: [{ rule: unscanned, address: "*", reason: " -- " }] }\n`,
  ],
  [
    'a suppression until a month that does not exist',
    `${BASE}checks: { suppressions: [{ rule: unscanned, address: "*", reason: not pulled, expires: 2026-13-01 }] }\n`,
  ],
  [
    'More than one backend is set: local, cloud',
    `${BASE}backend: { local: {}, s3: { bucket: abc, region: eu-west-1 } }\n`,
  ],
])('an editor rejects %s', (_, text) => {
  expect(validate(parse(text))).toBe(false);
});

/** Returns every nested schema with its path. */
function walk(part: Schema, path: readonly string[] = []): readonly (readonly [readonly string[], Schema])[] {
  return [
    [path, part],
    ...Object.entries(part.properties ?? {}).flatMap(([key, value]) => walk(value, [...path, key])),
    ...(typeof part.additionalProperties === 'object' ? walk(part.additionalProperties, [...path, '*']) : []),
    ...(part.propertyNames ? walk(part.propertyNames, [...path, '(name)']) : []),
    ...(part.items ? walk(part.items, path) : []),
    ...(part.anyOf ?? []).flatMap((each) => walk(each, path)),
  ];
}

test('every key has a description', () => {
  const bare = walk(schema).flatMap(([path, { properties = {} }]) =>
    Object.entries(properties)
      .filter(([, { description = '' }]) => description === '')
      .map(([key]) => [...path, key].join('.')),
  );
  expect(bare).toEqual([]);
});

test('no string in the output can contain a Terraform expression', () => {
  const free = walk(schema).filter(([path, part]) => {
    if (part.type !== 'string' || part.enum !== undefined || part.const !== undefined) return false;
    // Keys name registries, which must be declared, or conditions of a policy, whose text is escaped.
    if (path.at(-1) === '(name)') return false;
    // These contain only names that are declared elsewhere with a pattern.
    if (/(^|\.)(registry|registries|from|to|account|region)$/.test(path.join('.'))) return false;
    // Check settings are used in reports only.
    if (path[0] === 'checks') return false;
    // Policy variables of IAM are allowed there; `stacks/arguments.ts` escapes them for Terraform.
    if (/statements\.(conditions\.\*\.\*|resources)$/.test(path.join('.'))) return false;
    // Under accounts an editor must allow `${NAME}`: the variable is replaced before the pattern is checked.
    const pattern = (part.pattern ?? '').replace(/\|\\\$\\\{$/, '');
    return pattern === '' || new RegExp(pattern, 'u').test('${x}') || new RegExp(pattern, 'u').test('%{x}');
  });
  expect(free.map(([path]) => path.join('.'))).toEqual([]);
});

describe('in comparison with the schema of the first version', () => {
  const former = editorValidator(
    parseSchema(readFileSync('__tests__/fixtures/schemas/topology-before-texts.schema.json', 'utf8')),
  );
  const files = ['topology.yaml', ...yamlFilesIn('examples'), ...yamlFilesIn('__tests__/fixtures')];
  const declarations = files
    .map((file) => [file, readFileSync(file, 'utf8')] as const)
    .filter(([, text]) => /^repositories:/m.test(text));

  test.each(declarations)('%s is as valid as it was', (_, text) => {
    const value: unknown = parse(text);
    expect(validate(value)).toBe(former(parse(withoutLaterKeys(text))));
  });

  test('every random declaration that was valid is valid', () => {
    fc.assert(
      fc.property(declarationsWithAccess, (declared) => {
        expect(former(declared)).toBe(true);
        expect(validate(declared)).toBe(true);
      }),
      runs(60),
    );
  });
});

/** Removes the keys that the first version did not have. */
function withoutLaterKeys(text: string): string {
  return text
    .replace(/^(accounts:\n(?: .*\n)*?  \w+: +\{.*), import: \w+/m, '$1')
    .replace(/^( +- \{ sid: .*), registries: (?:\w+|\[[^\]]*\])/gm, '$1');
}

function yamlFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => join(folder, path));
}

test('every value of an enum has a description', () => {
  const bare = walk(schema).filter(
    ([, { enum: values = [], enumDescriptions = [] }]) =>
      enumDescriptions.length !== values.length || enumDescriptions.includes(''),
  );
  expect(bare.map(([path]) => path.join('.'))).toEqual([]);
});

test('every default and every example is valid', () => {
  const invalid = walk(schema).flatMap(([path, part]) => {
    const { default: value, examples = [], defaultSnippets = [] } = part;
    const values = [
      ...(value === undefined ? [] : [value]),
      ...examples,
      ...defaultSnippets.map(({ body }) => body),
    ];
    const isValid = editorValidator(part);
    return values.filter((each) => !isValid(each)).map((each) => [path.join('.'), each]);
  });
  expect(invalid).toEqual([]);
});

test('every key links to a section of the documents that exists', () => {
  const links = walk(schema).flatMap(([path, { properties = {} }]) =>
    Object.entries(properties).map(([key, { markdownDescription = '' }]) => {
      const [, file = '', anchor] = /\]\(([^#)]+)(?:#([^)]+))?\)$/.exec(markdownDescription) ?? [];
      return { key: [...path, key].join('.'), file, anchor };
    }),
  );
  const broken = links.filter(({ file, anchor }) => {
    if (!existsSync(file)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
  });
  expect(broken).toEqual([]);
});

/** Returns the anchors of the headings, as GitHub writes them. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-'),
  );
}

test('every pattern has a message', () => {
  const bare = walk(schema).filter(
    ([, { pattern, patternErrorMessage }]) => pattern !== undefined && patternErrorMessage === undefined,
  );
  expect(bare.map(([path]) => path.join('.'))).toEqual([]);
});
