import * as z from 'zod';
import { LIMITS } from '../../aws/limits';
import {
  ACCOUNT_NAME,
  REGISTRY_NAME,
  REPOSITORY_FILTER,
  REPOSITORY_NAME,
  type NameRule,
} from '../../aws/names';
import { accessSchema, repositoryStatementSchema } from './access';
import { accountSchema, backendSchema } from './deployment';
import {
  describedEnum,
  distinctList,
  exactlyOneKey,
  flag,
  jsonSchemaBounds,
  registryName,
  section,
  validatedString,
} from './field-types';
import { repositoryImportSchema } from './imports';
import type { Members } from './located';
import { registrySchema } from './registries';
import { encryptionSchema, lifecycleSchema, mutabilityShape, tagsSchema } from './repository-settings';

/** A mapping with names as keys. The checks report invalid names, because zod skips the value of an invalid key. */
function recordByName<Value extends z.ZodType>(
  key: NameRule,
  value: Value,
  description: string,
  reference: string,
) {
  return z.record(z.string().meta(jsonSchemaBounds(key)), value).meta({ description, reference });
}

const repositorySettings = {
  forceDelete: flag(
    'Whether Terraform deletes the repository together with its images. With `false`, a repository with images cannot be ' +
      'destroyed. Apply the setting before you remove the repository.',
    false,
  ).optional(),
  preventDestroy: flag(
    'Whether Terraform rejects a plan that destroys or replaces the repository or one of its replicas while the repository is ' +
      'declared.',
    false,
  ).optional(),
  ...mutabilityShape,
  scanOnPush: flag(
    'Whether ECR scans each image when it is pushed. Applies only if the registry has no `scanning` with rules. Default: not ' +
      'changed.',
  ).optional(),
  encryption: encryptionSchema.optional(),
  lifecycle: lifecycleSchema.optional(),
  tags: tagsSchema.optional().meta({
    description: 'Tags of the repository, in addition to those at the top level of the file. Default: none.',
  }),
  statements: z
    .array(repositoryStatementSchema)
    .optional()
    .meta({
      description:
        'Statements of the repository policy and of the policies of its replicas, in addition to those that `access` creates. ' +
        'Default: none.',
    }),
};

const repositorySchema = section(
  {
    registry: registryName
      .optional()
      .meta({ description: 'The name of the registry that images are pushed to.' }),
    registries: distinctList(z.array(registryName).min(1), 'repository/which-registry')
      .meta({ description: 'The names of the registries that images are pushed to, if there are several.' })
      .optional(),
    import: repositoryImportSchema.optional(),
    ...repositorySettings,
  },
  'A repository that images are pushed to. Replication rules create its replicas.',
  {
    title: 'repository',
    ...exactlyOneKey(
      ['registry', 'registries'],
      "Set either 'registry' or 'registries': where images are pushed to. Replication rules create the replicas.",
    ),
  },
);

const replicationSchema = section(
  {
    from: z
      .union([registryName, registryList()])
      .meta({ description: 'The registry that images are pushed to, or a list of registries.' }),
    to: registryList().meta({
      description: 'The registries that ECR copies the images to. A list.',
      errorMessage: 'Expected a list of registries, such as [develop_us].',
    }),
    repositories: z
      .union([
        z.literal('all'),
        distinctList(
          z
            .array(
              validatedString(
                REPOSITORY_FILTER,
                'replication/filter',
                'The first characters of repository names, without wildcards. `team/` matches all repositories of the namespace.',
                { names: 'repositories', examples: ['team/'] },
              ),
            )
            .min(1),
          'replication/duplicate-filter',
        ).meta({ maxItems: LIMITS.filtersPerReplicationRule }),
      ])
      .meta({
        description:
          'The repositories that are replicated: a list of prefixes of their names, or `all`. The prefix `prod` also matches ' +
          '`production`; use `prod/` for a namespace.',
        errorMessage: "Expected a list of repositories or prefixes, such as [team/], or 'all'.",
      }),
    createRepositories: flag(
      'Whether ECR creates the repositories in the destinations. With `false`, Terraform creates them with the settings of the ' +
        'original.',
      false,
    ).optional(),
  },
  'A replication rule: the source registries, the destinations and the repositories.',
  { title: 'replication rule' },
);

function registryList() {
  return distinctList(z.array(registryName).min(1), 'replication/duplicate-registry');
}

/** The sections of a declaration, without `checks`. */
export const declarationSections = {
  accounts: recordByName(
    ACCOUNT_NAME,
    accountSchema,
    'The AWS accounts, by a name that you choose.',
    'reference/topology.md#accounts',
  ),
  registries: recordByName(
    REGISTRY_NAME,
    registrySchema,
    'The registries, by a name that you choose. The name is part of Terraform addresses: a new name replaces the resources.',
    'reference/topology.md#registries',
  ).meta({ minProperties: 1 }),
  defaults: section(
    {
      repository: section(
        repositorySettings,
        'The settings of every repository that does not set them.',
      ).optional(),
    },
    'Default settings.',
    { reference: 'reference/topology.md#defaults' },
  ).optional(),
  repositories: recordByName(
    REPOSITORY_NAME,
    repositorySchema,
    'The repositories that images are pushed to, by their name in ECR, including namespaces.',
    'reference/topology.md#repositories',
  ),
  replication: z.array(replicationSchema).optional().meta({
    description:
      'The replication rules: which registries copy which repositories to which registries. Default: none.',
    reference: 'reference/topology.md#replication',
  }),
  access: z.array(accessSchema).optional().meta({
    description: 'The principals that can pull and push images. Default: none.',
    reference: 'reference/topology.md#access',
  }),
  stacks: section(
    {
      by: describedEnum(
        {
          topology: 'One stack for all resources.',
          account: 'One stack for each account, and one for its replication.',
          registry:
            'One stack for each registry, one for its replication, and one for the identities of each account.',
        },
        'How the resources are divided into stacks. Move the Terraform states before you change it: `ecr-topology stacks ' +
          '--migrate-from` prints the commands.',
        { default: 'topology' },
      ).optional(),
    },
    'How the resources are divided into stacks. Each stack has one Terraform state.',
    { reference: 'reference/topology.md#stacks' },
  ).optional(),
  backend: backendSchema.optional(),
  tags: tagsSchema.optional().meta({
    description: 'Tags of all resources: the default tags of every Terraform provider. Default: none.',
    reference: 'reference/topology.md#tags',
  }),
};

/**
 * The sections of the declaration. Every value that is present fits the schema. Later checks work on these values, so
 * that one run reports all problems.
 */
export type Declaration = Members<z.input<z.ZodObject<typeof declarationSections>>>;

/** The members of an entry under `repositories`. */
export type DeclaredRepository = Members<z.input<typeof repositorySchema>>;
