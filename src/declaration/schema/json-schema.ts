import * as z from 'zod';
import type { NameKind } from './field-types';

/** The declared names that an editor completes. */
export type DeclaredNames = Readonly<Record<NameKind, readonly string[]>>;

/** The keywords of JSON Schema that the schemas use, those that editors add, and the annotations of `field-types.ts`. */
interface Node {
  readonly [keyword: string]: unknown;
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly default?: string | number | boolean | undefined;
  readonly examples?: readonly unknown[] | undefined;
  readonly enumDescriptions?: readonly string[] | undefined;
  readonly patternErrorMessage?: string | undefined;
  readonly errorMessage?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly properties?: Readonly<Record<string, Node>> | undefined;
  readonly propertyNames?: Node | undefined;
  readonly additionalProperties?: Node | boolean | undefined;
  readonly items?: Node | undefined;
  readonly allOf?: readonly Node[] | undefined;
  readonly anyOf?: readonly Node[] | undefined;
  readonly definitions?: Readonly<Record<string, Node>> | undefined;
  readonly reference?: string | undefined;
  readonly names?: NameKind | undefined;
}

const NO_NAMES: DeclaredNames = { accounts: [], registries: [], repositories: [] };

/** The definitions of the declared names. */
const NAME_DEFINITIONS = {
  accounts: 'declaredAccounts',
  registries: 'declaredRegistries',
  repositories: 'declaredRepositories',
} as const satisfies Readonly<Record<NameKind, string>>;

/**
 * A URN, because the project has no public URL. It is only a name: the definitions are in the same file.
 */
const SCHEMA_ID = 'urn:ecr-topology:topology';

/**
 * A relative link. Editors show its text, so the reader finds the page in the repository or in the package. Replace it with
 * the URL of the documents when they have one: then editors can also open it.
 */
const DOCUMENTS = 'docs/';

/** Returns the JSON Schema (draft-7) of a schema for editors, with completion of the names. */
export function toEditorSchema(schema: z.ZodType, title: string, names = NO_NAMES): object {
  // Annotations of zod are open; `Annotations` in field-types.ts types those that are used.
  const { $schema, definitions, ...root } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
  }) as Node;
  const context = { definitions: definitions ?? {}, names };
  return {
    $schema,
    $id: SCHEMA_ID,
    title,
    ...toEditorNode(root, context),
    definitions: {
      ...mapValues(context.definitions, (node) => toEditorNode(node, context)),
      ...nameDefinitions(names),
    },
  };
}

interface Context {
  readonly definitions: Readonly<Record<string, Node>>;
  readonly names: DeclaredNames;
  /** The section of the documents that describes the nearest parent. */
  readonly reference?: string | undefined;
}

function toEditorNode({ reference, names, ...node }: Node, parent: Context): Node {
  const context = { ...parent, reference: reference ?? parent.reference };
  const flat = flattenReference(node);
  const own =
    flat.properties !== undefined && flat.errorMessage !== undefined
      ? withOwnMessage(flat, flat.errorMessage)
      : flat;
  const complete = withErrorMessages(withSnippets(withTexts(withChildren(own, context), context)));
  return withNames(flat.$ref === undefined ? names : undefined, context, complete);
}

const ANNOTATIONS: ReadonlySet<string> = new Set(['title', 'description', 'default', 'examples']);

/**
 * Moves the reference of a shared definition next to the annotations of its use. Editors show them in place of those of the
 * definition. Draft-7 ignores everything next to a reference, so constraints stay where they are.
 */
function flattenReference({ allOf, ...node }: Node): Node {
  const [shared, ...others] = allOf ?? [];
  const isUse = shared?.$ref !== undefined && Object.keys(node).every((keyword) => ANNOTATIONS.has(keyword));
  return isUse && others.length === 0 ? { ...node, ...shared } : { ...node, ...(allOf && { allOf }) };
}

function withChildren(node: Node, context: Context): Node {
  const { properties, propertyNames, additionalProperties, items, anyOf } = node;
  const convert = (child: Node) => toEditorNode(child, context);
  return {
    ...node,
    ...(properties && { properties: mapValues(properties, convert) }),
    ...(propertyNames && { propertyNames: convert(propertyNames) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: convert(additionalProperties) }),
    ...(items && { items: convert(items) }),
    ...(anyOf && {
      anyOf: withUnionTexts(node, anyOf, context.definitions).map(convert),
      errorMessage: undefined,
    }),
  };
}

/**
 * Moves the texts of a union to its first alternative, because yaml-language-server shows those: its message for a value that
 * no alternative accepts, and its description for a value that it accepts.
 */
function withUnionTexts(
  { description, errorMessage }: Node,
  alternatives: readonly Node[],
  definitions: Context['definitions'],
): readonly Node[] {
  const hasMessage = (each: Node) =>
    each.errorMessage !== undefined || definitionOf(each.$ref, definitions)?.errorMessage !== undefined;
  const [first, ...others] = [
    ...alternatives.filter(hasMessage),
    ...alternatives.filter((each) => !hasMessage(each)),
  ];
  if (first === undefined) return [];
  const withText = description === undefined ? first : { ...first, description };
  return [errorMessage === undefined ? withText : withOwnMessage(withText, errorMessage), ...others];
}

/** Sets the message for a wrong type. yaml-language-server joins it with that of other alternatives unless the type is a list. */
function withOwnMessage(node: Node, errorMessage: string): Node {
  const { type, const: value } = node;
  // The value implies the type, which would report the message twice.
  if (value !== undefined) return { ...node, type: undefined, errorMessage };
  return { ...node, type: typeof type === 'string' ? [type] : type, errorMessage };
}

function definitionOf($ref: string | undefined, definitions: Context['definitions']): Node | undefined {
  return $ref === undefined ? undefined : definitions[$ref.replace('#/definitions/', '')];
}

/** Adds the default to the description, and the link to the documents. */
function withTexts(node: Node, { reference, definitions }: Context): Node {
  const shared = definitionOf(node.$ref, definitions);
  // A definition without its own section of the documents is described in those of its uses.
  const description = node.description ?? (shared?.reference === undefined ? shared?.description : undefined);
  if (description === undefined) return node;
  const withDefault =
    node.default === undefined ? description : `${description} Default: ${String(node.default)}.`;
  return {
    ...node,
    description: withDefault,
    ...(reference !== undefined && { markdownDescription: `${withDefault}\n\n${linkTo(reference)}` }),
  };
}

function linkTo(reference: string): string {
  const target = `${DOCUMENTS}${reference}`;
  return `[${target}](${target})`;
}

/** Editors complete an example that is a mapping only if it is a snippet. */
function withSnippets(node: Node): Node {
  const { examples = [] } = node;
  const mappings = examples.filter((example) => typeof example === 'object' && !Array.isArray(example));
  if (mappings.length === 0) return node;
  const others = examples.filter((example) => !mappings.includes(example));
  return {
    ...node,
    examples: others.length === 0 ? undefined : others,
    defaultSnippets: mappings.map((example) => ({ label: flowText(example), body: example })),
  };
}

/** Adds the messages of editors for a value of a wrong type or pattern. */
function withErrorMessages(node: Node): Node {
  const { patternErrorMessage, examples: [example] = [] } = node;
  const expected = node.errorMessage === undefined ? expectedText(node) : undefined;
  const such = example === undefined ? '' : `, such as ${flowText(example)}`;
  return {
    ...node,
    ...(patternErrorMessage !== undefined && typeof example === 'string'
      ? { patternErrorMessage: `${patternErrorMessage} Example: ${flowText(example)}.` }
      : {}),
    ...(expected === undefined ? {} : { errorMessage: `Expected ${expected}${such}.` }),
  };
}

/** Returns undefined where the messages of editors name the allowed values or keys. */
function expectedText({ type, const: value, properties, ...node }: Node): string | undefined {
  if (node.enum !== undefined || value !== undefined || properties !== undefined) return undefined;
  return typeof type === 'string' ? EXPECTED[type] : undefined;
}

const EXPECTED: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  string: 'text in quotes',
  boolean: 'true or false, without quotes',
  integer: 'a whole number',
  number: 'a number',
};

/** Returns an example as it is written in the file. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, member]) => `${key}: ${flowText(member)}`);
    return `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string' && !/^[a-z_][\w.]*$/i.test(value) ? JSON.stringify(value) : String(value);
}

/** Lets editors complete the declared names. Other values stay valid: patterns, and names that are declared later. */
function withNames(kind: NameKind | undefined, { names }: Context, node: Node): Node {
  if (kind === undefined || names[kind].length === 0) return node;
  const { examples, default: value, ...constraints } = node;
  const { description, markdownDescription } = node;
  return {
    description,
    markdownDescription,
    examples,
    default: value,
    // The names are last, because editors show the message of the first alternative.
    anyOf: [constraints, { $ref: `#/definitions/${NAME_DEFINITIONS[kind]}` }],
  };
}

/** Returns the definitions that `withNames` refers to. */
function nameDefinitions(names: DeclaredNames): Readonly<Record<string, Node>> {
  const kinds = (['accounts', 'registries', 'repositories'] as const).filter(
    (kind) => names[kind].length > 0,
  );
  return Object.fromEntries(kinds.map((kind) => [NAME_DEFINITIONS[kind], { enum: names[kind] }]));
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  convert: (value: Value) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]));
}
