import type { AccessChange } from '../access/access-changes';
import { accessProblems, isOfOwner } from '../access/access-problems';
import { registryKey } from '../../registry';
import { rule } from '../rule';

export const registryLocked = rule({
  id: 'registry-locked',
  severity: 'error',
  doc: "A Deny takes pulling or pushing from every principal, including those of the owner's own account.",
  why:
    'An explicit Deny in a registry or repository policy applies to every principal that it names, whatever other policies ' +
    'allow, and Principal "*" includes the pipelines and services of the account itself. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html',
  options: {},
  check: (reviewed) =>
    accessProblems(
      reviewed,
      lockouts(reviewed.access),
      (who, what) =>
        `With the plan applied, ${who} can no longer ${what}: an explicit Deny applies to all of them.`,
      'Limit the Deny: name the principals or actions that are meant, or exclude your own with a condition such as ' +
        'ArnNotLike aws:PrincipalArn. A Deny of ecr:* also denies deleting the policy, so no principal of the account can undo it.',
    ),
});

/**
 * What is taken from every principal of the account that owns a registry, in every case, if that includes pulling or
 * pushing.
 */
export function lockouts(access: readonly AccessChange[]): readonly AccessChange[] {
  const taken = access.filter(isTakenFromAll);
  const locked = new Set(
    taken
      .filter(({ operations }) => operations.some((each) => each === 'pull' || each === 'push'))
      .map(({ registry }) => registryKey(registry)),
  );
  return taken.filter(({ registry }) => locked.has(registryKey(registry)));
}

function isTakenFromAll(change: AccessChange): boolean {
  const { kind, otherKeys, isByValues, repositories, withRepository } = change;
  const isOnlyDestroyed = repositories.length > 0 && withRepository.length === repositories.length;
  return kind === 'lost' && isOfOwner(change) && otherKeys.length === 0 && !isByValues && !isOnlyDestroyed;
}
