import { repositoryEvents, repositoryLines } from '../../../src/report/review/repository-lines';
import { reviewPlans } from '../../../src/plan/review/review';
import { countIndexShift } from '../../../src/lint/plan/count-index-shift';
import { repositoryDestroyed } from '../../../src/lint/plan/repository-destroyed';
import { repositoryReplaced } from '../../../src/lint/plan/repository-replaced';
import { singletonConflict } from '../../../src/lint/plan/singleton-conflict';
import { planOf, policy, repository, type ResourceParts } from '../../plan/plans';
import { problemsIn, testRule } from './rule-cases';

type Values = (name: string) => object;

/** The instances of a count over these names, before and after. `*` in the address stands for the index. */
function counted(
  address: string,
  before: readonly string[],
  after: readonly string[],
  values: Values = (name) => repository(name, { force_delete: true }),
  type: ResourceParts['type'] = 'aws_ecr_repository',
): readonly ResourceParts[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index): ResourceParts => {
    const [old, fresh] = [before[index], after[index]];
    return {
      type,
      provider: 'develop',
      ...(old === undefined ? {} : { before: values(old) }),
      ...(fresh === undefined ? {} : { after: values(fresh) }),
      ...(old === undefined || fresh === undefined || old === fresh
        ? {}
        : { replacedFor: [type === 'aws_ecr_repository' ? 'name' : 'repository'] }),
      change: { address: address.replace('*', String(index)) },
    };
  });
}
const REPOSITORIES = 'aws_ecr_repository.r[*]';
const withPolicies = (before: readonly string[], after: readonly string[]) =>
  counted(
    'aws_ecr_repository_policy.r[*]',
    before,
    after,
    (name) => ({ repository: name, policy: policy() }),
    'aws_ecr_repository_policy',
  );
const keeping: Values = (name) => repository(name);
const moved = (from: number, name: string, address = 'aws_ecr_repository.r') =>
  `moved {\n  from = ${address}[${from}]\n  to   = ${address}["${name}"]\n}`;

testRule(countIndexShift, [
  {
    name: 'reports an element removed from the middle',
    resources: counted(REPOSITORIES, ['a', 'b', 'c', 'd'], ['a', 'c', 'd']),
    severity: 'error',
    finds: [
      [
        'aws_ecr_repository.r[1]',
        "'b' was removed from the middle of the count list of aws_ecr_repository.r (111111111111 in ap-northeast-1).",
        "Destroys repositories 'b', 'c', 'd', and creates 'c', 'd' again without images",
        'All their images are deleted, because force_delete is enabled.',
        "Only 'b' needs to be destroyed",
        [moved(0, 'a'), moved(2, 'c'), moved(3, 'd')].join('\n\n'),
      ],
    ],
  },
  {
    name: 'reports an element removed from the start if images make the apply fail',
    resources: counted(REPOSITORIES, ['a', 'b'], ['b'], keeping),
    finds: [
      [
        'aws_ecr_repository.r[0]',
        "'a' was removed from the start of the count list",
        'The apply fails for each repository that contains images',
        moved(1, 'b'),
      ],
    ],
  },
  {
    name: 'reports inserted elements',
    resources: counted(REPOSITORIES, ['a', 'c'], ['a', 'b1', 'b2', 'c']),
    finds: [
      [
        'aws_ecr_repository.r[1]',
        "'b1', 'b2' were inserted into the middle of the count list",
        "Destroys repository 'c', and creates 'c' again without images",
        'No repository needs to be destroyed',
        'Then nothing is destroyed.',
        moved(1, 'c'),
      ],
    ],
  },
  {
    name: 'reports another order',
    resources: counted(REPOSITORIES, ['a', 'b'], ['b', 'a']),
    finds: [['aws_ecr_repository.r[0]', 'The order of the count list of aws_ecr_repository.r changed']],
  },
  {
    name: 'reports one element removed and one added at the end',
    resources: counted(REPOSITORIES, ['a', 'b', 'c'], ['a', 'c', 'x']),
    finds: [['aws_ecr_repository.r[1]', "'b' was removed from and 'x' was inserted into the middle of"]],
  },
  {
    name: 'reports a count of a module whose resource has a count too',
    resources: counted('module.ecr[*].aws_ecr_repository.this[0]', ['a', 'b'], ['b']),
    finds: [
      [
        'module.ecr[0].aws_ecr_repository.this[0]',
        'the count list of module.ecr',
        moved(1, 'b', 'module.ecr'),
      ],
    ],
  },
  {
    name: 'reports a count inside an instance of a module',
    resources: counted('module.ecr["eu"].aws_ecr_repository.r[*]', ['a', 'b'], ['b']),
    finds: [
      ['module.ecr["eu"].aws_ecr_repository.r[0]', moved(1, 'b', 'module.ecr["eu"].aws_ecr_repository.r')],
    ],
  },
  {
    name: 'reports policies of the same count in one finding',
    resources: [
      ...counted(REPOSITORIES, ['a', 'b', 'c'], ['a', 'c']),
      ...withPolicies(['a', 'b', 'c'], ['a', 'c']),
    ],
    finds: [['aws_ecr_repository.r[1]', moved(2, 'c'), moved(2, 'c', 'aws_ecr_repository_policy.r')]],
  },
  {
    name: 'reports policies without their repositories',
    resources: withPolicies(['a', 'b', 'c'], ['a', 'c']),
    severity: 'warning',
    finds: [
      [
        'aws_ecr_repository_policy.r[1]',
        "Deletes the policies of 'c' and creates them again at another index",
        "only the policy of 'b' is destroyed",
        moved(2, 'c', 'aws_ecr_repository_policy.r'),
      ],
    ],
  },
  {
    name: 'does not report an element removed from the end',
    resources: counted(REPOSITORIES, ['a', 'b'], ['a']),
    finds: [],
  },
  {
    name: 'does not report an element added at the end',
    resources: counted(REPOSITORIES, ['a'], ['a', 'b']),
    finds: [],
  },
  {
    name: 'does not report a renamed element',
    resources: counted(REPOSITORIES, ['a', 'b'], ['x', 'b']),
    finds: [],
  },
  {
    name: 'does not report the same names in lists of two resources',
    resources: [
      ...counted('aws_ecr_repository.x[*]', ['a'], []),
      ...counted('aws_ecr_repository.y[*]', [], ['a']),
    ],
    finds: [],
  },
  {
    name: 'reports a for_each by index',
    resources: counted('aws_ecr_repository.r["*"]', ['a', 'b'], ['b']),
    finds: [
      [
        'aws_ecr_repository.r["0"]',
        "'a' was removed from the start of the for_each list of aws_ecr_repository.r",
        'Use the names as keys',
        'moved {\n  from = aws_ecr_repository.r["1"]\n  to   = aws_ecr_repository.r["b"]\n}',
      ],
    ],
  },
  {
    name: 'does not report keys that are names',
    resources: counted('aws_ecr_repository.r["k*"]', ['a', 'b'], ['b']),
    finds: [],
  },
]);

test.each([repositoryDestroyed, repositoryReplaced, singletonConflict])(
  '$id does not repeat what a shift explains',
  (rule) => {
    const shifted = [
      ...counted(REPOSITORIES, ['a', 'b', 'c'], ['a', 'c']),
      ...withPolicies(['a', 'b', 'c'], ['a', 'c']),
    ];
    expect(problemsIn(rule, [planOf(shifted)])).toEqual([]);
  },
);

test('reports a repository that is replaced for another reason separately from the shift', () => {
  const [first, ...others] = counted(REPOSITORIES, ['a', 'b', 'c'], ['a', 'c']);
  const plan = planOf([
    { ...first, type: 'aws_ecr_repository', replacedFor: ['encryption_configuration'] },
    ...others,
  ]);
  expect(problemsIn(repositoryReplaced, [plan]).map(({ at }) => at.address)).toEqual([
    'aws_ecr_repository.r[0]',
  ]);
});

test('prints no moved blocks if an address is invalid, and truncates a long list', () => {
  const codeOf = (before: readonly string[], after: readonly string[], address = REPOSITORIES) =>
    problemsIn(countIndexShift, [planOf(counted(address, before, after))])[0]?.code;
  expect(codeOf(['a', 'b'], ['b'], 'x\n}\nresource "y" "z" {}[*]')).toBeUndefined();
  const names = Array.from({ length: 70 }, (_, index) => `n${index}`);
  expect(codeOf(names, names.slice(1))).toContain('# and 9 more moved blocks of the same form');
});

test('prints one line for a shift in the summary', () => {
  const reviewed = reviewPlans([planOf(counted(REPOSITORIES, ['a', 'b', 'c'], ['a', 'c', 'x']))]);
  expect(repositoryLines(repositoryEvents(reviewed), () => 'develop')).toEqual([
    {
      mark: '-',
      isCritical: true,
      text:
        "develop: 'b' was removed from and 'x' was inserted into the middle of the count list of aws_ecr_repository.r: " +
        'repositories b, c are destroyed with all their images (force_delete is enabled), and c created again, empty; x is created',
    },
  ]);
});
