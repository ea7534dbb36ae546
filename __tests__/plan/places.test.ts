import type { Json, PlanDocument } from '../../src/plan/document';
import { review } from '../../src/plan/review';
import { planOf, repository, type ResourceParts } from './plans';

/** The registries that a plan is found to be about: name, account, Region. */
function registriesOf(...plans: readonly PlanDocument[]): readonly string[] {
  return review(plans).after.registries.map(
    ({ name, accountId, region }) => `${name}: ${accountId} ${region}`,
  );
}

const created = (parts: Partial<ResourceParts> = {}): ResourceParts => ({
  type: 'aws_ecr_repository',
  provider: 'p',
  after: repository('app'),
  ...parts,
});

/** A plan of one created repository, whose provider is written so. */
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
    'the ARN of what is there',
    planWith(
      {},
      {},
      { before: repository('app', { arn: 'arn:aws:ecr:eu-west-1:222222222222:repository/app' }) },
    ),
    'p: 222222222222 eu-west-1',
  ],
  [
    'the Region of the resource itself, as from version 6',
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
    'nothing: several accounts are allowed, and the Region comes from the environment',
    planWith({ allowed_account_ids: { constant_value: ['222222222222', '333333333333'] } }),
    'p: account of the credentials of the environment region of aws.p',
  ],
  [
    'nothing but a profile',
    planWith({ ...REGION, profile: { constant_value: 'ci' } }),
    "p: account of profile 'ci' eu-west-1",
  ],
])('an account and Region are told by %s', (_, plan, expected) => {
  expect(registriesOf(plan)).toEqual([expected]);
});

test('data.aws_caller_identity and data.aws_region tell where their provider leads', () => {
  const plan = planOf(
    [created(), { type: 'aws_ecr_repository', name: 'other', provider: 'q', after: repository('app') }],
    { p: { profile: 'ci', region: 'eu-west-1' }, q: { profile: 'ci' } },
  );
  const root = (plan.configuration as { readonly root_module: { readonly resources: readonly Json[] } })
    .root_module;
  const data = (type: string, provider: string) => ({
    mode: 'data',
    type,
    name: 'x',
    provider_config_key: provider,
  });
  const withData: PlanDocument = {
    ...plan,
    configuration: {
      ...(plan.configuration as object),
      root_module: {
        resources: [...root.resources, data('aws_caller_identity', 'aws.p'), data('aws_region', 'aws.q')],
      },
    },
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

test('what the environment gives may be another account in each plan', () => {
  const plan = (file: string) => ({
    ...planOf([{ type: 'aws_ecr_repository', after: repository('app') }], {}),
    file,
  });
  expect(new Set(registriesOf(plan('a.json'), plan('b.json'))).size).toBe(2);
});

test('an alias that stands for two places names neither', () => {
  const plan = (account: string, file: string) =>
    planOf([created()], { p: { account, region: 'eu-west-1' } }, file);
  expect(registriesOf(plan('222222222222', 'a.json'), plan('333333333333', 'b.json'))).toEqual([
    '222222222222 in eu-west-1: 222222222222 eu-west-1',
    '333333333333 in eu-west-1: 333333333333 eu-west-1',
  ]);
});
