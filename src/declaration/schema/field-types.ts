import * as z from 'zod';
import { nameRule, type NameRule } from '../../aws/names';
import { PARTITION_PATTERN, REGIONS } from '../../aws/partitions';
import { REGION_NAMES } from '../../aws/region-names';
import { findDuplicates, isList } from '../../base/collections';
import type { LanguageCode } from '../syntax/diagnostic-codes';

/**
 * What editors show about a value, in addition to its description. `toEditorSchema` (json-schema.ts) adds the default to
 * the description, and writes the links and the error messages.
 */
export interface Annotations {
  /** The name of a shared definition in the JSON Schema. */
  readonly id?: string;
  /** The section of the documents that describes the value and everything in it: `reference/topology.md#accounts`. */
  readonly reference?: string;
  readonly default?: string | number | boolean;
  readonly examples?: readonly unknown[];
  /** What editors call a mapping in messages and completions. */
  readonly title?: string;
  /** For a union: replaces the message for a value that no alternative accepts. */
  readonly errorMessage?: string;
  /** The value is one of the declared names: `ecr-topology schema --names` completes them. */
  readonly names?: NameKind;
}

/** Constraints on the keys of a mapping that only JSON Schema has; the checks report them for `validate`. */
export interface KeyConstraints {
  readonly if?: object;
  readonly else?: object;
  readonly dependencies?: Readonly<Record<string, object>>;
}

/** The sections whose keys are names that other sections refer to. */
export type NameKind = 'accounts' | 'registries' | 'repositories';

/**
 * A mapping with these keys and no others. The diagnostic of an unknown key suggests an allowed one. Only custom issues of
 * zod have parameters, so the allowed keys are the message of the issue. `allowedKeys` reads them.
 */
export function section<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  description?: string,
  annotations: Annotations & KeyConstraints = {},
) {
  const keys = Object.keys(shape).join(' ');
  return z
    .strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys : undefined) })
    .meta({ description, ...annotations });
}

/** Returns the keys of the mapping in which `section` found an unknown key. */
export function allowedKeys({ message }: z.core.$ZodIssueUnrecognizedKeys): readonly string[] {
  return message.split(' ');
}

/** The part of the JSON Schema of a mapping that requires exactly one of the keys. */
export function exactlyOneKey(keys: readonly string[], message: string): KeyConstraints {
  const atLeastOne = keys
    .slice(1)
    .reduceRight<object>((otherwise, key) => ({ if: { required: [key] }, else: otherwise }), {
      required: keys.slice(0, 1),
      errorMessage: message,
    });
  return { ...atLeastOne, ...atMostOneKey(keys, message) };
}

/**
 * The part of the JSON Schema of a mapping that allows at most one of the keys. Written as dependencies, because editors
 * show no message of ours for `not` and `oneOf`.
 */
export function atMostOneKey(keys: readonly string[], message: string): KeyConstraints {
  const dependencies = keys.slice(0, -1).map((key, index) => {
    const others = keys.slice(index + 1).map((other) => [other, false] as const);
    return [key, { properties: Object.fromEntries(others), errorMessage: message }] as const;
  });
  return { dependencies: Object.fromEntries(dependencies) };
}

/** A string that must match a rule of `src/aws/names.ts`; reports `code` otherwise. */
export function validatedString(
  rule: NameRule,
  code: LanguageCode,
  description?: string,
  annotations: Annotations = {},
) {
  return checkedString(rule, code).meta({ description, ...jsonSchemaBounds(rule), ...annotations });
}

/** Like `validatedString`, but with environment variables: an editor must allow `${NAME}`. */
export function interpolatedString(
  rule: NameRule,
  code: LanguageCode,
  description: string,
  annotations: Annotations = {},
) {
  const { pattern, patternErrorMessage } = jsonSchemaBounds(rule);
  return checkedString(rule, code).meta({
    description,
    pattern: `${pattern}|\\$\\{`,
    patternErrorMessage,
    ...annotations,
  });
}

/** Returns what JSON Schema can express of a rule. Editors show the message in place of the pattern. */
export function jsonSchemaBounds({ pattern, length, requirement }: NameRule) {
  return {
    pattern: pattern.source,
    patternErrorMessage: `Must ${requirement}.`,
    ...(length === undefined ? {} : { minLength: length.min, maxLength: length.max }),
  };
}

/** One of the values, each with its meaning. */
export function describedEnum<const Meanings extends Readonly<Record<string, string>>>(
  meanings: Meanings,
  description: string,
  annotations: Annotations = {},
) {
  // Object.keys returns string[]; the keys are those of the type.
  const values = Object.keys(meanings) as [keyof Meanings & string, ...(keyof Meanings & string)[]];
  return z.enum(values).meta({ description, enumDescriptions: Object.values(meanings), ...annotations });
}

function checkedString(rule: NameRule, code: LanguageCode) {
  return z.string().superRefine((text, context) => {
    const fault = rule.fault(text);
    if (fault !== undefined) {
      context.addIssue({ code: 'custom', message: fault, params: { code, requirement: rule.requirement } });
    }
  });
}

/**
 * A string that matches a pattern. Every string has a pattern, because none may contain `${`, which Terraform would
 * evaluate.
 */
export function patternString(
  pattern: RegExp,
  must: string,
  description?: string,
  annotations: Annotations = {},
) {
  return validatedString(nameRule(pattern, must), 'shape/wrong-value', description, annotations);
}

/** One item, or a list of items. */
export function oneOrMany<Item extends z.ZodType>(
  item: Item,
  description: string,
  annotations: Annotations = {},
) {
  return z.union([item, z.array(item).min(1)]).meta({ description, ...annotations });
}

/**
 * A list without duplicates, for editors and for `validate`. Reports a duplicate as `code` and removes it, so that
 * later checks need not handle it.
 */
export function distinctList<Item extends z.ZodType>(list: z.ZodArray<Item>, code: LanguageCode) {
  return list
    .superRefine(
      (items, context) => {
        // This also runs if an item was rejected; a value that is not a list is already reported.
        if (!isList(items)) return;
        const refused = new Set(context.issues.map(({ path }) => path?.[0]));
        const validItems = items.flatMap((item, index) => (refused.has(index) ? [] : { item, index }));
        for (const { index } of findDuplicates(validItems, ({ item }) => item)) {
          context.addIssue({
            code: 'custom',
            message: 'duplicate item',
            path: [index],
            params: { code, isDuplicate: true },
          });
        }
      },
      { when: () => true },
    )
    .meta({ uniqueItems: true });
}

/** @param value the default, if there is one */
export const flag = (description: string, value?: boolean) =>
  z.boolean().meta({ description, ...(value === undefined ? {} : { default: value }) });

export const roleArn = nameRule(
  new RegExp(`^arn:${PARTITION_PATTERN}:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]{1,512}$`),
  'be the ARN of a role: arn:aws:iam::<12 digits>:role/<name>',
);
/** Stricter than AWS: without a colon, so that a URL with a password is not a valid profile. */
export const profileName = nameRule(
  /^[\p{L}\p{N}_.@+/-]([\p{L}\p{N} _.@+/-]{0,126}[\p{L}\p{N}_.@+/-])?$/u,
  "be a profile name: at most 128 letters, digits, spaces and '_.@+/-'",
);

const region = z.string().meta({
  id: 'region',
  description: 'An AWS Region.',
  enum: [...REGIONS],
  enumDescriptions: REGIONS.map((name) => REGION_NAMES[name]),
  // The message of editors would list all Regions.
  errorMessage: 'Expected an AWS Region that has Amazon ECR, such as eu-west-1.',
});

/** An AWS Region. Editors complete it. */
export function regionName(description: string) {
  return region.meta({ description });
}

/** The name of a registry under `registries`. */
export const registryName = z.string().meta({
  id: 'registryName',
  description: 'The name of a registry under `registries`.',
  names: 'registries',
});
