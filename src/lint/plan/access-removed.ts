import { registryKey } from '../../aws/arn';
import type { AccessChange } from '../../change/access/access-changes';
import type { PlanReview } from '../../plan/review/review';
import { accessProblems, affectsOwnerAccount, withoutCreatedOrDeleted } from '../access/access-problems';
import { defineRule, type Severity } from '../rule';
import { findLockouts } from './registry-locked';

export const accessRemoved = defineRule({
  id: 'access-removed',
  severity: 'warning',
  doc: 'Principal loses access that it has today.',
  why:
    'The next pull or push of a principal that loses access is denied. For a service, that can be when it scales or ' +
    'restarts. The review evaluates all policies together, as AWS does. If a Deny removes only actions other than pull and ' +
    'push from the account that owns the registry, the finding is a note, because such a Deny is usually a guardrail. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  options: {
    withRepository: {
      kind: 'flag',
      default: false,
      doc: 'Also report access to repositories that the plans destroy.',
    },
  },
  check: (reviewed, { withRepository }) => {
    const lockedOut = new Set(findLockouts(reviewed));
    const removed = reviewed.access
      // `replication-destination-removed` and `replication-not-permitted` report replication that stops.
      .filter(({ kind, caller }) => kind === 'lost' && caller.kind === 'grantee')
      .filter((change) => !lockedOut.has(change))
      .flatMap((change) => (withRepository ? change : (withoutCreatedOrDeleted(change) ?? [])));
    const guardrails = new Set(findGuardrails(removed));
    return [
      ...accessRemovedProblems(
        reviewed,
        removed.filter((change) => !guardrails.has(change)),
        'warning',
      ),
      ...accessRemovedProblems(reviewed, [...guardrails], 'note'),
    ];
  },
});

/** Returns what a Deny removes from principals of the owning account, in registries where they can still pull and push. */
function findGuardrails(removed: readonly AccessChange[]): readonly AccessChange[] {
  const ofOwner = removed.filter(affectsOwnerAccount);
  const isPullOrPush = ({ operations }: AccessChange) =>
    operations.some((each) => each === 'pull' || each === 'push');
  const registries = new Set(ofOwner.filter(isPullOrPush).map(({ registry }) => registryKey(registry)));
  return ofOwner.filter(({ registry }) => !registries.has(registryKey(registry)));
}

function accessRemovedProblems(reviewed: PlanReview, changes: readonly AccessChange[], severity: Severity) {
  return accessProblems(
    reviewed,
    changes,
    (who, what) => `No longer allows ${who} to ${what}.`,
    'Make sure that nothing needs this access. Running containers keep running, but the next pull, push or replication is denied.',
  ).map((problem) => ({ ...problem, severity }));
}
