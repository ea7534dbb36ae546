import { replicationLimits } from '../../../src/plan/rules/replication-limits';
import { configuration, replication, type RuleParts } from '../replicating';
import { testRule } from './rule-cases';

const ADDRESS = 'aws_ecr_replication_configuration.develop';
const US = '111111111111/us-west-1';
const rules = (...parts: readonly RuleParts[]) => [
  replication('develop', { after: configuration(...parts) }),
];
const numbers = (length: number) => Array.from({ length }, (_, index) => index);
const many = (number: number) => numbers(number).map((index) => `${300_000_000_000 + index}/eu-west-1`);
const filters = (number: number) => numbers(number).map((index) => `app${index}/`);
const ruleEach = (number: number) =>
  rules(...filters(number).map((filter) => ({ filters: [filter], to: [US] })));

testRule(replicationLimits, [
  { name: '11 rules', resources: ruleEach(11), finds: [[ADDRESS, '11 replication rules; ECR allows 10']] },
  { name: '10 rules', resources: ruleEach(10), finds: [] },
  {
    name: '26 destinations of several rules',
    resources: rules({ to: many(20) }, { filters: ['app'], to: many(26) }),
    finds: [[ADDRESS, 'replicates to 26 registries; ECR allows 25']],
  },
  { name: '25 destinations', resources: rules({ to: many(25) }, { to: many(20) }), finds: [] },
  {
    name: '101 filters',
    resources: rules({ filters: filters(101), to: [US] }),
    finds: [[ADDRESS, '101 filters; ECR allows 100']],
  },
  { name: '100 filters', resources: rules({ filters: filters(100), to: [US] }), finds: [] },
  {
    name: 'filters that ECR refuses',
    resources: rules({ filters: ['app*', 'p', 'App', 'ok'], to: [US] }),
    finds: [
      [ADDRESS, "'App', which ECR refuses: it holds the capital letter 'A'"],
      [ADDRESS, "'app*', which ECR refuses", "write 'app'"],
      [ADDRESS, "'p', which ECR refuses: it is shorter than 2"],
    ],
  },
  {
    name: 'a destination twice in one rule',
    resources: rules({ to: [US, US] }),
    finds: [[ADDRESS, '111111111111 in us-west-1 is twice a destination of the same rule']],
  },
  {
    name: 'a destination of two rules',
    resources: rules({ filters: ['ab'], to: [US] }, { to: [US] }),
    finds: [],
  },
  {
    name: 'the source itself',
    resources: rules({ to: ['111111111111/ap-northeast-1'] }),
    finds: [[ADDRESS, 'Replication destination cannot be the same as the source registry']],
  },
  {
    name: 'another partition',
    resources: rules({ to: ['111111111111/cn-north-1'] }),
    finds: [[ADDRESS, 'in the partition aws and its destination 111111111111 in cn-north-1 in aws-cn']],
  },
  {
    name: 'a Region newer than this version',
    resources: rules({ to: ['111111111111/xx-new-1'] }),
    finds: [],
  },
  {
    name: 'another partition, of a Region newer than this version',
    resources: rules({ to: ['111111111111/cn-west-9'] }),
    finds: [[ADDRESS, 'in the partition aws and its destination 111111111111 in cn-west-9 in aws-cn']],
  },
  { name: 'what is no Region', resources: rules({ to: ['111111111111/cn_north'] }), finds: [] },
  {
    name: 'what ECR has taken already',
    resources: ruleEach(11).map((each) => ({ ...each, before: each.after! })),
    finds: [],
  },
]);
