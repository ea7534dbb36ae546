import { replicationLimits } from '../../../src/lint/plan/replication-limits';
import { configuration, replication, type RuleParts } from '../../plan/replicating';
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
  {
    name: 'reports 11 rules',
    resources: ruleEach(11),
    finds: [[ADDRESS, '11 replication rules. ECR allows 10']],
  },
  { name: 'does not report 10 rules', resources: ruleEach(10), finds: [] },
  {
    name: 'reports 26 destinations of several rules',
    resources: rules({ to: many(20) }, { filters: ['app'], to: many(26) }),
    finds: [[ADDRESS, 'replicates to 26 registries. ECR allows 25']],
  },
  {
    name: 'does not report 25 destinations',
    resources: rules({ to: many(25) }, { to: many(20) }),
    finds: [],
  },
  {
    name: 'reports 101 filters',
    resources: rules({ filters: filters(101), to: [US] }),
    finds: [[ADDRESS, '101 filters. ECR allows 100']],
  },
  { name: 'does not report 100 filters', resources: rules({ filters: filters(100), to: [US] }), finds: [] },
  {
    name: 'reports filters that ECR refuses',
    resources: rules({ filters: ['app*', 'p', 'App', 'ok'], to: [US] }),
    finds: [
      [ADDRESS, "'App', which is not valid: uppercase letter 'A'"],
      [ADDRESS, "'app*', which is not valid", "'app'"],
      [ADDRESS, "'p', which is not valid: it has 1 character, and the minimum is 2"],
    ],
  },
  {
    name: 'reports a duplicate destination in one rule',
    resources: rules({ to: [US, US] }),
    finds: [[ADDRESS, 'Duplicate destination 111111111111 in us-west-1']],
  },
  {
    name: 'does not report a destination of two rules',
    resources: rules({ filters: ['ab'], to: [US] }, { to: [US] }),
    finds: [],
  },
  {
    name: 'reports the source as destination',
    resources: rules({ to: ['111111111111/ap-northeast-1'] }),
    finds: [[ADDRESS, 'Replication destination cannot be the same as the source registry']],
  },
  {
    name: 'reports another partition',
    resources: rules({ to: ['111111111111/cn-north-1'] }),
    finds: [[ADDRESS, 'replicates to 111111111111 in cn-north-1 in another partition (aws to aws-cn)']],
  },
  {
    name: 'does not report a Region newer than this version',
    resources: rules({ to: ['111111111111/xx-new-1'] }),
    finds: [],
  },
  {
    name: 'reports another partition with a Region newer than this version',
    resources: rules({ to: ['111111111111/cn-west-9'] }),
    finds: [[ADDRESS, 'replicates to 111111111111 in cn-west-9 in another partition (aws to aws-cn)']],
  },
  {
    name: 'does not report an invalid Region',
    resources: rules({ to: ['111111111111/cn_north'] }),
    finds: [],
  },
  {
    name: 'does not report a configuration that ECR has accepted',
    resources: ruleEach(11).map((each) => ({ ...each, before: each.after! })),
    finds: [],
  },
]);
