import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { jsonSchemaText } from '../../../src/lint/declaration/declaration-schema';
import { BASE, base } from '../../declaration/declarations';

interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

const schema = JSON.parse(jsonSchemaText()) as Schema; // our own, in the shape above
const validate = new Ajv({ strictTypes: false }).compile(schema);

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
    ...(part.additionalProperties ? walk(part.additionalProperties, [...path, '*']) : []),
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
