import { PLAN, readValidPlan, planOfChange, repositoryChange, temporaryFolder } from './files';

const folder = temporaryFolder();
const BEFORE = { name: 'before' };
const AFTER = { name: 'after' };

test.each([
  [['no-op'], BEFORE, BEFORE, [['no-op', BEFORE, BEFORE]]],
  [['create'], null, AFTER, [['create', undefined, AFTER]]],
  [['update'], BEFORE, AFTER, [['update', BEFORE, AFTER]]],
  [['delete'], BEFORE, null, [['delete', BEFORE, undefined]]],
  [['forget'], BEFORE, null, [['forget', BEFORE, undefined]]],
  [['delete', 'create'], BEFORE, AFTER, [['replace', BEFORE, AFTER]]],
  [['create', 'delete'], BEFORE, AFTER, [['replace', BEFORE, AFTER]]],
])('reads the actions %j', async (actions, before, after, expected) => {
  const { changes } = await readValidPlan(folder, planOfChange({ actions, before, after }));
  expect(changes.map((change) => [change.action, change.before, change.after])).toEqual(expected);
});

test.each([[['create', 'forget']], [['forget', 'create']]])(
  'reads a replacement with destroy = false, %j, as a forget and a create, so that no images are deleted',
  async (actions) => {
    const change = { actions, before: BEFORE, after: AFTER, after_unknown: { arn: true } };
    const { changes } = await readValidPlan(folder, planOfChange(change));
    expect(changes).toMatchObject([
      {
        address: 'aws_ecr_repository.app',
        action: 'forget',
        before: BEFORE,
        after: undefined,
        afterUnknown: {},
        beforeSensitive: {},
        afterSensitive: {},
      },
      {
        address: 'aws_ecr_repository.app',
        action: 'create',
        before: undefined,
        after: AFTER,
        afterUnknown: { arn: true },
        beforeSensitive: {},
        afterSensitive: {},
      },
    ]);
  },
);

test('reads the reason and the addresses of a change', async () => {
  const plan = planOfChange(
    {
      actions: ['delete', 'create'],
      after_unknown: { arn: true },
      importing: { id: 'app' },
      replace_paths: [['name'], ['encryption_configuration', 0, 'kms_key'], ['tags', 'a b'], ['name']],
    },
    {
      address: 'module.eu["a"].aws_ecr_repository.app',
      previous_address: 'aws_ecr_repository.old',
      module_address: 'module.eu["a"]',
      deposed: 'abcd1234',
      action_reason: 'replace_because_cannot_update',
    },
  );
  expect((await readValidPlan(folder, plan)).changes).toEqual([
    {
      mode: 'managed',
      type: 'aws_ecr_repository',
      address: 'module.eu["a"].aws_ecr_repository.app',
      previousAddress: 'aws_ecr_repository.old',
      moduleAddress: 'module.eu["a"]',
      name: 'app',
      isDeposed: true,
      action: 'replace',
      isImported: true,
      before: { name: 'app' },
      after: { name: 'app' },
      afterUnknown: { arn: true },
      beforeSensitive: {},
      afterSensitive: {},
      replacedFor: ['encryption_configuration[0].kms_key', 'name', 'tags["a b"]'],
      reason: 'replace_because_cannot_update',
    },
  ]);
});

test('keeps only changes of types that are read, in the order of the plan', async () => {
  const changes = [
    repositoryChange({}, { type: 'aws_iam_role_policy', address: 'b' }),
    repositoryChange({ actions: ['an action to come'] }, { type: 'aws_instance', address: 'c' }),
    repositoryChange({}, { mode: 'data', address: 'data of a type that is read as a resource' }),
    repositoryChange({ actions: ['read'], before: null }, { type: 'aws_region', mode: 'data', address: 'a' }),
  ];
  const plan = await readValidPlan(folder, { ...PLAN, resource_changes: changes });
  expect(plan.changes.map(({ address, action }) => [address, action])).toEqual([
    ['b', 'no-op'],
    ['a', 'read'],
  ]);
});

test('reads data sources of all modules from the state', async () => {
  const region = (address: string, values: object | null) => ({
    address,
    mode: 'data',
    type: 'aws_region',
    name: 'here',
    values,
  });
  const plan = await readValidPlan(folder, {
    ...PLAN,
    prior_state: {
      format_version: '1.0',
      values: {
        outputs: {},
        root_module: {
          resources: [region('data.aws_region.here', { name: 'eu-west-1' }), repositoryChange({})],
          child_modules: [
            {
              resources: [region('module.a.data.aws_region.here', null)],
              address: 'module.a',
              child_modules: [
                { address: 'module.a.module.b', resources: [region('c', { name: 'us-east-1' })] },
              ],
            },
          ],
        },
      },
    },
  });
  expect(plan.data).toHaveLength(3);
  expect(plan.data).toEqual(
    expect.arrayContaining([
      {
        type: 'aws_region',
        address: 'data.aws_region.here',
        moduleAddress: '',
        name: 'here',
        values: { name: 'eu-west-1' },
      },
      {
        type: 'aws_region',
        address: 'module.a.data.aws_region.here',
        moduleAddress: 'module.a',
        name: 'here',
        values: {},
      },
      {
        type: 'aws_region',
        address: 'c',
        moduleAddress: 'module.a.module.b',
        name: 'here',
        values: { name: 'us-east-1' },
      },
    ]),
  );
});

test('reads the repositories that a destroyed policy depends on from the state, in any order of sections', async () => {
  const policy = (address: string, actions: readonly string[]) => ({
    address,
    mode: 'managed',
    type: 'aws_ecr_repository_policy',
    name: 'this',
    change: {
      actions,
      before: {},
      after: actions.includes('delete') ? null : {},
      after_unknown: {},
    },
  });
  const statePolicy = (address: string, ...depends_on: readonly string[]) => ({
    address,
    mode: 'managed',
    type: 'aws_ecr_repository_policy',
    name: 'this',
    values: {},
    depends_on,
  });
  const prior_state = {
    values: {
      root_module: {
        resources: [
          statePolicy(
            'gone',
            'aws_kms_key.x',
            'module.ecr.aws_ecr_repository.x',
            'data.aws_ecr_repository.y',
          ),
          statePolicy('stays', 'aws_ecr_repository.x'),
          statePolicy('alone', 'aws_kms_key.x'),
        ],
      },
    },
  };
  const resource_changes = [
    policy('gone', ['delete']),
    policy('stays', ['no-op']),
    policy('alone', ['delete']),
  ];
  const expected = new Map([['gone', ['module.ecr.aws_ecr_repository.x']]]);
  const { dependencies } = await readValidPlan(folder, { ...PLAN, prior_state, resource_changes });
  expect(dependencies).toEqual(expected);
  const reordered = await readValidPlan(folder, { resource_changes, ...PLAN, prior_state });
  expect(reordered.dependencies).toEqual(expected);
});

test('reads a plan without optional sections, because Terraform omits empty ones', async () => {
  const { format_version, planned_values, configuration } = PLAN;
  expect(await readValidPlan(folder, { format_version, planned_values, configuration })).toEqual({
    file: expect.stringMatching(/plan\.json$/) as string,
    changes: [],
    otherChanges: [],
    drift: [],
    data: [],
    dependencies: new Map(),
    configuration: { root_module: {} },
    variables: {},
  });
});

test('reads a plan without complete, as OpenTofu and Terraform before 1.8 write it', async () => {
  const { complete, applyable, ...plan } = PLAN;
  expect([complete, applyable]).toEqual([true, true]);
  expect((await readValidPlan(folder, { ...plan, terraform_version: '1.9.0' })).changes).toEqual([]);
});

test('reads variables without properties of Object.prototype', async () => {
  const variables = JSON.parse('{"team":{"value":["a"]},"none":{},"__proto__":{"value":"x"}}') as object;
  const read = (await readValidPlan(folder, { ...PLAN, variables })).variables;
  expect(Object.entries(read)).toEqual([
    ['team', ['a']],
    ['none', null],
    ['__proto__', 'x'],
  ]);
  expect(read.constructor).toBeUndefined();
});

test('reads white space, escapes and characters that are not ASCII', async () => {
  const change = { actions: ['update'], after: { name: 'ä €\u2028 😀 "quoted" \\ ]}' } };
  const { changes } = await readValidPlan(folder, planOfChange(change));
  expect(changes[0]?.after).toEqual(change.after);
});
