import { noLifecyclePolicy } from '../../../src/lint/plan/no-lifecycle-policy';
import { repository, type ResourceParts } from '../../plan/plans';
import { APP, importedRepository, newRepository, unchangedRepository } from './repository-resources';
import { testRule } from './rule-cases';

const lifecyclePolicy = (parts: Partial<ResourceParts>): ResourceParts => ({
  type: 'aws_ecr_lifecycle_policy',
  name: 'app',
  provider: 'develop',
  ...parts,
});
const EXPIRES = { repository: 'app', policy: { rules: [] } };

testRule(noLifecyclePolicy, [
  { name: 'none', resources: [newRepository({})], finds: [[APP, 'has no lifecycle policy']] },
  {
    name: 'does not report a repository with its own policy',
    resources: [newRepository({}), lifecyclePolicy({ after: EXPIRES })],
    finds: [],
  },
  {
    name: 'reports the policy of another repository',
    resources: [newRepository({}), lifecyclePolicy({ after: { ...EXPIRES, repository: 'web' } })],
    finds: [[APP]],
  },
  {
    name: 'reports the policy of another registry',
    resources: [newRepository({}), lifecyclePolicy({ provider: 'develop_us', after: EXPIRES })],
    finds: [[APP]],
  },
  {
    name: 'does not report a policy that may belong to the repository',
    resources: [
      newRepository({}),
      lifecyclePolicy({ after: { policy: { rules: [] } }, unknown: { repository: true } }),
    ],
    finds: [],
  },
  { name: 'does not report an unchanged repository', resources: [unchangedRepository({})], finds: [] },
  { name: 'does not report an import without changes', resources: [importedRepository({})], finds: [] },
  {
    name: 'reports a policy that is destroyed',
    resources: [unchangedRepository({}), lifecyclePolicy({ before: EXPIRES })],
    finds: [[APP, 'loses its lifecycle policy']],
  },
  {
    name: 'does not report a repository that is destroyed',
    resources: [{ ...newRepository({}), before: repository('app'), after: undefined as unknown as object }],
    finds: [],
  },
]);
