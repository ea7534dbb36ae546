import { registryKey } from '../../aws/arn';
import type { AccessChange } from '../../change/access/access-changes';
import type { PlanReview } from '../../plan/review/review';
import { accessProblems, affectsOwnerAccount, withoutCreatedOrDeleted } from '../access/access-problems';
import { defineRule, type Severity } from '../rule';
import { findLockouts } from './registry-locked';

export const accessRemoved = defineRule({
  id: 'access-removed',
  severity: 'warning',
  doc: 'A principal loses access that it has today.',
  why:
    'A principal that loses access fails at its next pull or push, which for a service may be when it has to scale or ' +
    'start again. Losses are computed from all policies together, as AWS evaluates them. A Deny that takes other actions than ' +
    "pulling and pushing from the owner's own account is a note, because it is mostly a guardrail. " +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  options: {
    withRepository: {
      kind: 'flag',
      default: false,
      doc: 'Also find access that goes with a repository that the plans destroy.',
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
    (who, what) => `With the plan applied, ${who} can no longer ${what}.`,
    'Make sure that nothing needs it any more: running containers keep running, but the next pull, push or replication is denied.',
  ).map((problem) => ({ ...problem, severity }));
}
