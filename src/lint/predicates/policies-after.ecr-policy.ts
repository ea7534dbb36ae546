import type { RegistryId } from '../../aws/arn';
import { isKnown } from '../../model/unknown';
import type { PlannedResource, PolicyInPlan } from '../../plan/model/planned-resource';
import type { Subject } from '../../plan/review/review.reviewed';
import { registryMark } from '../finding-text';
import { policyName, policySubject } from './policies-after';

export type EcrPolicyKind = 'registry-policy' | 'repository-policy';

/**
 * A policy in ECR after apply: of a registry, a repository, or the repositories that a creation template applies to.
 */
export interface EcrPolicy {
  readonly kind: EcrPolicyKind;
  readonly policy: PolicyInPlan;
  readonly registry: RegistryId;
  readonly subject: Subject;
  /** `the repository policy of 'app' (111111111111 in eu-west-1)`. */
  readonly name: string;
}

/** Returns undefined if the resource has no policy after apply. */
export function ecrPolicyAfter(resource: PlannedResource): EcrPolicy | undefined {
  if (resource.after === undefined) return undefined;
  const { registry } = resource.after;
  if (resource.kind === 'repository-policy' || resource.kind === 'registry-policy') {
    const { kind } = resource;
    const { policy } = resource.after;
    return { kind, policy, registry, subject: policySubject(resource, registry), name: policyName(resource) };
  }
  if (resource.kind !== 'creation-template') return undefined;
  const { policy, template } = resource.after;
  if (policy === undefined) return undefined;
  const prefix = isKnown(template) ? ` '${template.prefix}'` : '';
  const name = `the repository policy of creation template${prefix} (${registryMark(registry)})`;
  return { kind: 'repository-policy', policy, registry, subject: { registry }, name };
}
