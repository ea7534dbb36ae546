import { changesJson } from '../../../src/report/review/changes';
import { reviewText } from '../../../src/report/review/text';
import { PLAIN } from '../../../src/report/format/terminal';
import { repository, type ResourceParts } from '../../plan/plans';
import { NAMES, pull, resultOf } from './results';

const shown = (...resources: readonly ResourceParts[]) =>
  reviewText(resultOf([], resources), NAMES, 'error', PLAIN);

const template = (after: object, unknown: ResourceParts['unknown'] = {}): ResourceParts => ({
  type: 'aws_ecr_repository_creation_template',
  provider: 'develop',
  after: { prefix: 'team', applied_for: ['REPLICATION'], ...after },
  unknown,
});

test('lists tags and registry settings under settings, each with its change', () => {
  const text = shown(
    {
      type: 'aws_ecr_repository',
      provider: 'develop',
      before: repository('app', { tags: { old: '1', team: 'a' } }),
      after: repository('app', { tags: { new: '1', team: 'b' } }),
    },
    template({ image_tag_mutability: 'IMMUTABLE' }),
    {
      type: 'aws_ecr_pull_through_cache_rule',
      provider: 'develop',
      before: { ecr_repository_prefix: 'hub', upstream_registry_url: 'registry-1.docker.io' },
    },
  );
  expect(text).toBe(`PASSED: no findings. Settings change.

What changes
  Settings
    + develop: tag new of repository app added ('1')
    - develop: tag old of repository app removed ('1')
    ~ develop: tag team of repository app changed from 'a' to 'b'
    + develop: creation template team added for REPLICATION
    ~ develop: imageTagMutability of creation template team set to IMMUTABLE
    - develop: pull-through cache hub removed; cached images stay

Registries
  develop is 111111111111 in ap-northeast-1
`);
});

test('lists permissions of a template as policies, and its unknown values separately', () => {
  const text = shown(
    template({ repository_policy: JSON.stringify(pull('222222222222')) }, { custom_role_arn: true }),
  );
  expect(text).toContain(`  Unknown until apply
    ~ develop: customRoleArn of creation template team is unknown in the plan
`);
  expect(text).toContain(`Changes of policy statements
  + develop: in repositories that ECR creates with creation template team, account 222222222222 can now pull team/*
`);
});

test('prints an unknown value of a change as null in JSON', () => {
  const { changes } = resultOf([], [template({}, { applied_for: true })]).reviewed;
  expect(JSON.parse(JSON.stringify(changesJson(changes)))).toContainEqual(
    expect.objectContaining({ kind: 'creation-template-added', appliedFor: null }),
  );
});
