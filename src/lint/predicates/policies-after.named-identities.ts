import { matchesPrincipal, type IdentityChange } from '../../plan/decode/identity-changes';
import type { PlannedResource } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review.reviewed';
import { ecrPolicyAfter, type EcrPolicy } from './policies-after.ecr-policy';

/** An ECR policy after apply, and a changed role or user that it names by ARN. */
export interface NamedIdentity {
  readonly resource: PlannedResource;
  readonly policy: EcrPolicy;
  readonly identity: IdentityChange;
  /** The ARN as written in the policy. */
  readonly arn: string;
}

/** Returns the roles and users with one of the changes that ECR policies name. */
export function namedIdentities(
  { resources, identities }: PlanReview,
  actions: readonly IdentityChange['action'][],
): readonly NamedIdentity[] {
  const changed = identities.filter(({ action }) => actions.includes(action));
  if (changed.length === 0) return [];
  return resources.flatMap((resource) => {
    const policy = ecrPolicyAfter(resource);
    if (policy?.policy.kind !== 'policy') return [];
    const { statements } = policy.policy.policy;
    const arns = new Set(
      statements.flatMap(({ principals }) => principals?.values.map(({ value }) => value) ?? []),
    );
    return changed.flatMap((identity) => {
      const arn = [...arns].find((each) => matchesPrincipal(identity.identity, each));
      return arn === undefined ? [] : [{ resource, policy, identity, arn }];
    });
  });
}
