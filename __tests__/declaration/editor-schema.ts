import Ajv from 'ajv';
import { jsonSchemaText } from '../../src/lint/declaration/declaration-schema';

/** The part of a JSON Schema that describes keys and values. */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly defaultSnippets?: readonly { readonly body: unknown }[];
  readonly enumDescriptions?: readonly string[];
  readonly errorMessage?: string;
  readonly patternErrorMessage?: string;
  readonly type?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minimum?: number;
  readonly minProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** Returns the schema that a text contains. */
export function parseSchema(text: string): Schema {
  return JSON.parse(text) as Schema; // our own, in the shape above
}

/** Returns the schema of a declaration with its definitions in place of the references to them. */
export function inlinedSchema(): Schema {
  const { definitions = {}, ...root } = parseSchema(jsonSchemaText());
  return inlined(root, definitions);
}

function inlined(node: Schema, definitions: Readonly<Record<string, Schema>>): Schema {
  const { $ref, ...own } = node;
  if ($ref !== undefined) {
    const definition = definitions[$ref.replace('#/definitions/', '')];
    return inlined({ ...definition, ...own }, definitions);
  }
  const convert = (child: Schema) => inlined(child, definitions);
  const { properties, propertyNames, additionalProperties, items, anyOf, type } = own;
  return {
    ...own,
    // A list of one type is an instruction for yaml-language-server.
    ...(Array.isArray(type) ? { type: type[0] as string } : {}),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, convert(each)])),
    }),
    ...(propertyNames && { propertyNames: convert(propertyNames) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: convert(additionalProperties) }),
    ...(items && { items: convert(items) }),
    ...(anyOf && { anyOf: anyOf.map(convert) }),
  };
}

/** Returns whether an editor accepts a value. The keywords that JSON Schema does not have are those of editors. */
export function editorValidator(schema: object) {
  const ajv = new Ajv({ strictTypes: false });
  ajv.addVocabulary([
    'markdownDescription',
    'enumDescriptions',
    'markdownEnumDescriptions',
    'errorMessage',
    'patternErrorMessage',
    'defaultSnippets',
  ]);
  return ajv.compile(schema);
}
