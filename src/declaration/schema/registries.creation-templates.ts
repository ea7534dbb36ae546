import { z } from 'zod';
import { LIMITS } from '../../aws/limits';
import { TEMPLATE_PREFIX } from '../../aws/namespaces';
import { statementSchema } from './access.statements';
import { distinctList, patternString, roleArn, section, validatedString } from './field-types';
import { encryptionSchema, lifecycleSchema, mutabilityShape, tagsSchema } from './repository-settings';

const { templateDescriptionLength } = LIMITS;

export const creationTemplateSchema = section(
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
      `be one line of at most ${templateDescriptionLength} characters, without quotes, \\, $, %, { and }`,
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
