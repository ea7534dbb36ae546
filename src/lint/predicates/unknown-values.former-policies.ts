import type { PolicyInPlan } from '../../plan/model/planned-resource';
import { policyName, policySubject, type PolicyResource } from './policies-after';
import { capitalizeSentence } from '../../base/text';
import type { ProblemWithoutAddress } from '../rule.words';

/**
 * Reports a policy that is changed or deleted and whose previous version is unknown, so that gained and lost access are
 * unknown. `reportUnknownPolicy` reports a policy that is unknown after the apply.
 */
export function reportUnknownPreviousPolicy(resource: PolicyResource): readonly ProblemWithoutAddress[] {
  const { action, before, after } = resource;
  const isChanged = action === 'delete' || action === 'replace' || action === 'update';
  if (!isChanged || before === undefined || !isUnreadable(before.policy)) return [];
  if (after !== undefined && after.policy.kind !== 'policy') return [];
  const because = before.policy.kind === 'faulty' ? 'cannot be read' : 'is marked as sensitive';
  return [
    {
      subject: policySubject(resource, before.registry),
      message: `${capitalizeSentence(policyName(resource))} ${because} as it was before, so nobody can tell who gains or loses access by its change.`,
      help: 'Read the policy as it is now, aws ecr get-repository-policy or get-registry-policy, and compare.',
    },
  ];
}

function isUnreadable({ kind }: PolicyInPlan): boolean {
  return kind !== 'policy';
}
