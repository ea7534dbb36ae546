import { z } from 'zod';
import { nameRule, type NameRule } from '../../aws/names';
import { PARTITION_PATTERN, REGIONS } from '../../aws/partitions';
import { findDuplicates, isList } from '../../base/collections';
import type { LanguageCode } from '../syntax/diagnostic-codes';

/**
 * A mapping with these keys and no others. The diagnostic of an unknown key suggests an allowed one. Only custom issues of
 * zod have parameters, so the allowed keys are the message of the issue. `allowedKeys` reads them.
 */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape, description: string) {
  const keys = Object.keys(shape).join(' ');
  return z
    .strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys : undefined) })
    .meta({ description });
}

/** Returns the keys of the mapping in which `section` found an unknown key. */
export function allowedKeys({ message }: z.core.$ZodIssueUnrecognizedKeys): readonly string[] {
  return message.split(' ');
}

/** A string that must match a rule of `src/aws/names.ts`; reports `code` otherwise. */
export function validatedString(rule: NameRule, code: LanguageCode, description: string) {
  return checkedString(rule, code).meta({ description, ...jsonSchemaBounds(rule) });
}

/** Like `validatedString`, but with environment variables: an editor must allow `${NAME}`. */
export function interpolatedString(rule: NameRule, code: LanguageCode, description: string) {
  return checkedString(rule, code).meta({ description, pattern: `${rule.pattern.source}|\\$\\{` });
}

/** Returns what JSON Schema can express of a rule. */
export function jsonSchemaBounds({ pattern, length }: NameRule) {
  return {
    pattern: pattern.source,
    ...(length === undefined ? {} : { minLength: length.min, maxLength: length.max }),
  };
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
export function patternString(pattern: RegExp, must: string, description: string) {
  return validatedString(nameRule(pattern, must), 'shape/wrong-value', description);
}

/** One item, or a list of items. */
export function oneOrMany<Item extends z.ZodType>(item: Item, description: string) {
  return z.union([item, z.array(item).min(1)]).meta({ description });
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

export const flag = (description: string) => z.boolean().meta({ description });

export const roleArn = nameRule(
  new RegExp(`^arn:${PARTITION_PATTERN}:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]{1,512}$`),
  'be the ARN of a role: arn:aws:iam::<12 digits>:role/<name>',
);
/** Stricter than AWS: without a colon, so that a URL with a password is not a valid profile. */
export const profileName = nameRule(
  /^[\p{L}\p{N}_.@+/-]([\p{L}\p{N} _.@+/-]{0,126}[\p{L}\p{N}_.@+/-])?$/u,
  "be a profile name: at most 128 letters, digits, spaces and '_.@+/-'",
);

/** An AWS Region. Editors complete it. */
export function regionName(description: string) {
  return z.string().meta({ description, enum: [...REGIONS] });
}
