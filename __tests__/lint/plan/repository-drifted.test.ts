import { repositoryDrifted } from '../../../src/lint/plan/repository-drifted';
import type { PlanDocument } from '../../../src/plan/model/document';
import { planOf, type ResourceParts } from '../../plan/plans';
import { appRepository, WITHOUT_FORCE_DELETE } from './app-repository';
import { testRule } from './rule-cases';

const CREATED = appRepository({ after: WITHOUT_FORCE_DELETE });
const DELETED = appRepository({ before: WITHOUT_FORCE_DELETE });
const CHANGED = appRepository({
  before: WITHOUT_FORCE_DELETE,
  after: { ...WITHOUT_FORCE_DELETE, force_delete: true },
});

/** Returns a plan with changes that were made outside of Terraform. */
function driftedPlan(
  resources: readonly ResourceParts[],
  drift: readonly ResourceParts[],
  file?: string,
): PlanDocument {
  return { ...planOf(resources, undefined, file), drift: planOf(drift).changes };
}

testRule(repositoryDrifted, [
  {
    name: 'reports a repository that was deleted, and that the plan creates again',
    plans: [driftedPlan([CREATED], [DELETED])],
    severity: 'warning',
    finds: [
      [
        'aws_ecr_repository.app',
        "Creates the repository 'app' (111111111111 in ap-northeast-1) again without images, because it was deleted outside of Terraform",
        'CloudTrail event DeleteRepository',
      ],
    ],
  },
  {
    name: 'does not report a new repository',
    plans: [driftedPlan([CREATED], [])],
    finds: [],
  },
  {
    name: 'does not report a repository that was deleted and is no longer in the configuration',
    plans: [driftedPlan([], [DELETED])],
    finds: [],
  },
  {
    name: 'does not report a repository that was changed',
    plans: [driftedPlan([CHANGED], [CHANGED])],
    finds: [],
  },
  {
    name: 'does not report another repository than the deleted one',
    plans: [driftedPlan([CREATED], [{ ...DELETED, name: 'web' }])],
    finds: [],
  },
  {
    name: 'does not report the same address of another plan',
    plans: [driftedPlan([CREATED], [], 'a.json'), driftedPlan([], [DELETED], 'b.json')],
    finds: [],
  },
  {
    name: 'does not report a deleted policy that the plan creates again',
    plans: [
      driftedPlan(
        [{ type: 'aws_ecr_lifecycle_policy', provider: 'develop', after: { repository: 'app' } }],
        [{ type: 'aws_ecr_lifecycle_policy', provider: 'develop', before: { repository: 'app' } }],
      ),
    ],
    finds: [],
  },
]);
