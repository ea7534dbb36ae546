import fc from 'fast-check';
import { policyText } from '../../../src/aws/policy/document';
import { jsonSchemaText } from '../../../src/lint/declaration/declaration-schema';
import type { Topology } from '../../../src/model/topology';
import { diagnosticsText } from '../../../src/report/diagnostics';
import { PLAIN } from '../../../src/report/format/terminal';
import { load, topologyOf } from '../../declaration/declarations';
import { editorValidator, parseSchema } from '../../declaration/editor-schema';
import {
  declarations,
  declarationsWithAccess,
  picker,
  reordered,
  type Declared,
} from '../../declaration/random-declarations';
import { runs } from '../../random-runs';
import { synthesise } from '../../stacks/synthesised';

const many = (from: string | readonly string[]) => (typeof from === 'string' ? [from] : from);

/**
 * Returns the permissions that the registry policies need, computed from the declaration only: "registry source action
 * resource".
 */
function permissionsNeeded({ accounts, registries, repositories, replication }: Declared): readonly string[] {
  const found = new Set<string>();
  const idOf = (registry: string) => accounts[registries[registry]!.account]!.id;
  for (const rule of replication) {
    for (const source of many(rule.from)) {
      for (const destination of rule.to) {
        if (idOf(source) === idOf(destination)) continue;
        const prefixes = rule.repositories === 'all' ? [''] : rule.repositories;
        const names = Object.keys(repositories).filter(
          (name) =>
            repositories[name]!.registries.includes(source) &&
            prefixes.some((prefix) => name.startsWith(prefix)),
        );
        const targets = rule.createRepositories === true ? prefixes.map((prefix) => `${prefix}*`) : names;
        const actions = [
          'ecr:ReplicateImage',
          ...(rule.createRepositories === true ? ['ecr:CreateRepository'] : []),
        ];
        for (const target of targets) {
          const arn = `arn:aws:ecr:${registries[destination]!.region}:${idOf(destination)}:repository/${target}`;
          for (const action of actions) {
            found.add(`${destination} arn:aws:iam::${idOf(source)}:root ${action} ${arn}`);
          }
        }
      }
    }
  }
  return withoutCovered([...found]).sort();
}

/** Removes permissions that a prefix covers for the same account and action. */
function withoutCovered(permissions: readonly string[]): string[] {
  const prefixes = permissions.filter((each) => each.endsWith('*')).map((each) => each.slice(0, -1));
  return permissions.filter(
    (each) => each.endsWith('*') || !prefixes.some((prefix) => each.startsWith(prefix)),
  );
}

interface Document {
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Principal: { readonly AWS: string | readonly string[] };
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
  }[];
}

function permissionsGranted({ registries }: Topology): readonly string[] {
  const found = registries.flatMap(({ name, policy }) => {
    const document = policy === undefined ? { Statement: [] } : (JSON.parse(policyText(policy)) as Document);
    // Declared statements never contain this action.
    const ofReplication = document.Statement.filter(({ Action }) => Action.includes('ecr:ReplicateImage'));
    return ofReplication.flatMap(({ Principal, Action, Resource }) =>
      many(Principal.AWS).flatMap((principal) =>
        Action.flatMap((action) => Resource.map((resource) => `${name} ${principal} ${action} ${resource}`)),
      ),
    );
  });
  return [...new Set(found)].sort();
}

test('every cross-account replication has exactly the permissions it needs', () => {
  fc.assert(
    fc.property(declarationsWithAccess, (declared) => {
      expect(permissionsGranted(topologyOf(JSON.stringify(declared)))).toEqual(permissionsNeeded(declared));
    }),
    runs(80),
  );
});

test('many random declarations replicate to another account', () => {
  const samples = fc.sample(declarations, runs(200));
  expect(samples.filter((declared) => permissionsNeeded(declared).length > 0).length).toBeGreaterThan(50);
});

test('every replica exists unless ECR creates it', () => {
  fc.assert(
    fc.property(declarationsWithAccess, (declared) => {
      const { registries } = topologyOf(JSON.stringify(declared));
      const namesIn = new Map(
        registries.map(({ name, repositories }) => [
          name as string,
          repositories.map((each) => each.name as string),
        ]),
      );
      for (const rule of declared.replication.filter(
        ({ createRepositories }) => createRepositories !== true,
      )) {
        const prefixes = rule.repositories === 'all' ? [''] : rule.repositories;
        const originals = Object.keys(declared.repositories).filter(
          (name) =>
            many(rule.from).some((source) => declared.repositories[name]!.registries.includes(source)) &&
            prefixes.some((prefix) => name.startsWith(prefix)),
        );
        for (const destination of rule.to) {
          expect(namesIn.get(destination)).toEqual(expect.arrayContaining(originals));
        }
      }
    }),
    runs(60),
  );
});

test('the output does not depend on the order of the declaration', () => {
  fc.assert(
    fc.property(declarationsWithAccess, fc.infiniteStream(fc.nat()), (declared, numbers) => {
      const other = reordered(declared, picker(numbers));
      expect(synthesise(JSON.stringify(other))).toBe(synthesise(JSON.stringify(declared)));
    }),
    runs(20),
  );
});

test('an editor accepts every valid declaration', () => {
  const accepts = editorValidator(parseSchema(jsonSchemaText()));
  fc.assert(
    fc.property(declarationsWithAccess, (declared) => {
      expect(load(JSON.stringify(declared)).kind).toBe('topology');
      accepts(declared);
      expect(accepts.errors).toBeNull();
    }),
    runs(60),
  );
});

test('the random declarations have grants, statements and settings of many kinds', () => {
  const written = fc
    .sample(declarationsWithAccess, 300)
    .map((declared) => JSON.stringify(topologyOf(JSON.stringify(declared))));
  for (const part of [
    '"kind":"role"',
    '"kind":"user"',
    '"sid":"Login"',
    'AmazonEC2ContainerRegistryPullOnly',
    'AmazonEC2ContainerRegistryPowerUser',
    'aws:PrincipalOrgPaths',
    'aws:SourceAccount',
    'function:*',
    'PullAnyone',
    'PullViaAccountRoot',
    'ecr:BatchDeleteImage',
    'aws:PrincipalTag/owner',
    'Pull2',
    '"CONTINUOUS_SCAN"',
    '"MANUAL"',
    '"enablesInspector":true',
    'BLOB_MOUNTING',
    '"IMMUTABLE_WITH_EXCLUSION"',
    '"type":"KMS"',
    'sinceImageTransitioned',
    'tagPatternList',
    'cost centre',
  ]) {
    expect(written.filter((text) => text.includes(part)).length).toBeGreaterThan(2);
  }
});

const SNIPPETS = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ': ',
  ',',
  '- ',
  '"',
  "'",
  '&a ',
  '*a',
  '<<: *a',
  '!!binary ',
  '!x ',
  '? ',
  '| ',
  '> ',
  '#',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '\t',
  '\n',
  '\r',
  '\0',
  '\u2028',
  '\uFEFF',
  '\uD800',
  '😀',
  '${',
  '${A}',
  '${A:-${B}}',
  '__proto__: ',
  'constructor: ',
  'toString',
  'null',
  '~',
  'true',
  'yes',
  '0x1F',
  '1e999',
  '.nan',
  '-',
  '2001-01-01',
  '*',
  'all',
  'accounts:',
  'replication:\n',
  'replication: ',
  'x'.repeat(300),
  '/',
  '//',
  'access: ',
  'statements: [{',
  'principals: ',
  '"arn:aws:iam::111111111111:role/*"',
  'arn:aws:iam::111111111111:root',
  '{ organization: o-a1b2c3d4e5 }',
  'TfToken[TOKEN.1]',
  '${TfToken[TOKEN.1]}',
  '%{ if true }',
];

const mutations = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    drop: fc.nat(12),
    insert: fc.oneof(fc.constantFrom(...SNIPPETS), fc.string({ maxLength: 6, unit: 'binary' })),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Returns the value as YAML in block style, so that mutations also change indentation. */
function blockStyle(value: unknown, indent = ''): string {
  if (Array.isArray(value)) return value.map((item) => `\n${indent}- ${JSON.stringify(item)}`).join('');
  if (typeof value !== 'object' || value === null) return ` ${JSON.stringify(value)}`;
  return Object.entries(value)
    .map(([key, item]) => `\n${indent}${key}:${blockStyle(item, `${indent}  `)}`)
    .join('');
}

/** Reads a declaration and renders everything that is written or printed for it. */
function process(text: string): void {
  const loaded = load(text, { A: 'x' });
  diagnosticsText(loaded.diagnostics, loaded.source, PLAIN);
  if (loaded.kind === 'topology') synthesise(text, { A: 'x' });
  else expect(loaded.diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
}

test('an invalid text results in diagnostics only', () => {
  fc.assert(
    fc.property(declarationsWithAccess, fc.boolean(), mutations, (declared, flow, changes) => {
      let text = flow ? JSON.stringify(declared) : blockStyle(declared).trimStart();
      for (const { at, drop, insert } of changes) {
        const start = Math.floor(at * text.length);
        text = text.slice(0, start) + insert + text.slice(start + drop);
      }
      process(text);
    }),
    runs(400),
  );
});

test('a value of another type results in diagnostics only', () => {
  const values = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>('develop', [], {}, null, -1, [[]], { from: 'r0' }, '__proto__'),
  );
  fc.assert(
    fc.property(declarationsWithAccess, fc.infiniteStream(fc.nat()), values, (declared, numbers, value) => {
      process(JSON.stringify(replaced(declared, value, picker(numbers))));
    }),
    runs(250),
  );
});

/** Returns the value with one part, at any depth, replaced by another value, or with an added key. */
function replaced(value: unknown, other: unknown, pick: () => number): unknown {
  if (typeof value !== 'object' || value === null || pick() % 4 === 0) return other;
  if (Array.isArray(value)) {
    const position = pick() % Math.max(1, value.length);
    return value.length === 0
      ? [other]
      : value.map((item: unknown, index) => (index === position ? replaced(item, other, pick) : item));
  }
  const entries = Object.entries(value);
  const position = pick() % (entries.length + 1);
  if (position === entries.length) {
    return { ...value, [['extra', 'constructor', 'id', 'to'][pick() % 4]!]: other };
  }
  return Object.fromEntries(
    entries.map(([key, item], index) => [key, index === position ? replaced(item, other, pick) : item]),
  );
}
