import {
  identityArn,
  parseIdentityArn,
  type IdentityId,
  type KnownIdentityId,
  type RegistryId,
} from '../../aws/arn';
import { isAccountId } from '../../aws/names';
import { getPartition } from '../../aws/partitions';
import { matchingActions } from '../../aws/policy/actions';
import type { PolicyDocument } from '../../aws/policy/document';
import { isKnown, UNKNOWN, type Unknown } from '../../model/unknown';
import type { ConfiguredChange } from '../locate/configured-change';
import type { Json, JsonObject } from '../model/document';
import type { PlannedIdentityPolicy, PolicyInPlan } from '../model/planned-resource';
import { isUnknown, textAt, valuesOf } from '../model/values';
import { decodePolicy, toPolicyDocument } from './policy';

/**
 * Returns undefined if the policy does not concern ECR. An unknown policy concerns ECR if it refers to a resource of ECR.
 * @param registry the account of the role or user, and a Region, which determines the partition
 */
export function decodeIdentityPolicy(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
  registry: RegistryId,
): PlannedIdentityPolicy | undefined {
  const { change } = configured;
  const ecrPolicy = ecrPolicyOf(decodePolicy(configured, values, unknown), isKnownToConcernEcr(configured));
  if (ecrPolicy === undefined) return undefined;
  if (change.type === 'aws_iam_group_policy') return { identity: UNKNOWN, policy: ecrPolicy, form: 'group' };
  const kind = change.type === 'aws_iam_user_policy' ? 'user' : 'role';
  const name = isUnknown(unknown, kind) ? undefined : textAt(values, kind);
  const identity = name === undefined ? UNKNOWN : identityByName(kind, name, registry);
  return { identity, policy: ecrPolicy, form: 'inline' };
}

/** Decodes a policy without an attachment in the same plan. It may be attached elsewhere. */
export function decodeUnattachedPolicy(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): PlannedIdentityPolicy | undefined {
  const ecrPolicy = ecrPolicyOf(decodePolicy(configured, values, unknown), isKnownToConcernEcr(configured));
  return ecrPolicy === undefined ? undefined : { identity: UNKNOWN, policy: ecrPolicy, form: 'unattached' };
}

/**
 * Returns the statements of a policy that concern ECR, `UNKNOWN` for an unknown policy that may concern ECR, or undefined.
 * @param concernsEcr whether the known value, before or after, concerns ECR
 */
export function ecrPolicyOf(policy: PolicyInPlan, concernsEcr = false): PolicyDocument | Unknown | undefined {
  const known = toPolicyDocument(policy);
  if (isKnown(known)) return ecrStatementsOf(known);
  return concernsEcr || mayConcernEcr(policy) ? known : undefined;
}

/** Whether the known statements of a policy, before or after, concern ECR. */
export function isKnownToConcernEcr(configured: ConfiguredChange): boolean {
  // A value that does not change is known both before and after, or neither.
  if (configured.change.action === 'no-op') return false;
  return (['before', 'after'] as const).some((when) => {
    const found = valuesOf(configured.change, when);
    const ecrPolicy = found && ecrPolicyOf(decodePolicy(configured, found.values, found.unknown));
    return ecrPolicy !== undefined && isKnown(ecrPolicy);
  });
}

function mayConcernEcr(policy: PolicyInPlan): boolean {
  if (policy.kind !== 'unknown') return false;
  const { references, outline } = policy;
  return (
    references.some((reference) => reference.includes('aws_ecr_')) ||
    outline.some(({ statement }) =>
      statement.actions.values.some((action) => matchingActions(action).length > 0),
    )
  );
}

/** A plan refers to a role by name. The path is unknown and assumed to be `/`, as most roles have it. */
export function identityByName(
  kind: IdentityId['kind'],
  name: string,
  registry: RegistryId,
): KnownIdentityId | Unknown {
  if (!isAccountId(registry.accountId)) return UNKNOWN;
  const { id: partition } = getPartition(registry.region);
  const identity = { kind, partition, accountId: registry.accountId, path: '/', name } as const;
  return parseIdentityArn(identityArn(identity)) ?? UNKNOWN;
}

/** Returns the statements with actions of ECR, or undefined if there are none. */
function ecrStatementsOf({ statements }: PolicyDocument): PolicyDocument | undefined {
  const found = statements.filter(
    ({ actions: { isNot, values } }) =>
      isNot || values.some((action) => action === '*' || matchingActions(action).length > 0),
  );
  return found.length === 0 ? undefined : { statements: found };
}
