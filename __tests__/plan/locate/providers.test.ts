import type { Json, JsonObject, PlanDocument } from '../../../src/plan/model/document';
import { reviewPlans } from '../../../src/plan/review/review';
import { planOf, repository, type ResourceParts } from '../plans';

/** Returns the name, account and Region of each registry in plans. */
function registriesOf(...plans: readonly PlanDocument[]): readonly string[] {
  return reviewPlans(plans).after.registries.map(
    ({ name, accountId, region }) => `${name}: ${accountId} ${region}`,
  );
}

const created = (parts: Partial<ResourceParts> = {}): ResourceParts => ({
  type: 'aws_ecr_repository',
  provider: 'p',
  after: repository('app'),
  ...parts,
});

/** A plan that creates one repository, whose provider has these arguments. */
function planWith(
  expressions: Json,
  rest: Partial<PlanDocument> = {},
  parts: Partial<ResourceParts> = {},
): PlanDocument {
  const plan = planOf([created(parts)], {});
  const root = (plan.configuration as { readonly root_module: Json }).root_module;
  return {
    ...plan,
    configuration: {
      provider_config: { 'aws.p': { name: 'aws', alias: 'p', expressions } },
      root_module: root,
    },
    ...rest,
  };
}

const REGION = { region: { constant_value: 'eu-west-1' } };
const NEITHER = 'p: account of the default credentials region of aws.p';
const ROLE = 'arn:aws:iam::222222222222:role/deploy';

test.each<[string, PlanDocument, string]>([
  [
    'the only allowed account',
    planWith({ ...REGION, allowed_account_ids: { constant_value: ['222222222222'] } }),
    'p: 222222222222 eu-west-1',
  ],
  [
    'the role that is assumed',
    planWith({ ...REGION, assume_role: [{ role_arn: { constant_value: ROLE } }] }),
    'p: 222222222222 eu-west-1',
  ],
  [
    'variables',
    planWith(
      { region: { references: ['var.region'] }, allowed_account_ids: { references: ['var.accounts'] } },
      { variables: { region: 'eu-west-1', accounts: ['222222222222'] } },
    ),
    'p: 222222222222 eu-west-1',
  ],
  [
    'a variable for the only allowed account, whose reference is all that a plan contains',
    planWith(
      { region: { references: ['var.region'] }, allowed_account_ids: { references: ['var.account_id'] } },
      { variables: { region: 'eu-west-1', account_id: '222222222222' } },
    ),
    'p: 222222222222 eu-west-1',
  ],
  [
    'a variable within the role that is assumed',
    planWith(
      { ...REGION, assume_role: [{ role_arn: { references: ['var.account_id'] } }] },
      { variables: { account_id: '222222222222' } },
    ),
    'p: 222222222222 eu-west-1',
  ],
  [
    'the last of the roles that are assumed',
    planWith({
      ...REGION,
      assume_role: [
        { role_arn: { constant_value: 'arn:aws:iam::333333333333:role/hub' } },
        { role_arn: { constant_value: ROLE } },
      ],
    }),
    'p: 222222222222 eu-west-1',
  ],
  [
    'the role that is assumed with a web identity',
    planWith({ ...REGION, assume_role_with_web_identity: [{ role_arn: { constant_value: ROLE } }] }),
    'p: 222222222222 eu-west-1',
  ],
  [
    'the ARN of an existing resource, which takes precedence over variables',
    planWith(
      { region: { references: ['var.region'] }, allowed_account_ids: { references: ['var.account_id'] } },
      { variables: { region: 'us-east-1', account_id: '333333333333' } },
      { before: repository('app', { arn: 'arn:aws:ecr:eu-west-1:222222222222:repository/app' }) },
    ),
    'p: 222222222222 eu-west-1',
  ],
  [
    'the ARN of an existing resource',
    planWith(
      {},
      {},
      { before: repository('app', { arn: 'arn:aws:ecr:eu-west-1:222222222222:repository/app' }) },
    ),
    'p: 222222222222 eu-west-1',
  ],
  [
    'the Region of the resource itself, from version 6',
    planWith(
      { ...REGION, allowed_account_ids: { constant_value: ['222222222222'] } },
      {},
      { after: repository('app', { region: 'us-east-1' }) },
    ),
    '222222222222 in us-east-1: 222222222222 us-east-1',
  ],
  [
    'a Region that is newer than this program',
    planWith({
      region: { constant_value: 'eu-west-9' },
      allowed_account_ids: { constant_value: ['222222222222'] },
    }),
    'p: 222222222222 eu-west-9',
  ],
  [
    'nothing if several accounts are allowed and the Region comes from the environment',
    planWith({ allowed_account_ids: { constant_value: ['222222222222', '333333333333'] } }),
    NEITHER,
  ],
  ...[
    ['var.region', 'var.region'],
    ['var.region', 'var.other'],
    ['var.settings.region', 'var.settings', 'var.region'],
  ].map((references): [string, PlanDocument, string] => [
    `nothing for an expression with several references: ${references.join(', ')}`,
    planWith(
      { region: { references }, allowed_account_ids: { references } },
      { variables: { region: 'eu-west-1', other: 'eu-west-1', settings: 'eu-west-1' } },
    ),
    NEITHER,
  ]),
  ...[['prod'], 'prod', '2222', ['222222222222', '333333333333'], { account: '222222222222' }].map(
    (value): [string, PlanDocument, string] => [
      `nothing for a variable that is neither an account nor a Region: ${JSON.stringify(value)}`,
      planWith(
        { region: { references: ['var.x'] }, allowed_account_ids: { references: ['var.x'] } },
        { variables: { x: value } },
      ),
      NEITHER,
    ],
  ),
  [
    'nothing for a profile that contains a variable',
    planWith({ ...REGION, profile: { references: ['var.team'] } }, { variables: { team: 'web' } }),
    'p: account of provider aws.p eu-west-1',
  ],
  [
    'only a profile',
    planWith({ ...REGION, profile: { constant_value: 'ci' } }),
    "p: account of profile 'ci' eu-west-1",
  ],
])('finds the account and Region by %s', (_, plan, expected) => {
  expect(registriesOf(plan)).toEqual([expected]);
});

test('finds the account and Region of a provider by data.aws_caller_identity and data.aws_region', () => {
  const plan = planOf(
    [created(), { type: 'aws_ecr_repository', name: 'other', provider: 'q', after: repository('app') }],
    { p: { profile: 'ci', region: 'eu-west-1' }, q: { profile: 'ci' } },
  );
  const withData: PlanDocument = {
    ...withConfigured(plan, dataSource('aws_caller_identity', 'aws.p'), dataSource('aws_region', 'aws.q')),
    data: [
      {
        type: 'aws_caller_identity',
        address: 'data.aws_caller_identity.x',
        moduleAddress: '',
        name: 'x',
        values: { account_id: '222222222222' },
      },
      {
        type: 'aws_region',
        address: 'data.aws_region.x',
        moduleAddress: '',
        name: 'x',
        values: { name: 'us-west-2' },
      },
    ],
  };
  // The second provider has the same profile, so the same account.
  expect(registriesOf(withData)).toEqual(['p: 222222222222 eu-west-1', 'q: 222222222222 us-west-2']);
});

test('treats unknown Regions of two plans as different', () => {
  const plan = (file: string) => planOf([created()], { p: { account: '222222222222' } }, file);
  expect(registriesOf(plan('a.json'), plan('b.json'))).toEqual([
    '222222222222 in region of aws.p in a.json: 222222222222 region of aws.p in a.json',
    '222222222222 in region of aws.p in b.json: 222222222222 region of aws.p in b.json',
  ]);
});

/** Adds resources to the configuration of a plan. */
function withConfigured(plan: PlanDocument, ...more: readonly Json[]): PlanDocument {
  const { root_module: root, ...rest } = plan.configuration as {
    readonly root_module: { readonly resources: readonly Json[] };
  };
  return { ...plan, configuration: { ...rest, root_module: { resources: [...root.resources, ...more] } } };
}

const dataSource = (type: string, provider: string, expressions: Json = {}): Json => ({
  mode: 'data',
  type,
  name: 'x',
  provider_config_key: provider,
  expressions,
});

describe('data.aws_region', () => {
  const planAbout = (expressions: Json): PlanDocument => ({
    ...withConfigured(
      planOf([created()], { p: { account: '222222222222' } }),
      dataSource('aws_region', 'aws.p', expressions),
    ),
    data: [
      {
        type: 'aws_region',
        address: 'data.aws_region.x',
        moduleAddress: '',
        name: 'x',
        values: { name: 'us-west-2' },
      },
    ],
  });

  test('shows the Region of its provider', () => {
    expect(registriesOf(planAbout({}))).toEqual(['p: 222222222222 us-west-2']);
  });

  test.each(['region', 'name', 'endpoint'])(
    'does not show the Region of its provider if it has the argument %s',
    (argument) => {
      const plan = planAbout({ [argument]: { constant_value: 'us-west-2' } });
      expect(registriesOf(plan)).toEqual(['p: 222222222222 region of aws.p']);
    },
  );
});

describe('a destination that is known only after apply', () => {
  const rule = (destination: Json): JsonObject => ({
    replication_configuration: [{ rule: [{ destination: [destination] }] }],
  });
  const references = (...all: readonly string[]): Json => ({ references: all });
  const ACCOUNT = references('data.aws_caller_identity.x.account_id', 'data.aws_caller_identity.x');
  const NAME = references('data.aws_region.x.name', 'data.aws_region.x');
  const placeholder = (what: string, argument: string) =>
    `${what} of replication_configuration.0.rule.0.destination.0.${argument} of aws_ecr_replication_configuration.this`;

  test.each<[string, Json, Json, string, string]>([
    [
      'has the account and Region of the provider of its data sources',
      { registry_id: ACCOUNT, region: NAME },
      {},
      '999999999999',
      'ap-northeast-1',
    ],
    [
      'has the Region in the argument of its data source',
      { registry_id: ACCOUNT, region: NAME },
      { name: { constant_value: 'us-west-1' } },
      '999999999999',
      'us-west-1',
    ],
    [
      'is unknown for a conditional expression',
      {
        registry_id: references(
          'data.aws_caller_identity.x.account_id',
          'data.aws_caller_identity.x',
          'var.a',
        ),
        region: references('data.aws_region.x.name', 'data.aws_region.x', 'data.aws_region.x.name'),
      },
      {},
      placeholder('account', 'registry_id'),
      placeholder('region', 'region'),
    ],
    [
      'is unknown for an account that is created',
      {
        registry_id: references('aws_organizations_account.x.id', 'aws_organizations_account.x'),
        region: NAME,
      },
      {},
      placeholder('account', 'registry_id'),
      'ap-northeast-1',
    ],
  ])('%s', (_, destination, region, accountId, found) => {
    const plan = planOf([
      {
        type: 'aws_ecr_replication_configuration',
        provider: 'develop',
        after: rule({}),
        unknown: rule({ region: true, registry_id: true }),
        expressions: rule(destination),
      },
    ]);
    const made = {
      ...(dataSource('aws_organizations_account', 'aws.management') as object),
      mode: 'managed',
    };
    const planned = reviewPlans([
      withConfigured(
        plan,
        dataSource('aws_caller_identity', 'aws.management'),
        dataSource('aws_region', 'aws.management', region),
        made,
      ),
    ]);
    const [resource] = planned.resources;
    expect(resource).toMatchObject({
      after: { rules: [{ destinations: [{ accountId, region: found }] }] },
    });
  });
});

test('treats the accounts of the environment in two plans as different', () => {
  const plan = (file: string) => ({
    ...planOf([{ type: 'aws_ecr_repository', after: repository('app') }], {}),
    file,
  });
  expect(new Set(registriesOf(plan('a.json'), plan('b.json'))).size).toBe(2);
});

test('does not name registries by an alias that is used for two of them', () => {
  const plan = (account: string, file: string) =>
    planOf([created()], { p: { account, region: 'eu-west-1' } }, file);
  expect(registriesOf(plan('222222222222', 'a.json'), plan('333333333333', 'b.json'))).toEqual([
    '222222222222 in eu-west-1: 222222222222 eu-west-1',
    '333333333333 in eu-west-1: 333333333333 eu-west-1',
  ]);
});
