import { z } from 'zod';
import {
  exactlyOneKey,
  flag,
  oneOrMany,
  patternString,
  registryName,
  section,
} from '../../../src/declaration/schema/field-types';
import { toEditorSchema, type DeclaredNames } from '../../../src/declaration/schema/json-schema';
import { editorValidator } from '../editor-schema';

const name = patternString(/^[a-z]+$/, 'be lowercase letters', 'A name.', { examples: ['web'] });
const LINK = '[docs/topology.md#team](docs/topology.md#team)';

/** Returns the properties of a section in the schema for editors. */
function propertiesOf(shape: Readonly<Record<string, z.ZodType>>, names?: DeclaredNames) {
  const schema = section(shape, 'A team.', { reference: 'topology.md#team' });
  return toEditorSchema(schema, 'example', names) as { readonly properties: object };
}

test('has a URI and a title', () => {
  expect(propertiesOf({})).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: expect.stringMatching(/^urn:/) as string,
    title: 'example',
  });
});

test('adds the default to the description, and the link to the section of the nearest parent', () => {
  expect(propertiesOf({ isPublic: flag('Whether it is public.', false) }).properties).toMatchObject({
    isPublic: {
      default: false,
      description: 'Whether it is public. Default: false.',
      markdownDescription: `Whether it is public. Default: false.\n\n${LINK}`,
    },
  });
});

test.each([
  [name, { patternErrorMessage: 'Must be lowercase letters. Example: web.' }],
  [name, { errorMessage: 'Expected text in quotes, such as web.' }],
  [z.array(name).meta({ examples: [['web']] }), { errorMessage: 'Expected a list, such as [web].' }],
  [z.record(z.string(), name), { errorMessage: 'Expected a mapping.' }],
  [z.int(), { errorMessage: 'Expected a whole number.' }],
  [flag('A flag.'), { errorMessage: 'Expected true or false, without quotes.' }],
])('has a message for values of a wrong type or pattern (%#)', (schema, messages) => {
  expect(propertiesOf({ key: schema }).properties).toMatchObject({ key: messages });
});

test('has no message where editors name the allowed values or keys', () => {
  const { key, inner } = propertiesOf({ key: z.enum(['a']), inner: section({}) }).properties as Readonly<
    Record<string, object>
  >;
  expect(key).not.toHaveProperty('errorMessage');
  expect(inner).not.toHaveProperty('errorMessage');
});

test('shows the texts of a union at its first alternative', () => {
  const names = oneOrMany(name, 'One name, or a list.', { errorMessage: 'Expected a name, or a list.' });
  expect(propertiesOf({ names }).properties).toMatchObject({
    names: {
      anyOf: [
        {
          type: ['string'],
          description: 'One name, or a list.',
          errorMessage: 'Expected a name, or a list.',
        },
        { type: 'array' },
      ],
    },
  });
});

test('writes a shared definition once, with the description of each use', () => {
  const from = registryName.meta({ description: 'The source.' });
  const schema = propertiesOf({ from, to: registryName });
  expect(schema).toMatchObject({
    properties: {
      from: { $ref: '#/definitions/registryName', description: 'The source.' },
      to: { $ref: '#/definitions/registryName' },
    },
    definitions: { registryName: { type: 'string' } },
  });
});

test('keeps the constraints next to a shared definition', () => {
  const shared = section({ a: name.optional(), b: name.optional() }, 'Shared.', { id: 'shared' });
  const exclusive = shared.meta({ ...exactlyOneKey(['a', 'b'], 'Set one.') });
  // Ajv does not ignore what is next to a reference, as editors do.
  expect(propertiesOf({ shared, exclusive }).properties).toMatchObject({
    exclusive: { allOf: [{ $ref: '#/definitions/shared' }], else: { required: ['a'] } },
  });
});

test('turns an example that is a mapping into a snippet, which editors complete', () => {
  const tags = z.record(z.string(), name).meta({ examples: [{ team: 'web' }] });
  expect(propertiesOf({ tags }).properties).toMatchObject({
    tags: { defaultSnippets: [{ label: '{ team: web }', body: { team: 'web' } }] },
  });
});

describe('with declared names', () => {
  const names = { accounts: [], registries: ['develop'], repositories: [] };

  test('completes them', () => {
    expect(propertiesOf({ from: registryName }, names)).toMatchObject({
      definitions: {
        registryName: { anyOf: [{ type: 'string' }, { $ref: '#/definitions/declaredRegistries' }] },
        declaredRegistries: { enum: ['develop'] },
      },
    });
  });

  test('accepts other names', () => {
    const isValid = editorValidator(propertiesOf({ from: registryName }, names));
    expect(isValid({ from: 'develop' })).toBe(true);
    expect(isValid({ from: 'new' })).toBe(true);
    expect(isValid({ from: 5 })).toBe(false);
  });

  test('changes nothing if there are none', () => {
    const none = { accounts: [], registries: [], repositories: [] };
    expect(propertiesOf({ from: registryName }, none)).toEqual(propertiesOf({ from: registryName }));
  });
});
