import { registryKey } from '../../aws/arn';
import type { AccessChange } from '../../change/access/access-changes';
import type { PlannedRegistry } from '../../model/topology';
import { knownStatements } from '../../model/unknown';
import type { PlanReview } from '../../plan/review/review';
import { accessProblems, affectsOwnerAccount } from '../access/access-problems';
import { defineRule } from '../rule';

export const registryLocked = defineRule({
  id: 'registry-locked',
  severity: 'error',
  doc: 'Deny blocks pull or push for every principal, including those of the account that owns the registry.',
  why:
    'An explicit Deny takes precedence over every Allow in other policies. Principal "*" includes the pipelines and ' +
    'services of the account itself. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html',
  options: {},
  check: (reviewed) =>
    accessProblems(
      reviewed,
      findLockouts(reviewed),
      (who, what) => `No longer allows ${who} to ${what}, because an explicit Deny applies to all of them.`,
      'Limit the Deny to the intended principals or actions, or exclude your own principals with a condition such as ' +
        'ArnNotLike aws:PrincipalArn. If the Deny includes ecr:DeleteRegistryPolicy or ecr:DeleteRepositoryPolicy, no principal of ' +
        'the account can undo it.',
    ),
});

/**
 * Returns the access that every principal of the owning account loses unconditionally, in registries where that includes
 * pull or push.
 */
export function findLockouts({ access, after }: PlanReview): readonly AccessChange[] {
  const denying = new Set(after.registries.filter(hasPlainDeny).map(registryKey));
  const removed = access.filter(
    (change) => isRemovedFromAll(change) && denying.has(registryKey(change.registry)),
  );
  const locked = new Set(
    removed
      .filter(({ operations }) => operations.some((each) => each === 'pull' || each === 'push'))
      .map(({ registry }) => registryKey(registry)),
  );
  return removed.filter(({ registry }) => locked.has(registryKey(registry)));
}

/** A Deny with NotPrincipal exempts the principals that it names, so it cannot lock out all of them. */
function hasPlainDeny({ policy, repositories }: PlannedRegistry): boolean {
  return [policy, ...repositories.map((repository) => repository.policy)].some((each) =>
    knownStatements(each).some(({ effect, principals }) => effect === 'Deny' && principals?.isNot === false),
  );
}

function isRemovedFromAll(change: AccessChange): boolean {
  const { kind, otherKeys, isByValues, repositories, withRepository } = change;
  const isOnlyDestroyed = repositories.length > 0 && withRepository.length === repositories.length;
  return (
    kind === 'lost' &&
    affectsOwnerAccount(change) &&
    otherKeys.length === 0 &&
    !isByValues &&
    !isOnlyDestroyed
  );
}
