import {
  actionsMeant,
  identityArn,
  isAccountId,
  MANAGED_POLICY_NAMES,
  parseIdentityArn,
  getPartition,
  type IdentityId,
  type NotKnown,
  type PolicyDocument,
  type RegistryId,
} from '../../registry';
import type { Json, JsonObject, ResourceChange } from '../document';
import { isUnknown, textAt } from './json';
import type { PlannedAttachment, PlannedIdentityPolicy, PolicyInPlan } from './planned';
import { policyInModel } from './policies';

/**
 * Undefined where the policy is not about ECR; one that is not known is, where it refers to something of ECR.
 * @param place the account that the role or user is in, and the Region that tells the partition
 */
export function identityPolicyValues(
  change: ResourceChange,
  values: JsonObject,
  unknown: Json,
  place: RegistryId,
  policy: PolicyInPlan,
): PlannedIdentityPolicy | undefined {
  const known = policyInModel(policy);
  const found = known === 'notKnown' ? (mayBeAboutEcr(policy) ? known : undefined) : aboutEcr(known);
  return found === undefined
    ? undefined
    : { identity: identityOf(change, values, unknown, place), policy: found };
}

function mayBeAboutEcr(policy: PolicyInPlan): boolean {
  if (policy.kind !== 'notKnown') return false;
  const { references, outline } = policy;
  return (
    references.some((reference) => reference.includes('aws_ecr_')) ||
    outline.some(({ actions }) => actions.some((action) => actionsMeant(action).length > 0))
  );
}

/** Undefined where another policy is attached than those of ECR that this project knows. */
export function attachmentValues(
  change: ResourceChange,
  values: JsonObject,
  unknown: Json,
  place: RegistryId,
): PlannedAttachment | undefined {
  const arn = textAt(values, 'policy_arn') ?? '';
  const policy = MANAGED_POLICY_NAMES.find((name) => arn.endsWith(`:iam::aws:policy/${name}`));
  return policy === undefined ? undefined : { identity: identityOf(change, values, unknown, place), policy };
}

/**
 * A plan names a role by its name alone: its path is not known, and `/` is taken for it, as for most.
 */
function identityOf(
  change: ResourceChange,
  values: JsonObject,
  unknown: Json,
  place: RegistryId,
): IdentityId | NotKnown {
  const kind = change.type.startsWith('aws_iam_user') ? 'user' : 'role';
  const name = isUnknown(unknown, kind) ? undefined : textAt(values, kind);
  if (name === undefined || !isAccountId(place.accountId)) return 'notKnown';
  const { id: partition } = getPartition(place.region);
  const identity = { kind, partition, accountId: place.accountId, path: '/', name } as const;
  return parseIdentityArn(identityArn(identity)) ?? 'notKnown';
}

/** Of a policy about many services, the statements that are about ECR; undefined where there is none. */
function aboutEcr({ statements }: PolicyDocument): PolicyDocument | undefined {
  const found = statements.filter(
    ({ actions: { isNot, values } }) =>
      isNot || values.some((action) => action === '*' || actionsMeant(action).length > 0),
  );
  return found.length === 0 ? undefined : { statements: found };
}
