import { z } from 'zod';
import { KMS_KEY_ARN } from '../../aws/arn';
import {
  LIFECYCLE_DESCRIPTION,
  LIFECYCLE_TAG_PATTERN,
  LIFECYCLE_TAG_PREFIX,
} from '../../aws/lifecycle/policy';
import { LIMITS } from '../../aws/limits';
import type { NameRule } from '../../aws/names';
import { patternString, section, validatedString } from './field-types';
import type { Located } from './located';

const {
  exclusionFilterLength,
  exclusionFiltersPerRepository,
  rulesPerLifecyclePolicy,
  tagKeyLength,
  tagValueLength,
} = LIMITS;

/**
 * The characters that AWS allows in tags.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
const TAG_KEY = new RegExp(
  String.raw`^(?![aA][wW][sS]:)[\p{L}\p{N} _.:/=+@-]{${tagKeyLength.min},${tagKeyLength.max}}$`,
  'u',
);
const TAG_VALUE = new RegExp(
  String.raw`^[\p{L}\p{N} _.:/=+@-]{${tagValueLength.min},${tagValueLength.max}}$`,
  'u',
);

export const tagsSchema = z
  .record(
    z.string().meta({ pattern: TAG_KEY.source }),
    patternString(
      TAG_VALUE,
      `contain only letters, digits, spaces and '_.:/=+-@', at most ${tagValueLength.max} characters`,
      'The value of the tag.',
    ),
  )
  .meta({ description: 'Tags, by key.' });

/**
 * Returns what is wrong with a tag key, or undefined. The checks call it, because zod skips the value of an invalid
 * key.
 */
export function tagKeyFault(key: string): string | undefined {
  if (TAG_KEY.test(key)) return undefined;
  if (/^aws:/i.test(key)) return "the prefix 'aws:' is reserved for AWS";
  return `it must contain only letters, digits, spaces and '_.:/=+-@', at most ${tagKeyLength.max} characters`;
}

export const mutabilityShape = {
  imageTagMutability: z
    .enum(['MUTABLE', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION'])
    .optional()
    .meta({ description: 'Whether a tag can be moved to another image. Default: MUTABLE.' }),
  imageTagMutabilityExclusionFilters: z
    .array(
      patternString(
        new RegExp(`^[0-9a-zA-Z._*-]{${exclusionFilterLength.min},${exclusionFilterLength.max}}$`),
        `be a tag pattern: letters, digits, '.', '_', '-' and '*' (any text), at most ${exclusionFilterLength.max} characters`,
        'A filter on tags; * stands for anything.',
      ),
    )
    .min(exclusionFiltersPerRepository.min)
    .max(exclusionFiltersPerRepository.max)
    .optional()
    .meta({ description: 'The tags that are the exception.' }),
};

const kmsKeyArn = validatedString(KMS_KEY_ARN, 'shape/wrong-value', 'The ARN of a KMS key.');

export const encryptionSchema = section(
  {
    type: z.enum(['AES256', 'KMS', 'KMS_DSSE']).meta({ description: 'How images are encrypted at rest.' }),
    kmsKey: z
      .union([kmsKeyArn, z.record(z.string(), kmsKeyArn)])
      .optional()
      .meta({ description: 'The key, or a key for each registry by its name.' }),
  },
  'Encryption at rest; it cannot be changed later.',
);

// The same characters as in LIFECYCLE_DESCRIPTION.
const lifecycleJson = /^[^$%\\]*$/;

const lifecycleRuleSchema = section(
  {
    description: lifecycleText(LIFECYCLE_DESCRIPTION, 'What the rule is for.').optional(),
    tagStatus: z.enum(['tagged', 'untagged', 'any']).meta({ description: 'Which images the rule is about.' }),
    tagPrefixes: z
      .array(lifecycleText(LIFECYCLE_TAG_PREFIX, 'The start of a tag.'))
      .min(1)
      .optional()
      .meta({ description: 'Only images with tags that start so.' }),
    tagPatterns: z
      .array(lifecycleText(LIFECYCLE_TAG_PATTERN, 'A tag with *.'))
      .min(1)
      .optional()
      .meta({ description: 'Only images with tags that fit all of these.' }),
    storageClass: z
      .enum(['standard', 'archive'])
      .optional()
      .meta({ description: 'Where the images are kept. Default: as the count asks for.' }),
    countMoreThan: z.int().min(1).optional().meta({ description: 'Images beyond this number.' }),
    daysSincePushed: z.int().min(1).optional().meta({ description: 'Images pushed longer ago.' }),
    daysSincePulled: z.int().min(1).optional().meta({ description: 'Images pulled longer ago.' }),
    daysSinceArchived: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Images archived longer ago: 90 days at least.' }),
    action: z.enum(['expire', 'archive']).meta({ description: 'What happens to the images.' }),
  },
  'A lifecycle rule; its place in the list is its priority.',
);

export const lifecycleSchema = z
  .union([
    z.array(lifecycleRuleSchema).max(rulesPerLifecyclePolicy),
    section(
      {
        json: patternString(
          lifecycleJson,
          "be JSON without '\\', '$' and '%'",
          'The policy as ECR takes it.',
        ),
      },
      'The policy as raw JSON.',
    ),
  ])
  .meta({ description: 'Which images expire, and when; an empty list for none.' });

function lifecycleText(rule: NameRule, description: string) {
  return validatedString(rule, 'shape/wrong-value', description);
}

export type DeclaredEncryption = Located<z.input<typeof encryptionSchema>>;
export type DeclaredLifecycle = Located<z.input<typeof lifecycleSchema>>;
export type DeclaredLifecycleRule = Located<z.input<typeof lifecycleRuleSchema>>;
export type DeclaredTags = Located<z.input<typeof tagsSchema>>;
