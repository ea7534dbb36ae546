import { tagsBecomeMutable } from '../../../src/lint/plan/tags-become-mutable';
import { repository, type ResourceParts } from '../../plan/plans';
import { testRule } from './rule-cases';

type Mutability = readonly [mode: string, ...filters: readonly string[]];

const values = ([mode, ...filters]: Mutability) =>
  repository('app', {
    image_tag_mutability: mode,
    image_tag_mutability_exclusion_filter: filters.map((filter) => ({ filter, filter_type: 'WILDCARD' })),
  });
const changed = (before: Mutability, after: Mutability): ResourceParts => ({
  type: 'aws_ecr_repository',
  name: 'app',
  provider: 'develop',
  before: values(before),
  after: values(after),
});
const APP = 'aws_ecr_repository.app';
const IMMUTABLE: Mutability = ['IMMUTABLE'];
const MUTABLE: Mutability = ['MUTABLE'];
const except = (...filters: readonly string[]): Mutability => ['IMMUTABLE_WITH_EXCLUSION', ...filters];
const only = (...filters: readonly string[]): Mutability => ['MUTABLE_WITH_EXCLUSION', ...filters];

const FREED: readonly (readonly [Mutability, Mutability, string])[] = [
  [IMMUTABLE, MUTABLE, 'makes all tags mutable'],
  [IMMUTABLE, except('latest*'), 'makes tags that match latest* mutable'],
  [IMMUTABLE, only('v*'), 'makes tags that do not match v* mutable'],
  [except('latest'), except('latest', 'dev-*'), 'makes tags that match dev-* mutable'],
  [except('latest'), except('latest*'), 'makes tags that match latest* mutable'],
  [except('latest'), MUTABLE, 'makes tags that do not match latest mutable'],
  [only('v*', 'rc*'), only('v1*', 'rc*'), 'makes tags that match v* mutable'],
  [only('v*'), MUTABLE, 'makes tags that match v* mutable'],
  [only('v*'), except('*-dev'), 'makes tags that match v* mutable'],
];
const KEPT: readonly (readonly [Mutability, Mutability])[] = [
  [MUTABLE, IMMUTABLE],
  [MUTABLE, only('v*')],
  [IMMUTABLE, only('*')],
  [except('latest*'), except('latest')],
  [except('latest'), IMMUTABLE],
  [only('v1*'), only('v*')],
  [only('v*'), except('latest')],
  [only('v*'), IMMUTABLE],
];
const textOf = (each: Mutability) => each.join(' ');

testRule(tagsBecomeMutable, [
  ...FREED.map(([before, after, text]) => ({
    name: `reports ${textOf(before)} to ${textOf(after)}`,
    resources: [changed(before, after)],
    finds: [[APP, `The repository 'app' (111111111111 in ap-northeast-1) ${text}`]] as const,
  })),
  ...KEPT.map(([before, after]) => ({
    name: `does not report ${textOf(before)} to ${textOf(after)}`,
    resources: [changed(before, after)],
    finds: [],
  })),
  {
    name: 'does not report a repository that is created',
    resources: [{ type: 'aws_ecr_repository', provider: 'develop', after: values(MUTABLE) }],
    finds: [],
  },
  {
    name: 'reports a repository that is imported and changed',
    resources: [{ ...changed(IMMUTABLE, MUTABLE), change: { isImported: true } }],
    finds: [[APP]],
  },
  {
    name: 'does not report what is known only after apply',
    resources: [{ ...changed(IMMUTABLE, MUTABLE), unknown: { image_tag_mutability: true } }],
    finds: [],
  },
]);
