import { join } from 'node:path';
import { PLANS } from '../../../generate/plans/case-folders';
import { describeChange } from '../../../src/change/text';
import { UNKNOWN } from '../../../src/model/unknown';
import { readPlan } from '../../../src/plan/read/read-plan';
import { reviewPlans } from '../../../src/plan/review/review';
import { planOf, policy, repository, unchanged, type ResourceParts } from '../plans';

/** Describes the changes of a plan. */
function describeChanges(...resources: readonly ResourceParts[]): readonly string[] {
  return reviewPlans([planOf(resources)]).changes.map(describeChange);
}

const template = (values: object = {}): object => ({
  prefix: 'team',
  applied_for: ['REPLICATION'],
  image_tag_mutability: 'IMMUTABLE',
  ...values,
});
const cache = (values: object = {}): object => ({
  ecr_repository_prefix: 'hub',
  upstream_registry_url: 'registry-1.docker.io',
  ...values,
});
const resourceOf = (
  type: ResourceParts['type'],
  before: object | undefined,
  after: object | undefined,
  parts: Partial<ResourceParts> = {},
): ResourceParts => ({
  type,
  provider: 'develop',
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
  ...parts,
});
const TEMPLATE = 'aws_ecr_repository_creation_template';
const CACHE = 'aws_ecr_pull_through_cache_rule';
const SETTING = 'aws_ecr_account_setting';
const EXCLUSION = 'aws_ecr_pull_time_update_exclusion';
const ROLE = 'arn:aws:iam::111111111111:role';
const INSPECTOR = 'aws_inspector2_enabler';
const pull = (account: string) =>
  JSON.stringify(
    policy({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    }),
  );
const scope = (value: string) => ({ name: 'REGISTRY_POLICY_SCOPE', value });
const inspected = (...account_ids: readonly string[]) => ({ account_ids, resource_types: ['ECR'] });
const DEVELOP = '111111111111';
const ON =
  'Amazon Inspector enabled for ECR, and disabled for all other types that are not enabled together with it (EC2, LAMBDA, LAMBDA_CODE, CODE_REPOSITORY)';

test.each<[string, readonly ResourceParts[], readonly string[]]>([
  [
    'nothing for unchanged resources',
    [
      unchanged({ type: TEMPLATE, provider: 'develop', before: template() }),
      unchanged({ type: CACHE, provider: 'develop', before: cache() }),
      unchanged({ type: SETTING, provider: 'develop', before: scope('V2') }),
      unchanged({ type: INSPECTOR, provider: 'develop', before: inspected(DEVELOP) }),
    ],
    [],
  ],
  [
    'each changed setting of a template, and nothing for an unchanged template',
    [
      unchanged({
        type: TEMPLATE,
        name: 'other',
        provider: 'develop',
        before: template({ prefix: 'other' }),
      }),
      resourceOf(
        TEMPLATE,
        template({ repository_policy: pull('222222222222'), resource_tags: { team: 'shop' } }),
        template({
          applied_for: ['PULL_THROUGH_CACHE', 'REPLICATION'],
          custom_role_arn: 'arn:aws:iam::111111111111:role/t',
          description: 'Of teams',
          encryption_configuration: [{ encryption_type: 'KMS', kms_key: 'arn:aws:kms:…' }],
          image_tag_mutability: 'MUTABLE',
          lifecycle_policy:
            '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}',
          repository_policy: pull('333333333333'),
          resource_tags: { team: 'pay' },
        }),
      ),
    ],
    [
      'develop: appliedFor of creation template team changed from REPLICATION to PULL_THROUGH_CACHE, REPLICATION',
      "develop: description of creation template team changed from none to 'Of teams'",
      'develop: imageTagMutability of creation template team changed from IMMUTABLE to MUTABLE',
      'develop: encryption of creation template team changed from AES256 to KMS with arn:aws:kms:…',
      'develop: lifecyclePolicy of creation template team changed from none to expires any beyond 5 images',
      'develop: customRoleArn of creation template team changed from none to arn:aws:iam::111111111111:role/t',
      "develop: tag team of creation template team changed from 'shop' to 'pay'",
      'develop: in repositories that ECR creates with creation template team, account 222222222222 can no longer pull team/*',
      'develop: in repositories that ECR creates with creation template team, account 333333333333 can now pull team/*',
    ],
  ],
  [
    'a template that is destroyed, and one that is replaced by one with another prefix',
    [
      resourceOf(TEMPLATE, template({ prefix: 'old' }), undefined, { name: 'old' }),
      resourceOf(TEMPLATE, template({ prefix: 'a1' }), template({ prefix: 'b1' }), {
        replacedFor: ['prefix'],
      }),
    ],
    [
      'develop: creation template a1 removed; repositories that ECR created with it do not change',
      'develop: creation template b1 added for REPLICATION',
      'develop: imageTagMutability of creation template b1 set to IMMUTABLE',
      'develop: creation template old removed; repositories that ECR created with it do not change',
    ],
  ],
  [
    'the names of the settings of a template that are known only after apply',
    [
      resourceOf(TEMPLATE, undefined, template(), {
        unknown: { custom_role_arn: true, repository_policy: true, resource_tags: { commit: true } },
      }),
    ],
    [
      'develop: creation template team added for REPLICATION',
      'develop: imageTagMutability of creation template team set to IMMUTABLE',
      'develop: tags, policy, customRoleArn of creation template team are unknown in the plan',
    ],
  ],
  [
    'values with the text notKnown like any other text',
    [
      resourceOf(TEMPLATE, template({ description: 'Of teams' }), template({ description: 'notKnown' })),
      resourceOf(TEMPLATE, undefined, template({ prefix: 'notKnown', custom_role_arn: 'notKnown' }), {
        name: 'other',
      }),
      resourceOf(
        CACHE,
        cache({ credential_arn: 'arn:aws:secretsmanager:…' }),
        cache({ credential_arn: 'notKnown' }),
      ),
      resourceOf(CACHE, undefined, cache({ ecr_repository_prefix: 'x', upstream_registry_url: 'notKnown' }), {
        name: 'other',
      }),
      resourceOf(SETTING, scope('V1'), scope('notKnown')),
    ],
    [
      'develop: account setting REGISTRY_POLICY_SCOPE changed from V1 to notKnown',
      'develop: creation template notKnown added for REPLICATION',
      'develop: imageTagMutability of creation template notKnown set to IMMUTABLE',
      'develop: customRoleArn of creation template notKnown set to notKnown',
      "develop: description of creation template team changed from 'Of teams' to 'notKnown'",
      'develop: credentialArn of pull-through cache hub changed from arn:aws:secretsmanager:… to notKnown',
      'develop: pull-through cache x added for notKnown',
    ],
  ],
  [
    'a value that is known only after apply and replaces the text notKnown',
    [
      resourceOf(TEMPLATE, template({ description: 'notKnown' }), template(), {
        unknown: { description: true },
      }),
      resourceOf(SETTING, scope('notKnown'), { name: 'REGISTRY_POLICY_SCOPE' }, { unknown: { value: true } }),
    ],
    [
      'develop: account setting REGISTRY_POLICY_SCOPE is unknown in the plan',
      'develop: description of creation template team is unknown in the plan',
    ],
  ],
  [
    'an unknown template if two have the same prefix',
    [
      resourceOf(TEMPLATE, undefined, template(), { name: 'one' }),
      resourceOf(TEMPLATE, undefined, template({ description: 'Two' }), { name: 'two' }),
    ],
    [
      'develop: creation template team added',
      'develop: appliedFor, description, imageTagMutability, encryption, lifecyclePolicy, tags, policy, customRoleArn of creation template team are unknown in the plan',
    ],
  ],
  [
    'pull-through caches that are created, destroyed and changed',
    [
      resourceOf(
        CACHE,
        undefined,
        cache({ ecr_repository_prefix: 'k8s', upstream_registry_url: 'registry.k8s.io' }),
        {
          name: 'k8s',
        },
      ),
      resourceOf(CACHE, cache({ ecr_repository_prefix: 'quay' }), undefined, { name: 'quay' }),
      resourceOf(CACHE, cache(), cache({ upstream_repository_prefix: 'library' }), {
        replacedFor: ['upstream_repository_prefix'],
        unknown: { credential_arn: true },
      }),
    ],
    [
      'develop: upstreamPrefix of pull-through cache hub changed from none to library',
      'develop: credentialArn of pull-through cache hub is unknown in the plan',
      'develop: pull-through cache k8s added for registry.k8s.io',
      'develop: pull-through cache quay removed; cached images stay',
    ],
  ],
  [
    'pull time update exclusions that are created, destroyed and replaced',
    [
      resourceOf(EXCLUSION, undefined, { principal_arn: `${ROLE}/new` }, { name: 'new' }),
      resourceOf(EXCLUSION, { principal_arn: `${ROLE}/old` }, undefined, { name: 'old' }),
      resourceOf(
        EXCLUSION,
        { principal_arn: `${ROLE}/a` },
        { principal_arn: `${ROLE}/b` },
        {
          name: 'moved',
          replacedFor: ['principal_arn'],
        },
      ),
      resourceOf(
        EXCLUSION,
        { principal_arn: `${ROLE}/same` },
        { principal_arn: `${ROLE}/same` },
        { name: 'same' },
      ),
    ],
    [
      `develop: pull time update exclusion of ${ROLE}/a removed`,
      `develop: pull time update exclusion of ${ROLE}/b added`,
      `develop: pull time update exclusion of ${ROLE}/new added`,
      `develop: pull time update exclusion of ${ROLE}/old removed`,
    ],
  ],
  [
    'account settings, which keep their value when they are no longer managed',
    [
      resourceOf(SETTING, { name: 'BASIC_SCAN_TYPE_VERSION', value: 'CLAIR' }, undefined, { name: 'scan' }),
      resourceOf(SETTING, scope('V1'), scope('V2')),
      resourceOf(SETTING, undefined, { name: 'BLOB_MOUNTING' }, { name: 'blobs', unknown: { value: true } }),
    ],
    [
      'develop: account setting BASIC_SCAN_TYPE_VERSION no longer managed: it stays CLAIR',
      'develop: account setting BLOB_MOUNTING is unknown in the plan',
      'develop: account setting REGISTRY_POLICY_SCOPE changed from V1 to V2',
    ],
  ],
  ['Inspector, enabled', [resourceOf(INSPECTOR, undefined, inspected(DEVELOP))], [`develop: ${ON}`]],
  [
    'Inspector, disabled',
    [resourceOf(INSPECTOR, inspected(DEVELOP), undefined)],
    ['develop: Amazon Inspector disabled for ECR'],
  ],
  [
    'Inspector, enabled for one account and disabled for another by its administrator',
    [
      resourceOf(
        INSPECTOR,
        inspected('222222222222', '333333333333'),
        inspected('222222222222', '444444444444'),
      ),
    ],
    [
      'account 333333333333 in ap-northeast-1: Amazon Inspector disabled for ECR',
      `account 444444444444 in ap-northeast-1: ${ON}`,
    ].map((line) => line.replace('account ', '')),
  ],
  [
    'nothing if Inspector is not enabled for ECR',
    [resourceOf(INSPECTOR, undefined, { account_ids: [DEVELOP], resource_types: ['EC2'] })],
    [],
  ],
  [
    'Inspector, disabled only for ECR',
    [
      resourceOf(
        INSPECTOR,
        { account_ids: [DEVELOP], resource_types: ['EC2', 'ECR'] },
        { account_ids: [DEVELOP], resource_types: ['EC2'] },
      ),
    ],
    ['develop: Amazon Inspector disabled for ECR'],
  ],
  [
    'tags of a repository, including default tags of the provider',
    [
      resourceOf(
        'aws_ecr_repository',
        repository('app', { tags: { team: 'shop' }, tags_all: { team: 'shop', stage: 'dev' } }),
        repository('app', { tags: null, tags_all: { team: 'shop', stage: 'prod' } }),
      ),
    ],
    ["develop: tag stage of repository app changed from 'dev' to 'prod'"],
  ],
  [
    'tags of a repository that are known only after apply',
    [
      resourceOf('aws_ecr_repository', repository('app', { tags: { a: 'b' } }), repository('app'), {
        unknown: { tags: { commit: true }, tags_all: true },
      }),
    ],
    ['develop: tags of repository app is unknown in the plan'],
  ],
  [
    // Without any tags, the provider plans tags_all as unknown.
    'nothing for a replaced repository without tags',
    [
      resourceOf(
        'aws_ecr_repository',
        repository('app', { tags: {}, tags_all: {} }),
        repository('app', { tags: null }),
        {
          replacedFor: ['name'],
          unknown: { tags_all: true },
        },
      ),
    ],
    [],
  ],
])('reports changes: %s', (_, resources, expected) => {
  expect(describeChanges(...resources)).toEqual(expected);
});

const ROOT = {
  resources: [
    {
      mode: 'managed',
      type: 'aws_ecr_repository',
      name: 'this',
      provider_config_key: 'aws.develop',
      expressions: {},
    },
  ],
};

test('reports unknown tags of a replaced repository if its provider has default tags', () => {
  const replaced = resourceOf('aws_ecr_repository', repository('app'), repository('app', { tags: null }), {
    replacedFor: ['name'],
    unknown: { tags_all: true },
  });
  const plan = planOf([replaced]);
  const aws = { name: 'aws', expressions: { default_tags: [{ tags: { references: ['var.tags'] } }] } };
  const configuration = { provider_config: { 'aws.develop': aws }, root_module: ROOT };
  const { changes } = reviewPlans([{ ...plan, configuration }]);
  expect(changes.map(describeChange).join()).toContain('tags of repository app is unknown in the plan');
});

test('treats settings that are in no plan as unknown and unchanged', () => {
  const { before, after } = reviewPlans([
    planOf([resourceOf('aws_ecr_repository', undefined, repository('app'))]),
  ]);
  for (const { registries } of [before, after]) {
    expect(registries).toEqual([
      expect.objectContaining({
        creationTemplates: UNKNOWN,
        pullThroughCache: UNKNOWN,
        accountSettings: UNKNOWN,
        enablesInspector: UNKNOWN,
      }),
    ]);
  }
});

test('reads the Region of Inspector from its own argument', () => {
  const { after } = reviewPlans([
    planOf([resourceOf(INSPECTOR, undefined, { ...inspected(DEVELOP), region: 'us-west-1' })]),
  ]);
  expect(after.registries).toEqual([
    expect.objectContaining({ region: 'us-west-1', enablesInspector: true }),
  ]);
});

describe('reads a real Terraform plan', () => {
  const changesIn = async (folder: string) => {
    const read = await readPlan(join(PLANS, folder, 'plan.json'));
    if (read.kind === 'faulty') throw new Error(read.fault.message);
    const { changes, sensitiveChanges } = reviewPlans([read.plan]);
    expect(sensitiveChanges).toEqual([]);
    const registryPrefix = '111111111111 in eu-west-1: ';
    return changes.map(describeChange).map((line) => line.replace(registryPrefix, ''));
  };

  test('with all settings of a registry', async () => {
    expect(await changesIn('registry-settings')).toEqual([
      'scanning set to ENHANCED; CONTINUOUS_SCAN of *',
      ON,
      'account setting BASIC_SCAN_TYPE_VERSION set to AWS_NATIVE',
      'creation template ROOT added for REPLICATION',
      'creation template team added for PULL_THROUGH_CACHE, REPLICATION',
      "description of creation template team set to 'What is replicated from Tokyo, or pulled through a cache'",
      'imageTagMutability of creation template team set to IMMUTABLE',
      'encryption of creation template team set to KMS with arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      'lifecyclePolicy of creation template team set to expires untagged after 14 days',
      'customRoleArn of creation template team set to arn:aws:iam::111111111111:role/ecr-templates',
      "tag team of creation template team added ('shop')",
      'in repositories that ECR creates with creation template team, account 999999999999 can now pull team/*',
      'pull-through cache docker-hub added for registry-1.docker.io',
      'credentialArn of pull-through cache docker-hub set to arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/docker-hub-AbCdEf',
    ]);
  });

  test('with settings that are known only after apply', async () => {
    expect(await changesIn('registry-settings-known-after-apply')).toEqual([
      'creation template prod added for REPLICATION',
      'tags, policy, customRoleArn of creation template prod are unknown in the plan',
      'pull-through cache docker-hub added for registry-1.docker.io',
      'credentialArn of pull-through cache docker-hub is unknown in the plan',
    ]);
  });
});
