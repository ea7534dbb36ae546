import { readFileSync } from 'node:fs';
import { isMap, LineCounter, parse, parseDocument, stringify } from 'yaml';
import type { Diagnostic } from '../../src/declaration/syntax/diagnostics';
import { BASE, diagnose } from './declarations';
import type { Schema } from './editor-schema';
import { SCHEMA } from './keys';

type Path = readonly (number | string)[];

/** A value in a declaration, and its schema. */
interface LocatedSchema {
  /** The path to it, with the index of each union branch: `repositories.*.lifecycle|1.json`. */
  readonly id: string;
  readonly schema: Schema;
  /** Whether it is one branch of a union, which alone does not determine the allowed types. */
  readonly isForm: boolean;
  readonly path: Path;
  readonly declaration: object;
}

/** Returns every value in a declaration with its schema. */
function collectLocations(location: LocatedSchema, value: unknown): readonly LocatedSchema[] {
  const { id, schema, path, declaration } = location;
  const { properties = {}, additionalProperties: values, items, anyOf = [] } = schema;
  const inside = (step: string, key: number | string, of: Schema) =>
    collectLocations(
      { id: `${id}${step}`, schema: of, isForm: false, path: [...path, key], declaration },
      at(value, [key]),
    );
  return [
    location,
    ...Object.keys(isObject(value) ? value : {}).flatMap((key) => {
      const property = properties[key];
      if (property !== undefined) return inside(`.${key}`, key, property);
      return typeof values === 'object' ? inside('.*', key, values) : [];
    }),
    ...(items !== undefined && Array.isArray(value)
      ? value.flatMap((_, index) => inside('[]', index, items))
      : []),
    ...anyOf.flatMap((form, index) =>
      typesOf(form).includes(typeOf(value))
        ? collectLocations({ ...location, id: `${id}|${index}`, schema: form, isForm: true }, value)
        : [],
    ),
  ];
}

/** Returns every place of the schema. */
function schemaLocations(schema: Schema, id = ''): readonly Pick<LocatedSchema, 'id' | 'schema'>[] {
  const { properties = {}, additionalProperties: values, items, anyOf = [] } = schema;
  return [
    { id, schema },
    ...Object.entries(properties).flatMap(([key, of]) => schemaLocations(of, `${id}.${key}`)),
    ...(typeof values === 'object' ? schemaLocations(values, `${id}.*`) : []),
    ...(items === undefined ? [] : schemaLocations(items, `${id}[]`)),
    ...anyOf.flatMap((form, index) => schemaLocations(form, `${id}|${index}`)),
  ];
}

/** Returns a key that is equal for a section that appears in several places, such as a statement. */
function equivalenceKey({ id, schema }: Pick<LocatedSchema, 'id' | 'schema'>): string {
  return `${/[^.[|]*$/.exec(id)?.[0] ?? ''} ${JSON.stringify(schema)}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

function typesOf({ type, anyOf = [], enum: values = [], const: only }: Schema): readonly string[] {
  return [
    ...(type === undefined ? [] : [type === 'integer' ? 'number' : type]),
    ...[...values, ...(only === undefined ? [] : [only])].map(typeOf),
    ...anyOf.flatMap(typesOf),
  ];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((within, step) => (within as Record<string, unknown>)[step], value);
}

/** An invalid declaration, and the path at which the diagnostic must be. */
interface Fault {
  readonly what: string;
  readonly declaration: object;
  readonly path: Path;
}

/** A value of each type. */
const VALUES = [5, true, 'x', [], {}, null];
/** Matches no pattern. */
const BAD = '\u00a7"$';

/** Returns every way to violate the schema at one place. */
function faultsAt({ schema, isForm, path, declaration }: LocatedSchema): readonly Fault[] {
  const value = at(declaration, path);
  const { minLength = 0, maxLength, minItems = 0, maxItems, minimum = 0, required = [] } = schema;
  const types = typesOf(schema);
  const items = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const section = isObject(value) ? value : {};
  const isWhole = schema.type === 'integer';
  const createFault = (what: string, bad: unknown, key: readonly string[] = []): Fault => ({
    what,
    declaration: changed(declaration, path, bad),
    path: [...path, ...key],
  });
  return [
    ...(isForm ? [] : VALUES)
      .filter((bad) => !types.includes(typeOf(bad)))
      .map((bad) => createFault(`of another type: ${JSON.stringify(bad)}`, bad)),
    ...((schema.enum ?? schema.const) ? [createFault('none of the values', 'no-such-value')] : []),
    ...(schema.pattern === undefined ? [] : [createFault('with a bad character', BAD)]),
    ...(minLength === 0 ? [] : [createFault('too short', 'x'.repeat(minLength - 1))]),
    ...(maxLength === undefined ? [] : [createFault('too long', 'x'.repeat(maxLength + 1))]),
    ...(minItems === 0 ? [] : [createFault('with too few items', [])]),
    ...(maxItems === undefined
      ? []
      : [
          createFault(
            'with too many items',
            Array.from({ length: maxItems + 1 }, () => items[0]),
          ),
        ]),
    ...(schema.uniqueItems === true ? [createFault('with an item twice', [items[0], items[0]])] : []),
    ...(isWhole ? [createFault('a fraction', minimum + 0.5), createFault('too small', minimum - 1)] : []),
    ...(schema.minProperties === undefined ? [] : [createFault('empty', {})]),
    ...(schema.additionalProperties === false
      ? [createFault('with an unknown key', { ...section, noSuchKey: 1 }, ['noSuchKey'])]
      : []),
    ...(schema.propertyNames?.pattern === undefined
      ? []
      : [createFault('with a bad name', { ...section, [BAD]: Object.values(section)[0] }, [BAD])]),
    ...required.map((key) =>
      createFault(
        `without '${key}'`,
        Object.fromEntries(Object.entries(section).filter(([each]) => each !== key)),
      ),
    ),
  ];
}

/** Returns a copy with another value at the path. */
function changed(whole: unknown, [step, ...rest]: Path, value: unknown): object {
  if (step === undefined) return value as object;
  const copy = (Array.isArray(whole) ? [...(whole as unknown[])] : { ...(whole as object) }) as object;
  return Object.assign(copy, { [step]: changed(at(whole, [step]), rest, value) });
}

/** Returns the text of the declaration in block style, and the first and last line of the value. */
function renderFault({ declaration, path }: Fault) {
  const text = stringify(declaration, { aliasDuplicateObjects: false, lineWidth: 0 });
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const parent = path.length === 0 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === path.at(-1)) : undefined;
  const node = (path.length === 0 ? document.contents : document.getIn(path, true)) as Ranged;
  const key = pair?.key as Ranged;
  return {
    text,
    first: counter.linePos((key?.range ?? node?.range ?? [0])[0]).line,
    last: counter.linePos(Math.max(0, (node?.range ?? key?.range ?? [0, 1])[1]! - 1)).line,
  };
}

type Ranged = { readonly range?: readonly [number, ...number[]] } | null | undefined;

const everything = parse(readFileSync('examples/everything.yaml', 'utf8')) as object;
const base = parse(BASE) as Readonly<Record<string, unknown>>;
const ruleIds = Object.keys(SCHEMA.properties?.checks?.properties?.rules?.properties ?? {});

/** One item of each list. */
const STATEMENT = {
  principals: '*',
  actions: 'ecr:BatchGetImage',
  resources: 'ab',
  conditions: { StringEquals: { 'aws:PrincipalTag/team': 'a' } },
};

/** Short declarations, because each is read hundreds of times: the names in them need not be declared. */
const DECLARATIONS: readonly object[] = [
  ...Object.entries(everything).map(([section, value]) => ({ ...base, [section]: value as unknown })),
  // Branches of unions that the example does not contain.
  { ...base, backend: { local: { path: 'a' } } },
  { ...base, backend: { cloud: { organization: 'abc', workspace: 'a', hostname: 'a.b', project: 'abc' } } },
  { ...base, replication: [{ from: 'a', to: ['b'], repositories: 'all' }] },
  { ...base, access: [{ allow: 'pull', repositories: 'ab', registries: 'a', principals: 'develop' }] },
  { ...base, registries: { a: { account: 'develop', region: 'us-east-1', import: true } } },
  { ...base, repositories: { ab: { registry: 'a', import: true, statements: [STATEMENT] } } },
  {
    ...base,
    repositories: { ab: { registry: 'a', statements: [{ ...STATEMENT, registries: ['a'] }] } },
  },
  { ...base, defaults: { repository: { statements: [{ ...STATEMENT, registries: 'a' }] } } },
  { ...base, repositories: { ab: { registry: 'a', import: { a: true, b: ['policy'] } } } },
  { ...base, checks: { rules: Object.fromEntries(ruleIds.map((id) => [id, { severity: 'off' }])) } },
  {
    ...base,
    checks: {
      rules: { 'suppression-unused': { severity: 'off' } },
      suppressions: [{ rule: 'replication/chain', path: 'replication[0]', reason: 'not ours' }],
    },
  },
];

const locations = new Map(
  DECLARATIONS.flatMap((declaration) =>
    collectLocations({ id: '', schema: SCHEMA, isForm: false, path: [], declaration }, declaration),
  ).map((location) => [equivalenceKey(location), location] as const),
);

/** Codes of problems with values that are not `shape/` codes. */
const OWN_CODES: readonly string[] = [
  'account/id',
  'account/id-unquoted',
  'account/name',
  'backend/region',
  'cache/prefix',
  'check/expires',
  'check/reason',
  'check/unknown-rule',
  'file/empty',
  'registry/name',
  'registry/unknown-region',
  'replication/duplicate-filter',
  'replication/duplicate-registry',
  'replication/filter',
  'replication/too-many-filters',
  'repository/name',
  'repository/which-registry',
  'scanning/duplicate-filter',
  'scanning/filter',
  'statement/duplicate-registry',
  'tag/key',
  'template/applied-for',
  'template/prefix',
];
const isValueDiagnostic = ({ code }: Diagnostic) => code.startsWith('shape/') || OWN_CODES.includes(code);

/** The files that declare the schema, without their folder. */
type SchemaFile =
  | 'access'
  | 'declaration'
  | 'deployment'
  | 'imports'
  | 'registries'
  | 'repository-settings'
  | 'settings-schema';

/** The file of each place whose path matches. The first match decides; all others are of `declaration`. */
const SCHEMA_FILES: readonly (readonly [RegExp, SchemaFile])[] = [
  [/^\.checks/, 'settings-schema'],
  [/^\.access\[\]|\.statements/, 'access'],
  [/^\.(?:registries|repositories)\.\*\.import/, 'imports'],
  [/^\.(?:accounts\.\*|backend)/, 'deployment'],
  [
    /\.(?:encryption|lifecycle|tags|imageTagMutability|forceDelete|preventDestroy|scanOnPush)/,
    'repository-settings',
  ],
  [/^\.registries\.\*/, 'registries'],
];

/** Tests that each invalid value is reported, at every place of the schema that one file declares. */
export function describeWrongValues(file: SchemaFile): void {
  const ofFile = [...locations.values()].filter(({ id }) => schemaFileOf(id) === file);

  test.each(ofFile.map((location) => [location.id.slice(1) || 'the top', location] as const))(
    'reports every invalid value of %s at its position',
    (_, location) => {
      const unreported = faultsAt(location).filter((fault) => {
        const { text, first, last } = renderFault(fault);
        const found = diagnose(text).filter(isValueDiagnostic);
        return !found.some(({ span }) => span.line >= first && span.line <= last);
      });
      expect(unreported.map(({ what }) => what)).toEqual([]);
    },
  );
}

function schemaFileOf(id: string): SchemaFile {
  return SCHEMA_FILES.find(([path]) => path.test(id))?.[1] ?? 'declaration';
}

/** Tests that the declarations of `describeWrongValues` are valid and contain every place of the schema. */
export function describeDeclarations(): void {
  test('the declarations contain every place of the schema', () => {
    const missing = schemaLocations(SCHEMA).filter((location) => !locations.has(equivalenceKey(location)));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  test.each(DECLARATIONS.map((declaration) => [Object.keys(declaration).at(-1), declaration] as const))(
    'accepts the unchanged declaration (%s)',
    (_, declaration) => {
      expect(diagnose(stringify(declaration)).filter(isValueDiagnostic)).toEqual([]);
    },
  );
}
