import { z } from 'zod';
import { LIMITS } from '../../aws/limits';
import { nameRule, SCANNING_FILTER } from '../../aws/names';
import { CACHE_PREFIX, TEMPLATE_PREFIX } from '../../aws/namespaces';
import { PARTITION_PATTERN } from '../../aws/partitions';
import { CACHE_SECRET_ARN } from '../../aws/upstream';
import { REGISTRY_TYPES } from '../../model/resource-types';
import { statementSchema } from './access';
import {
  distinctList,
  flag,
  patternString,
  regionName,
  roleArn,
  section,
  validatedString,
} from './field-types';
import { registryImportSchema } from './imports';
import type { Located, Members } from './located';
import { encryptionSchema, lifecycleSchema, mutabilityShape, tagsSchema } from './repository-settings';

const scanningRuleSchema = section(
  {
    frequency: z.enum(['SCAN_ON_PUSH', 'CONTINUOUS_SCAN', 'MANUAL']).meta({
      description:
        'When images are scanned. BASIC: SCAN_ON_PUSH, MANUAL. ENHANCED: SCAN_ON_PUSH, CONTINUOUS_SCAN.',
    }),
    repositories: distinctList(
      z
        .array(
          validatedString(
            SCANNING_FILTER,
            'scanning/filter',
            'A filter on repository names: with *, which stands for anything, a whole name; without, a part of it.',
          ),
        )
        .min(1)
        .max(LIMITS.filtersPerScanningRule),
      'scanning/duplicate-filter',
    ).meta({ description: 'Which repositories the rule takes.' }),
  },
  'Which repositories are scanned when.',
);

const scanningSchema = section(
  {
    type: z.enum(['BASIC', 'ENHANCED']).meta({
      description: "BASIC is ECR's own scanning; ENHANCED is that of Amazon Inspector.",
    }),
    rules: z.array(scanningRuleSchema).max(LIMITS.scanningRulesPerRegistry).optional().meta({
      description: `One for each frequency. What no rule takes is scanned by hand (BASIC) or not at all (ENHANCED). Default: none.`,
    }),
    enableInspector: flag(
      'Terraform turns Amazon Inspector on for images, and off for everything else in this account and Region. ' +
        'Default: false, ECR turns it on for images and leaves the rest.',
    ).optional(),
  },
  'How the whole registry scans images. Default: each repository says for itself, with scanOnPush.',
);

const { templateDescriptionLength } = LIMITS;

const creationTemplateSchema = section(
  {
    prefix: validatedString(
      TEMPLATE_PREFIX,
      'template/prefix',
      'The namespace that it is for, or ROOT for every name that no other template takes.',
    ),
    appliedFor: distinctList(
      z
        .array(
          z
            .enum(['REPLICATION', 'PULL_THROUGH_CACHE', 'CREATE_ON_PUSH'])
            .meta({ description: 'Why ECR creates a repository.' }),
        )
        .min(1),
      'template/applied-for',
    ).meta({ description: 'Which of the repositories that ECR creates get it.' }),
    description: patternString(
      // CDKTF writes characters incorrectly to HCL if JSON escapes them.
      new RegExp(String.raw`^[^$%{}"\\\u0000-\u001f]{0,${templateDescriptionLength}}$`),
      `be one line of at most ${templateDescriptionLength} characters, without double quotes, '\\', '$', '%', '{' and '}'`,
      'A description.',
    ).optional(),
    ...mutabilityShape,
    encryption: encryptionSchema.optional(),
    lifecycle: lifecycleSchema.optional(),
    tags: tagsSchema.optional().meta({ description: 'Tags of the repositories.' }),
    statements: z
      .array(statementSchema)
      .optional()
      .meta({ description: 'The statements of their repository policy.' }),
    customRoleArn: validatedString(
      roleArn,
      'shape/wrong-value',
      'The role of this account with which ECR creates them: needed for KMS and for tags.',
    ).optional(),
  },
  'What ECR gives a repository that it creates by itself.',
);

const secretArn = patternString(
  CACHE_SECRET_ARN.pattern,
  CACHE_SECRET_ARN.requirement,
  'The secret in AWS Secrets Manager with which ECR logs in to the upstream: of this account and Region.',
);

const pullThroughCacheSchema = section(
  {
    prefix: validatedString(
      CACHE_PREFIX,
      'cache/prefix',
      'The namespace that is filled from upstream, or ROOT for every name that no other rule takes.',
    ),
    upstream: patternString(
      /^[a-z0-9][a-z0-9._-]{0,252}$/,
      "be the host name of a registry, or a name under 'registries'",
      'Where images come from: a host such as public.ecr.aws, or the name of a registry under `registries`.',
    ),
    upstreamPrefix: validatedString(
      CACHE_PREFIX,
      'cache/prefix',
      'The namespace of the upstream that stands for the prefix. Default: ROOT, whatever is behind the prefix.',
    ).optional(),
    credentialArn: secretArn.optional(),
    customRoleArn: validatedString(
      roleArn,
      'shape/wrong-value',
      'The role of this account with which ECR pulls from ECR: needed where the upstream is in another account.',
    ).optional(),
  },
  'A pull-through cache rule: what is pulled below a prefix comes from elsewhere, and is kept.',
);

const accountSettingsSchema = section(
  {
    basicScanTypeVersion: z
      .enum(['AWS_NATIVE'], {
        error: ({ input }) => (input === 'CLAIR' ? 'AWS retired CLAIR in February 2026.' : undefined),
      })
      .optional()
      .meta({
        description: 'BASIC_SCAN_TYPE_VERSION: what basic scanning uses. AWS has retired CLAIR.',
      }),
    blobMounting: flag(
      'BLOB_MOUNTING: repositories of the registry share layers. Needs version 6.29 of the AWS provider.',
    ).optional(),
    registryPolicyScope: z.enum(['V2']).optional().meta({
      description:
        'REGISTRY_POLICY_SCOPE: V2 lets the registry policy hold every action of ECR, and asks it about each request.',
    }),
  },
  'Settings of ECR in this account and Region. What is not here is left as it is.',
);

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegisterPullTimeUpdateExclusion.html */
const exclusionArn = nameRule(
  new RegExp(`^(?=.{1,200}$)arn:${PARTITION_PATTERN}:iam::[0-9]{12}:(role|user)(/[A-Za-z0-9_+=,.@-]+)+$`),
  'be the ARN of a role or user, at most 200 characters: arn:aws:iam::<12 digits>:role/<name>',
);

const pullTimeUpdateExclusionsSchema = distinctList(
  z
    .array(validatedString(exclusionArn, 'shape/wrong-value', 'The ARN of a role or user.'))
    .max(REGISTRY_TYPES.aws_ecr_pull_time_update_exclusion.limit),
  'shape/wrong-value',
).meta({
  description:
    'Roles and users whose pulls do not count as pulls for lifecycle rules, such as scanners. Needs version 6.28 of the AWS provider.',
});

export const registrySchema = section(
  {
    account: z.string().meta({ description: 'The name of an account under `accounts`.' }),
    region: regionName('The AWS Region, such as ap-northeast-1.'),
    scanning: scanningSchema.optional(),
    creationTemplates: z
      .array(creationTemplateSchema)
      .optional()
      .meta({ description: 'Repository creation templates.' }),
    pullThroughCache: z
      .array(pullThroughCacheSchema)
      .optional()
      .meta({ description: 'Pull-through cache rules.' }),
    settings: accountSettingsSchema.optional(),
    pullTimeUpdateExclusions: pullTimeUpdateExclusionsSchema.optional(),
    import: registryImportSchema.optional(),
    statements: z
      .array(statementSchema)
      .optional()
      .meta({ description: 'Further statements of the registry policy.' }),
  },
  'The private registry of one account in one Region. Its name is also its provider alias.',
);

/** The members of an entry under `registries`. */
export type DeclaredRegistry = Members<z.input<typeof registrySchema>>;

export type DeclaredScanning = Located<z.input<typeof scanningSchema>>;
export type DeclaredScanningRule = Located<z.input<typeof scanningRuleSchema>>;
export type DeclaredCacheRule = Located<z.input<typeof pullThroughCacheSchema>>;
export type DeclaredAccountSettings = Located<z.input<typeof accountSettingsSchema>>;
