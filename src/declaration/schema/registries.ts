import { z } from 'zod';
import { accountSettingsSchema } from './registries.account-settings';
import { creationTemplateSchema } from './registries.creation-templates';
import { registryImportSchema } from './imports';
import { regionName, section } from './field-types';
import { pullThroughCacheSchema } from './registries.pull-through-cache';
import { scanningSchema } from './registries.scanning';
import { statementSchema } from './access.statements';

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
    import: registryImportSchema.optional(),
    statements: z
      .array(statementSchema)
      .optional()
      .meta({ description: 'Further statements of the registry policy.' }),
  },
  'The private registry of one account in one Region. Its name is also its provider alias.',
);
