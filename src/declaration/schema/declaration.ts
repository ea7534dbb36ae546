import { z } from 'zod';
import { LIMITS } from '../../aws/limits';
import {
  ACCOUNT_NAME,
  REGISTRY_NAME,
  REPOSITORY_FILTER,
  REPOSITORY_NAME,
  type NameRule,
} from '../../aws/names';
import { accessSchema, statementSchema } from './access';
import { accountSchema, backendSchema } from './deployment';
import { distinctList, flag, jsonSchemaBounds, section, validatedString } from './field-types';
import { repositoryImportSchema } from './imports';
import type { Members } from './located';
import { registrySchema } from './registries';
import { encryptionSchema, lifecycleSchema, mutabilityShape, tagsSchema } from './repository-settings';

/** A mapping with names as keys. The checks report invalid names, because zod skips the value of an invalid key. */
function recordByName<Value extends z.ZodType>(key: NameRule, value: Value, description: string) {
  return z.record(z.string().meta(jsonSchemaBounds(key)), value).meta({ description });
}

const registryName = z.string().meta({ description: 'The name of a registry under `registries`.' });

const repositorySettings = {
  forceDelete: flag('Deleting the repository deletes its images too. Default: false.').optional(),
  preventDestroy: flag(
    'Terraform refuses a plan that replaces or destroys it while it is declared. Default: false.',
  ).optional(),
  ...mutabilityShape,
  scanOnPush: flag(
    'Scan every image that is pushed, where the registry has no scanning of its own. Default: left as it is.',
  ).optional(),
  encryption: encryptionSchema.optional(),
  lifecycle: lifecycleSchema.optional(),
  tags: tagsSchema.optional().meta({ description: 'Tags of the repository.' }),
  statements: z
    .array(statementSchema)
    .optional()
    .meta({ description: 'Further statements of the repository policy, there and on its replicas.' }),
};

const repositorySchema = section(
  {
    registry: registryName.optional(),
    registries: distinctList(z.array(registryName).min(1), 'repository/which-registry')
      .meta({ description: 'The registries that images are pushed to, where there are several.' })
      .optional(),
    import: repositoryImportSchema.optional(),
    ...repositorySettings,
  },
  'A repository where images are pushed. Where a replication rule takes it, replicas come by themselves.',
).meta({ oneOf: [{ required: ['registry'] }, { required: ['registries'] }] });

const replicationSchema = section(
  {
    from: z
      .union([registryName, registryList()])
      .meta({ description: 'The registry that images are pushed to, or several.' }),
    to: registryList().meta({ description: 'The registries that receive the images.' }),
    repositories: z
      .union([
        z.literal('all'),
        distinctList(
          z
            .array(
              validatedString(
                REPOSITORY_FILTER,
                'replication/filter',
                'The literal start of repository names.',
              ),
            )
            .min(1),
          'replication/duplicate-filter',
        ).meta({ maxItems: LIMITS.filtersPerReplicationRule }),
      ])
      .meta({ description: 'Prefixes of repository names, or `all`.' }),
    createRepositories: flag(
      'ECR creates the repositories at the destination by itself. Default: false, they are declared there.',
    ).optional(),
  },
  'What is replicated from where to where.',
);

function registryList() {
  return distinctList(z.array(registryName).min(1), 'replication/duplicate-registry');
}

/** The sections of a declaration, without `checks`. */
export const declarationSections = {
  accounts: recordByName(ACCOUNT_NAME, accountSchema, 'The AWS accounts, by a name of your choice.'),
  registries: recordByName(
    REGISTRY_NAME,
    registrySchema,
    'The registries, by name; the name is the provider alias.',
  ).meta({ minProperties: 1 }),
  defaults: section(
    {
      repository: section(
        repositorySettings,
        'What a repository has that does not say otherwise.',
      ).optional(),
    },
    'Defaults.',
  ).optional(),
  repositories: recordByName(REPOSITORY_NAME, repositorySchema, 'The repositories, by their ECR name.'),
  replication: z.array(replicationSchema).optional().meta({ description: 'The replication rules.' }),
  access: z.array(accessSchema).optional().meta({ description: 'Who may pull and push.' }),
  stacks: section(
    {
      by: z.enum(['topology', 'account', 'registry']).optional().meta({
        description:
          'One stack for all (`topology`), or one for each account or registry. Default: topology.',
      }),
    },
    'How the resources are laid out in Terraform states.',
  ).optional(),
  backend: backendSchema.optional(),
  tags: tagsSchema.optional().meta({ description: 'Default tags of every provider.' }),
};

/**
 * The sections of the declaration. Every value that is present fits the schema. Later checks work on these values, so
 * that one run reports all problems.
 */
export type Declaration = Members<z.input<z.ZodObject<typeof declarationSections>>>;

/** The members of an entry under `repositories`. */
export type DeclaredRepository = Members<z.input<typeof repositorySchema>>;
