import { z } from 'zod';
import { fitting, flag, named, NOT_YET, regionName, roleArn, section } from './parts';
import { encryptionSchema, lifecycleSchema, mutabilityShape, tagsSchema } from './settings';
import { statementSchema } from './statements';

const scanningSchema = section(
  {
    type: z.enum(['BASIC', 'ENHANCED']).meta({ description: 'ENHANCED scans with Amazon Inspector.' }),
    rules: z
      .array(
        section(
          {
            frequency: z
              .enum(['SCAN_ON_PUSH', 'CONTINUOUS_SCAN', 'MANUAL'])
              .meta({ description: 'When the repositories are scanned.' }),
            repositories: z
              .array(
                fitting(
                  /^[a-z0-9*][a-z0-9*._/-]{0,254}$/,
                  "be a name with '*' for anything",
                  'A filter on repository names; * stands for anything.',
                ),
              )
              .min(1)
              .meta({ description: 'Which repositories the rule covers.' }),
          },
          'A scanning rule.',
        ),
      )
      .max(2)
      .optional()
      .meta({ description: 'At most two rules.' }),
  },
  `${NOT_YET} The scanning configuration of the registry.`,
);

const templatePrefix = fitting(
  /^([a-z0-9][a-z0-9._/-]{0,255}|ROOT)$/,
  'be a namespace, or ROOT',
  'A namespace, or ROOT for every repository without a template.',
);

const creationTemplateSchema = section(
  {
    prefix: templatePrefix,
    appliedFor: z
      .array(z.enum(['REPLICATION', 'PULL_THROUGH_CACHE', 'CREATE_ON_PUSH']))
      .min(1)
      .meta({ description: 'What the template is used for.' }),
    description: fitting(/^[^$%{}]{0,256}$/, 'have at most 256 characters', 'A description.').optional(),
    ...mutabilityShape,
    encryption: encryptionSchema.optional(),
    lifecycle: lifecycleSchema.optional(),
    statements: z.array(statementSchema).optional().meta({ description: 'Repository policy statements.' }),
    customRoleArn: named(
      roleArn,
      'shape/wrong-value',
      'Needed where the template sets KMS or tags.',
    ).optional(),
    tags: tagsSchema.optional(),
  },
  'What ECR gives a repository that it creates by itself.',
);

const pullThroughCacheSchema = section(
  {
    prefix: templatePrefix,
    upstream: fitting(
      /^[a-z0-9][a-z0-9.-]{0,252}$/,
      'be the host name of a registry',
      'The host name of the upstream registry.',
    ),
    upstreamPrefix: templatePrefix.optional(),
    credentialArn: fitting(
      /^arn:aws(-[a-z]+)*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:ecr-pullthroughcache\/[A-Za-z0-9/_+=.@-]+$/,
      'be the ARN of a secret whose name starts with ecr-pullthroughcache/',
      'The secret with the credentials for the upstream.',
    ).optional(),
    customRoleArn: named(
      roleArn,
      'shape/wrong-value',
      'The role for an upstream in another account.',
    ).optional(),
  },
  'A pull-through cache rule.',
);

const settingsSchema = section(
  {
    basicScanTypeVersion: z.enum(['AWS_NATIVE']).optional().meta({ description: 'BASIC_SCAN_TYPE_VERSION.' }),
    registryPolicyScope: z.enum(['V2']).optional().meta({ description: 'REGISTRY_POLICY_SCOPE.' }),
    blobMounting: flag('BLOB_MOUNTING: share layers between repositories.').optional(),
  },
  `${NOT_YET} Account settings of ECR in this Region.`,
);

export const registrySchema = section(
  {
    account: z.string().meta({ description: 'The name of an account under `accounts`.' }),
    region: regionName('The AWS Region, such as ap-northeast-1.'),
    scanning: scanningSchema.optional(),
    creationTemplates: z
      .array(creationTemplateSchema)
      .optional()
      .meta({ description: `${NOT_YET} Repository creation templates.` }),
    pullThroughCache: z
      .array(pullThroughCacheSchema)
      .optional()
      .meta({ description: `${NOT_YET} Pull-through cache rules.` }),
    settings: settingsSchema.optional(),
    statements: z
      .array(statementSchema)
      .optional()
      .meta({ description: 'Further statements of the registry policy.' }),
  },
  'The private registry of one account in one Region. Its name is also its provider alias.',
);
