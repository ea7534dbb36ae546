import { z } from 'zod';
import { REGISTRY_NAME } from '../../../src/aws/names';
import {
  atMostOneKey,
  describedEnum,
  distinctList,
  exactlyOneKey,
  interpolatedString,
  oneOrMany,
  patternString,
  profileName,
  regionName,
  roleArn,
  section,
  validatedString,
} from '../../../src/declaration/schema/field-types';
import { editorValidator } from '../editor-schema';

const jsonSchemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });

/** The issues for a value, with the code of the diagnostic that each becomes. */
function issuesOf(schema: z.ZodType, value: unknown): readonly unknown[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map((issue) => ({
    path: issue.path,
    message: issue.message,
    ...(issue.code === 'custom' ? { code: issue.params?.code as unknown } : {}),
  }));
}

describe('a section', () => {
  const schema = section({ name: z.string(), region: z.string().optional() }, 'A section.');

  test('names the allowed keys in the message about an unknown key', () => {
    expect(issuesOf(schema, { name: 'a', regoin: 'b' })).toEqual([{ path: [], message: 'name region' }]);
  });

  test('has its description in the JSON Schema, and allows no other key there', () => {
    expect(jsonSchemaOf(schema)).toMatchObject({ description: 'A section.', additionalProperties: false });
  });
});

describe('a validated string', () => {
  const schema = validatedString(REGISTRY_NAME, 'scanning/filter', 'A name.');

  test('reports the fault of its rule with its code', () => {
    expect(issuesOf(schema, 'develop')).toEqual([]);
    expect(issuesOf(schema, 'EU')).toEqual([
      { path: [], message: REGISTRY_NAME.fault('EU'), code: 'scanning/filter' },
    ]);
  });

  test('has the pattern and the length of its rule in the JSON Schema', () => {
    const { pattern, length } = REGISTRY_NAME;
    expect(jsonSchemaOf(schema)).toMatchObject({
      pattern: pattern.source,
      ...(length === undefined ? {} : { minLength: length.min, maxLength: length.max }),
    });
  });
});

test('an interpolated string allows a variable in an editor only', () => {
  const schema = interpolatedString(REGISTRY_NAME, 'scanning/filter', 'A name.');
  const { pattern = '' } = jsonSchemaOf(schema) as { readonly pattern?: string };
  expect('${NAME}').toMatch(new RegExp(pattern));
  expect(issuesOf(schema, '${NAME}')).toHaveLength(1);
});

test('a string with a pattern reports what it must be as a wrong value', () => {
  expect(issuesOf(patternString(/^[a-z]+$/, 'hold letters', 'Letters.'), '1')).toEqual([
    { path: [], message: expect.stringContaining('hold letters') as string, code: 'shape/wrong-value' },
  ]);
});

describe('one or many', () => {
  const schema = oneOrMany(z.string(), 'Names.');

  test.each([['a'], [['a']], [['a', 'b']]])('accepts %j', (value) => {
    expect(issuesOf(schema, value)).toEqual([]);
  });

  test.each([[[]], [[1]], [1]])('rejects %j', (value) => {
    expect(issuesOf(schema, value)).not.toEqual([]);
  });
});

describe('a list of distinct items', () => {
  const schema = distinctList(z.array(z.string()), 'replication/duplicate-filter');

  test('reports each repeated item with its code, but not the first', () => {
    const duplicate = (index: number) => ({
      path: [index],
      message: 'duplicate item',
      code: 'replication/duplicate-filter',
    });
    expect(issuesOf(schema, ['a', 'b', 'a', 'a'])).toEqual([duplicate(2), duplicate(3)]);
  });

  test('does not report a rejected item as a duplicate', () => {
    expect(issuesOf(schema, [1, 1])).toMatchObject([{ path: [0] }, { path: [1] }]);
    expect(issuesOf(schema, [1, 1])).toHaveLength(2);
  });

  test('has unique items in the JSON Schema', () => {
    expect(jsonSchemaOf(schema)).toMatchObject({ uniqueItems: true });
  });
});

test('a described enum has the meaning of each value in the JSON Schema, and accepts no other value', () => {
  const schema = describedEnum({ a: 'First.', b: 'Second.' }, 'A letter.', { default: 'a' });
  expect(jsonSchemaOf(schema)).toMatchObject({
    enum: ['a', 'b'],
    enumDescriptions: ['First.', 'Second.'],
    default: 'a',
  });
  expect(issuesOf(schema, 'b')).toEqual([]);
  expect(issuesOf(schema, 'c')).toHaveLength(1);
});

describe('constraints on keys in the JSON Schema', () => {
  const keys = ['a', 'b', 'c'];

  test.each([
    [{}, false],
    [{ a: 1 }, true],
    [{ c: 1 }, true],
    [{ a: 1, b: 1 }, false],
    [{ b: 1, c: 1 }, false],
  ])('exactly one key: %j is %s', (value, isValid) => {
    expect(editorValidator(exactlyOneKey(keys, 'Set one.'))(value)).toBe(isValid);
  });

  test.each([
    [{}, true],
    [{ b: 1 }, true],
    [{ a: 1, c: 1 }, false],
  ])('at most one key: %j is %s', (value, isValid) => {
    expect(editorValidator(atMostOneKey(keys, 'Set one.'))(value)).toBe(isValid);
  });
});

test('a Region is completed by an editor; its existence is checked later', () => {
  expect(jsonSchemaOf(regionName('A Region.'))).toMatchObject({
    definitions: { region: { enum: expect.arrayContaining(['eu-west-1']) as unknown } },
  });
  expect(issuesOf(regionName('A Region.'), 'eu-west-9')).toEqual([]);
});

test.each(['dev', 'team dev', 'entwicklung-ä', 'me@example.com'])('accepts the profile %s', (name) => {
  expect(profileName.fault(name)).toBeUndefined();
});

test.each(['https://user:password@host', ' dev', 'a$b', 'x'.repeat(129)])(
  'rejects the profile %s',
  (name) => {
    expect(profileName.fault(name)).toBeDefined();
  },
);

test('accepts the ARN of a role in each partition, and no other ARN', () => {
  expect(roleArn.fault('arn:aws-cn:iam::111111111111:role/team/ci')).toBeUndefined();
  expect(roleArn.fault('arn:aws:iam::111111111111:user/ci')).toBeDefined();
  expect(roleArn.fault('arn:aws:iam::111111111111:role/ci-*')).toBeDefined();
});
