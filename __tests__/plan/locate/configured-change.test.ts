import type { Json, PlanDocument } from '../../../src/plan/model/document';
import { reviewPlans } from '../../../src/plan/review/review';
import { planOf, policy, repository, type ResourceParts } from '../plans';
import { UNKNOWN, type Unknown } from '../../../src/model/unknown';

/** Repositories whose IDs are known only after apply. */
const repositories = (...addresses: readonly (readonly [address: string, name: string])[]) =>
  addresses.map(([address, name]): ResourceParts => ({
    type: 'aws_ecr_repository',
    provider: 'develop',
    after: repository(name),
    unknown: { id: true },
    change: { address, moduleAddress: moduleOf(address) },
  }));

/** A repository policy whose `repository` is known only after apply. */
const attached = (address: string): ResourceParts => ({
  type: 'aws_ecr_repository_policy',
  name: 'p',
  provider: 'develop',
  after: { policy: policy() },
  unknown: { repository: true },
  change: { address, moduleAddress: moduleOf(address) },
});

function moduleOf(address: string): string {
  return /^(?:module\.[a-z]+(?:\[[^\]]*\])?\.?)*/.exec(address)?.[0].replace(/\.$/, '') ?? '';
}

const configuredRepository = { mode: 'managed', type: 'aws_ecr_repository', name: 'this' };
const configuredPolicy = (references: readonly string[], forEach?: readonly string[]): Json => ({
  mode: 'managed',
  type: 'aws_ecr_repository_policy',
  name: 'p',
  expressions: { repository: { references } },
  ...(forEach === undefined ? {} : { for_each_expression: { references: forEach } }),
});

function repositoryOf(resources: readonly ResourceParts[], root: Json): string | Unknown | undefined {
  const plan: PlanDocument = { ...planOf(resources), configuration: { root_module: root } };
  const found = reviewPlans([plan]).resources.find(({ kind }) => kind === 'repository-policy');
  return found?.kind === 'repository-policy' ? found.after?.repository : undefined;
}

const EACH = repositories(['aws_ecr_repository.this["a"]', 'one'], ['aws_ecr_repository.this["b"]', 'two']);
const COUNT = repositories(['aws_ecr_repository.this[0]', 'one'], ['aws_ecr_repository.this[1]', 'two']);
const inRoot = (references: readonly string[], forEach?: readonly string[]): Json => ({
  resources: [configuredRepository, configuredPolicy(references, forEach)],
});

test.each([
  [
    'each.value.id of the same for_each',
    EACH,
    ['each.value.id', 'each.value'],
    ['aws_ecr_repository.this'],
    '["b"]',
    'two',
  ],
  ['each.value of a map of IDs', EACH, ['each.value'], ['aws_ecr_repository.this'], '["b"]', 'two'],
  ['this[each.key].id', EACH, ['aws_ecr_repository.this', 'each.key'], ['var.names'], '["a"]', 'one'],
  [
    'this[each.value].id of a set',
    EACH,
    ['aws_ecr_repository.this', 'each.value'],
    ['var.names'],
    '["a"]',
    'one',
  ],
  [
    'this["b"].id',
    EACH,
    ['aws_ecr_repository.this["b"].id', 'aws_ecr_repository.this["b"]', 'aws_ecr_repository.this'],
    ['var.names'],
    '["a"]',
    'two',
  ],
  ['this[count.index].id', COUNT, ['aws_ecr_repository.this', 'count.index'], undefined, '[1]', 'two'],
  [
    'this[1].id',
    COUNT,
    ['aws_ecr_repository.this[1].id', 'aws_ecr_repository.this[1]', 'aws_ecr_repository.this'],
    undefined,
    '',
    'two',
  ],
  ['the only instance', COUNT.slice(0, 1), ['aws_ecr_repository.this'], undefined, '', 'one'],
  [
    'a reference that follows another one',
    EACH,
    ['var.prefix', 'aws_ecr_repository.this', 'each.key'],
    ['var.names'],
    '["b"]',
    'two',
  ],
  [
    'unknown if the key is another one',
    EACH,
    ['aws_ecr_repository.this', 'each.value.repository', 'each.value'],
    ['var.policies'],
    '["a"]',
    UNKNOWN,
  ],
  [
    'unknown if the index does not exist',
    EACH,
    ['aws_ecr_repository.this["c"].id'],
    ['var.names'],
    '["a"]',
    UNKNOWN,
  ],
  ['unknown if there are several instances', EACH, ['aws_ecr_repository.this'], undefined, '', UNKNOWN],
  ['unknown for a local value', EACH, ['local.ids', 'each.key'], ['var.names'], '["a"]', UNKNOWN],
] as const)(
  'finds the repository of a policy by its ID: %s',
  (_, others, references, forEach, index, expected) => {
    const resources = [...others, attached(`aws_ecr_repository_policy.p${index}`)];
    expect(repositoryOf(resources, inRoot(references, forEach))).toBe(expected);
  },
);

const MODULE = repositories(
  ['module.ecr["a"].aws_ecr_repository.this[0]', 'one'],
  ['module.ecr["b"].aws_ecr_repository.this[0]', 'two'],
);
const withModule = (references: readonly string[], forEach?: readonly string[], outputs?: Json): Json => ({
  resources: [configuredPolicy(references, forEach)],
  module_calls: {
    ecr: {
      module: {
        resources: [configuredRepository],
        outputs: outputs ?? {
          id: { expression: { references: ['aws_ecr_repository.this[0].id', 'aws_ecr_repository.this[0]'] } },
        },
      },
    },
  },
});

test.each([
  ['an output of an instance', ['module.ecr["b"].id', 'module.ecr["b"]', 'module.ecr'], undefined, '', 'two'],
  ['an output by each.key', ['module.ecr', 'each.key'], ['var.names'], '["b"]', 'two'],
  ['an output by each.value', ['each.value.id', 'each.value'], ['module.ecr'], '["a"]', 'one'],
  ['unknown for an output of several instances', ['module.ecr'], undefined, '', UNKNOWN],
] as const)(
  'finds the repository of a policy by a module output: %s',
  (_, references, forEach, index, expected) => {
    const resources = [...MODULE, attached(`aws_ecr_repository_policy.p${index}`)];
    expect(repositoryOf(resources, withModule(references, forEach))).toBe(expected);
  },
);

test('finds the repository of a policy in a module by the arguments of the module call', () => {
  const called = (expression: Json, forEach?: Json): Json => ({
    resources: [configuredRepository],
    module_calls: {
      access: {
        expressions: { repository: expression },
        ...(forEach === undefined ? {} : { for_each_expression: forEach }),
        module: { resources: [configuredPolicy(['var.repository'])], variables: { repository: {} } },
      },
    },
  });
  const one = [...EACH, attached('module.access["b"].aws_ecr_repository_policy.p[0]')];
  expect(repositoryOf(one, called({ references: ['aws_ecr_repository.this', 'each.key'] }))).toBe('two');
  expect(
    repositoryOf(
      one,
      called({ references: ['each.value.id', 'each.value'] }, { references: ['aws_ecr_repository.this'] }),
    ),
  ).toBe('two');
  expect(repositoryOf(one, called({ references: ['aws_ecr_repository.this["a"].id'] }))).toBe('one');
});
