import { reviewPlans } from '../../../src/plan/review/review';
import { planOf, type ResourceParts } from '../plans';

const POLICY = 'aws_ecr_repository_policy.app';

/** Returns whether Terraform creates the role before a repository policy with these references. */
function isCreatedBefore(references: readonly string[]): boolean | undefined {
  const role: ResourceParts = {
    type: 'aws_iam_role',
    name: 'ci',
    provider: 'develop',
    after: { name: 'ci', path: '/' },
  };
  const policy: ResourceParts = {
    type: 'aws_ecr_repository_policy',
    name: 'app',
    provider: 'develop',
    after: { repository: 'app', policy: '{}' },
    expressions: { policy: { references } },
  };
  const plan = planOf([policy, role]);
  const [identity] = reviewPlans([plan]).identities;
  return identity?.isCreatedBefore({ plan: plan.file, address: POLICY });
}

describe('a role is created before a policy that refers to it', () => {
  test.each([
    'aws_iam_role.ci.arn',
    'aws_iam_role.ci[0].arn',
    'aws_iam_role.ci["a.b"].arn',
    'aws_iam_role.ci["a]b"].arn',
    'aws_iam_role.ci["a\\"]b"].arn',
  ])('%s', (reference) => {
    expect(isCreatedBefore([reference])).toBe(true);
  });

  test.each(['aws_iam_role.other["a]b"].arn', 'aws_iam_user.ci.arn'])('but not for %s', (reference) => {
    expect(isCreatedBefore([reference])).toBe(false);
  });
});
