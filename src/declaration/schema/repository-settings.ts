import * as z from 'zod';
import { KMS_KEY_ARN } from '../../aws/arn';
import {
  LIFECYCLE_DESCRIPTION,
  LIFECYCLE_TAG_PATTERN,
  LIFECYCLE_TAG_PREFIX,
} from '../../aws/lifecycle/policy';
import { LIMITS } from '../../aws/limits';
import type { NameRule } from '../../aws/names';
import { describedEnum, patternString, registryName, section, validatedString } from './field-types';
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
    z.string().meta({
      pattern: TAG_KEY.source,
      patternErrorMessage: `Must be letters, digits, spaces and '_.:/=+-@', at most ${tagKeyLength.max} characters, without the prefix 'aws:'.`,
    }),
    patternString(
      TAG_VALUE,
      `contain only letters, digits, spaces and '_.:/=+-@', at most ${tagValueLength.max} characters`,
      `The value of the tag: text of at most ${tagValueLength.max} characters. Put numbers in quotes.`,
    ),
  )
  .meta({ id: 'tags', description: 'Tags: keys with their values.', examples: [{ team: 'platform' }] });

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
  imageTagMutability: describedEnum(
    {
      MUTABLE: 'A tag can be moved to another image.',
      IMMUTABLE: 'A tag cannot be moved to another image.',
      IMMUTABLE_WITH_EXCLUSION:
        'A tag cannot be moved to another image, except the tags that match imageTagMutabilityExclusionFilters.',
      MUTABLE_WITH_EXCLUSION:
        'A tag can be moved to another image, except the tags that match imageTagMutabilityExclusionFilters.',
    },
    'Whether a tag can be moved to another image.',
    { default: 'MUTABLE', reference: 'reference/topology.md#tag-mutability' },
  ).optional(),
  imageTagMutabilityExclusionFilters: z
    .array(
      patternString(
        new RegExp(`^[0-9a-zA-Z._*-]{${exclusionFilterLength.min},${exclusionFilterLength.max}}$`),
        `be a tag pattern: letters, digits, '.', '_', '-' and '*' (any text), at most ${exclusionFilterLength.max} characters`,
        'A filter for tags, with at most two `*`, each of which matches any text.',
      ),
    )
    .min(exclusionFiltersPerRepository.min)
    .max(exclusionFiltersPerRepository.max)
    .optional()
    .meta({
      description:
        'The tags that `imageTagMutability` does not apply to: 1 to 5 filters. Required with a mode that ends with ' +
        '`_WITH_EXCLUSION`, not allowed with the others.',
      examples: [['latest', 'dev-*']],
      reference: 'reference/topology.md#tag-mutability',
    }),
};

const kmsKeyArn = validatedString(KMS_KEY_ARN, 'shape/wrong-value', 'The ARN of a KMS key.', {
  id: 'kmsKeyArn',
  examples: ['arn:aws:kms:ap-northeast-1:111111111111:key/1a2b3c4d-0000-4000-8000-000000000001'],
});

export const encryptionSchema = section(
  {
    type: describedEnum(
      {
        AES256: 'Keys that Amazon S3 manages.',
        KMS: 'A key in AWS KMS: kmsKey, or the key that AWS manages for ECR.',
        KMS_DSSE: 'Two layers of encryption with a key in AWS KMS. Only in AWS GovCloud (US).',
      },
      'How images are encrypted at rest.',
    ),
    kmsKey: z
      .union([kmsKeyArn, z.record(registryName, kmsKeyArn)])
      .optional()
      .meta({
        description:
          'The ARN of the KMS key, in the Region of the repository; or a mapping from names of registries to ARNs. Default: the ' +
          'key that AWS manages for ECR.',
      }),
  },
  'How images are encrypted at rest. A change replaces the repository and deletes its images. Default: AES256.',
  { id: 'encryption', title: 'encryption', reference: 'reference/topology.md#encryption' },
);

// The same characters as in LIFECYCLE_DESCRIPTION.
const lifecycleJson = /^[^$%\\]*$/;

const ONE_COUNT = 'A rule has exactly one of the four conditions.';

const lifecycleRuleSchema = section(
  {
    description: lifecycleText(
      LIFECYCLE_DESCRIPTION,
      'The description of the rule: one line, at most 256 characters.',
    ).optional(),
    tagStatus: describedEnum(
      {
        tagged: 'Images with a tag that matches tagPrefixes or tagPatterns. One of the two is required.',
        untagged: 'Images without a tag.',
        any: 'All images. Must be the last rule.',
      },
      'The images that the rule applies to.',
    ),
    tagPrefixes: z
      .array(lifecycleText(LIFECYCLE_TAG_PREFIX, 'The first characters of a tag.'))
      .min(1)
      .optional()
      .meta({
        description: 'The images must have a tag for each of these prefixes. Only with tagStatus `tagged`.',
        examples: [['prod']],
      }),
    tagPatterns: z
      .array(
        lifecycleText(LIFECYCLE_TAG_PATTERN, 'A tag, with at most four `*`, each of which matches any text.'),
      )
      .min(1)
      .optional()
      .meta({
        description:
          'The images must have a tag for each of these patterns. `*` matches any text. Only with tagStatus `tagged`.',
        examples: [['pr-*']],
      }),
    storageClass: describedEnum(
      { standard: 'Images that can be pulled.', archive: 'Archived images.' },
      'The storage class of the images. Default: `archive` with `daysSinceArchived`, otherwise `standard`.',
    ).optional(),
    countMoreThan: z
      .int()
      .min(1)
      .optional()
      .meta({
        description: `The number of images to keep: the rule applies to all but the newest. ${ONE_COUNT}`,
        examples: [100],
      }),
    daysSincePushed: daysSince('since the image was pushed', 14).optional(),
    daysSincePulled: daysSince('since the last pull. Only with action `archive`', 180).optional(),
    daysSinceArchived: daysSince(
      'since the image was archived: at least 90. Only with action `expire`',
      365,
    ).optional(),
    action: describedEnum(
      {
        expire: 'Deletes the images.',
        archive: 'Moves the images to archive storage. Requires version 6.29 of the AWS provider.',
      },
      'What ECR does with the images.',
    ),
  },
  'A lifecycle rule. ECR applies the rules in the order of the list; an image is subject to the first rule that matches.',
  { id: 'lifecycleRule', title: 'lifecycle rule', reference: 'reference/topology.md#lifecycle-policies' },
);

export const lifecycleSchema = z
  .union([
    z.array(lifecycleRuleSchema).max(rulesPerLifecyclePolicy),
    section(
      {
        json: patternString(
          lifecycleJson,
          "be JSON without '\\', '$' and '%'",
          'The lifecycle policy as JSON text, in the format of the ECR API.',
        ),
      },
      undefined,
    ),
  ])
  .meta({
    id: 'lifecycle',
    description:
      'The lifecycle policy: which images ECR deletes or archives. A list of rules, or a mapping with `json`. An empty list is no ' +
      'policy. Default: no policy.',
    reference: 'reference/topology.md#lifecycle-policies',
    examples: [[{ tagStatus: 'untagged', daysSincePushed: 14, action: 'expire' }]],
    errorMessage: "Expected a list of lifecycle rules, or a mapping with 'json'.",
  });

function daysSince(event: string, example: number) {
  return z
    .int()
    .min(1)
    .meta({ description: `The number of days ${event}. ${ONE_COUNT}`, examples: [example] });
}

function lifecycleText(rule: NameRule, description: string) {
  return validatedString(rule, 'shape/wrong-value', description);
}

export type DeclaredEncryption = Located<z.input<typeof encryptionSchema>>;
export type DeclaredLifecycle = Located<z.input<typeof lifecycleSchema>>;
export type DeclaredLifecycleRule = Located<z.input<typeof lifecycleRuleSchema>>;
export type DeclaredTags = Located<z.input<typeof tagsSchema>>;
