import * as z from 'zod';
import { LIMITS } from '../../aws/limits';
import { nameRule, SCANNING_FILTER } from '../../aws/names';
import { CACHE_PREFIX, TEMPLATE_PREFIX } from '../../aws/namespaces';
import { PARTITION_PATTERN } from '../../aws/partitions';
import { CACHE_SECRET_ARN } from '../../aws/upstream';
import { REGISTRY_TYPES } from '../../model/resource-types';
import { statementSchema } from './access';
import {
  describedEnum,
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
    frequency: describedEnum(
      {
        SCAN_ON_PUSH: 'Scans each image when it is pushed.',
        CONTINUOUS_SCAN:
          'Scans each image when it is pushed, and again for each new vulnerability. Only with type ENHANCED.',
        MANUAL: 'Scans only on request. Only with type BASIC.',
      },
      'When images are scanned. At most one rule for each frequency.',
    ),
    repositories: distinctList(
      z
        .array(
          validatedString(
            SCANNING_FILTER,
            'scanning/filter',
            'A filter for repository names. With `*`, it must match the whole name. Without `*`, it matches every name ' +
              'that contains it.',
            { examples: ['prod/*'], names: 'repositories' },
          ),
        )
        .min(1)
        .max(LIMITS.filtersPerScanningRule),
      'scanning/duplicate-filter',
    ).meta({
      description: `The repositories that the rule applies to: a list of 1 to ${LIMITS.filtersPerScanningRule} filters.`,
      examples: [['prod/*']],
    }),
  },
  'A scanning rule: the repositories, and when their images are scanned.',
  { title: 'scanning rule' },
);

const scanningSchema = section(
  {
    type: describedEnum(
      {
        BASIC: 'Scanning by Amazon ECR, for vulnerabilities in operating system packages.',
        ENHANCED:
          'Scanning by Amazon Inspector, for vulnerabilities in packages of operating systems and programming languages. ' +
          'Costs extra.',
      },
      'The type of scanning in this registry.',
    ),
    rules: z
      .array(scanningRuleSchema)
      .max(LIMITS.scanningRulesPerRegistry)
      .optional()
      .meta({
        description:
          'The scanning rules: at most one for each frequency. Repositories that match no rule are scanned on request (BASIC) ' +
          'or not scanned (ENHANCED). Default: no rules.',
      }),
    enableInspector: flag(
      'Whether Terraform manages Amazon Inspector in this account and Region. `true` enables it for images and disables it for ' +
        'all other resource types. With `false`, ECR enables it for images and changes no other resource type.',
      false,
    ).optional(),
  },
  'The scanning configuration of the registry. Default: Terraform does not change it, and `scanOnPush` of each repository ' +
    'applies unless the registry has a configuration.',
  { title: 'scanning', reference: 'reference/topology.md#scanning' },
);

const { templateDescriptionLength } = LIMITS;

const creationTemplateSchema = section(
  {
    prefix: validatedString(
      TEMPLATE_PREFIX,
      'template/prefix',
      'The namespace that the template applies to. `team` applies to `team/web`, not to `teams`. The longest matching prefix ' +
        'applies. `ROOT` applies to repositories that match no other template.',
      { examples: ['team', 'ROOT'] },
    ),
    appliedFor: distinctList(
      z
        .array(
          describedEnum(
            {
              REPLICATION: 'Repositories that a replication rule with `createRepositories: true` creates.',
              PULL_THROUGH_CACHE: 'Repositories that a pull-through cache rule creates.',
              CREATE_ON_PUSH: 'Repositories that a push to a missing repository creates.',
            },
            'Why ECR creates the repository.',
          ),
        )
        .min(1),
      'template/applied-for',
    ).meta({
      description: 'The repositories that get these settings, by the reason why ECR creates them. A list.',
      examples: [['REPLICATION']],
    }),
    description: patternString(
      // CDKTF writes characters incorrectly to HCL if JSON escapes them.
      new RegExp(String.raw`^[^$%{}"\\\u0000-\u001f]{0,${templateDescriptionLength}}$`),
      `be one line of at most ${templateDescriptionLength} characters, without double quotes, '\\', '$', '%', '{' and '}'`,
      `The description of the template: one line, at most ${templateDescriptionLength} characters. Default: none.`,
    ).optional(),
    ...mutabilityShape,
    encryption: encryptionSchema.optional(),
    lifecycle: lifecycleSchema.optional(),
    tags: tagsSchema
      .optional()
      .meta({ description: 'The tags of the repositories. Requires `customRoleArn`.' }),
    statements: z.array(statementSchema).optional().meta({
      description: 'The statements of the repository policy of the repositories. Default: no policy.',
    }),
    customRoleArn: validatedString(
      roleArn,
      'shape/wrong-value',
      'The ARN of a role in this account that ECR assumes to create the repositories. Required with KMS encryption and with tags.',
      { examples: ['arn:aws:iam::111111111111:role/ecr-creation'] },
    ).optional(),
  },
  'A repository creation template: the settings of repositories that ECR creates. Does not change existing repositories.',
  { title: 'creation template', reference: 'reference/topology.md#creationtemplates' },
);

const secretArn = patternString(
  CACHE_SECRET_ARN.pattern,
  CACHE_SECRET_ARN.requirement,
  'The ARN of the secret with which ECR signs in to the upstream: a secret of this account and Region whose name starts ' +
    'with `ecr-pullthroughcache/`. Default: none.',
  {
    examples: [
      'arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:ecr-pullthroughcache/docker-hub-AbCdEf',
    ],
  },
);

const pullThroughCacheSchema = section(
  {
    prefix: validatedString(
      CACHE_PREFIX,
      'cache/prefix',
      'The namespace for images of the upstream, 2 to 30 characters. With `quay`, the repository `quay/prometheus/prometheus` is ' +
        '`prometheus/prometheus` of the upstream. `ROOT` applies to repositories that match no other rule.',
      { examples: ['quay', 'ROOT'] },
    ),
    upstream: patternString(
      /^[a-z0-9][a-z0-9._-]{0,252}$/,
      "be the host name of a registry, or a name under 'registries'",
      'The registry that images come from: its host name, or the name of a registry under `registries`.',
      {
        names: 'registries',
        examples: ['public.ecr.aws', 'registry.k8s.io', 'quay.io', 'registry-1.docker.io', 'ghcr.io'],
      },
    ),
    upstreamPrefix: validatedString(
      CACHE_PREFIX,
      'cache/prefix',
      'The namespace of the upstream, if the upstream is an ECR registry. With `prefix: dev` and `upstreamPrefix: team`, `dev/app` ' +
        'is `team/app` of the upstream. `ROOT` is the whole upstream.',
      { default: 'ROOT' },
    ).optional(),
    credentialArn: secretArn.optional(),
    customRoleArn: validatedString(
      roleArn,
      'shape/wrong-value',
      'The ARN of a role in this account that ECR assumes to pull from the upstream. Required if the upstream is an ECR registry of another account.',
      { examples: ['arn:aws:iam::111111111111:role/ecr-cache'] },
    ).optional(),
  },
  'A pull-through cache rule: ECR pulls images below a prefix from another registry, and stores them.',
  { title: 'pull-through cache rule', reference: 'reference/topology.md#pullthroughcache' },
);

const accountSettingsSchema = section(
  {
    basicScanTypeVersion: z
      .enum(['AWS_NATIVE'], {
        error: ({ input }) => (input === 'CLAIR' ? 'AWS retired CLAIR in February 2026.' : undefined),
      })
      .optional()
      .meta({
        description:
          'The account setting BASIC_SCAN_TYPE_VERSION: the technology of basic scanning. Default: not changed.',
        enumDescriptions: ['Native scanning by AWS. AWS retired CLAIR in February 2026.'],
      }),
    blobMounting: flag(
      'The account setting BLOB_MOUNTING: whether repositories of the registry share common layers. Requires version 6.29 of the AWS provider. Default: not changed.',
    ).optional(),
    registryPolicyScope: describedEnum(
      {
        V2: 'The registry policy can contain every action of ECR, and AWS evaluates it for every request.',
      },
      'The account setting REGISTRY_POLICY_SCOPE: the actions that the registry policy applies to. Default: not changed.',
    ).optional(),
  },
  'Account settings of Amazon ECR in this account and Region. Terraform does not change settings that you omit.',
  { title: 'settings', reference: 'reference/topology.md#settings' },
);

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegisterPullTimeUpdateExclusion.html */
const exclusionArn = nameRule(
  new RegExp(`^(?=.{1,200}$)arn:${PARTITION_PATTERN}:iam::[0-9]{12}:(role|user)(/[A-Za-z0-9_+=,.@-]+)+$`),
  'be the ARN of a role or user, at most 200 characters: arn:aws:iam::<12 digits>:role/<name>',
);

const pullTimeUpdateExclusionsSchema = distinctList(
  z
    .array(
      validatedString(exclusionArn, 'shape/wrong-value', 'The ARN of a role or user.', {
        examples: ['arn:aws:iam::111111111111:role/scanner'],
      }),
    )
    .max(REGISTRY_TYPES.aws_ecr_pull_time_update_exclusion.limit),
  'shape/wrong-value',
).meta({
  description: `The ARNs of roles and users, such as scanners, whose pulls do not count for \`daysSincePulled\` of lifecycle rules. At most ${REGISTRY_TYPES.aws_ecr_pull_time_update_exclusion.limit}. Requires version 6.28 of the AWS provider. Default: none.`,
  reference: 'reference/topology.md#pulltimeupdateexclusions',
});

export const registrySchema = section(
  {
    account: z.string().meta({ description: 'The name of an account under `accounts`.', names: 'accounts' }),
    region: regionName('The AWS Region of the registry. It must be enabled in the account.'),
    scanning: scanningSchema.optional(),
    creationTemplates: z.array(creationTemplateSchema).optional().meta({
      description:
        'The repository creation templates: the settings of repositories that ECR creates. Default: none.',
    }),
    pullThroughCache: z
      .array(pullThroughCacheSchema)
      .optional()
      .meta({
        description: `The pull-through cache rules, at most ${LIMITS.cacheRulesPerRegistry}. Default: none.`,
      }),
    settings: accountSettingsSchema.optional(),
    pullTimeUpdateExclusions: pullTimeUpdateExclusionsSchema.optional(),
    import: registryImportSchema.optional(),
    statements: z.array(statementSchema).optional().meta({
      description: 'Statements of the registry policy, in addition to those that `replication` creates.',
    }),
  },
  'The private registry of one account in one Region. Its name is also the alias of its Terraform provider.',
  { title: 'registry' },
);

/** The members of an entry under `registries`. */
export type DeclaredRegistry = Members<z.input<typeof registrySchema>>;

export type DeclaredScanning = Located<z.input<typeof scanningSchema>>;
export type DeclaredScanningRule = Located<z.input<typeof scanningRuleSchema>>;
export type DeclaredCacheRule = Located<z.input<typeof pullThroughCacheSchema>>;
export type DeclaredAccountSettings = Located<z.input<typeof accountSettingsSchema>>;
