import {
  actionsMeant,
  identityArn,
  isAccountId,
  parseIdentityArn,
  getPartition,
  type IdentityId,
  type NotKnown,
  type PolicyDocument,
  type RegistryId,
} from '../../registry';
import type { Json, JsonObject, ResourceChange } from '../document';
import { isUnknown, textAt } from './json';
import type { PlannedIdentityPolicy, PolicyInPlan } from './planned';
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
  const said = ecrPartOf(policy);
  if (said === undefined) return undefined;
  if (change.type === 'aws_iam_group_policy') return { identity: 'notKnown', policy: said, form: 'group' };
  const kind = change.type === 'aws_iam_user_policy' ? 'user' : 'role';
  const name = isUnknown(unknown, kind) ? undefined : textAt(values, kind);
  const identity = name === undefined ? 'notKnown' : identityNamed(kind, name, place);
  return { identity, policy: said, form: 'inline' };
}

/** Of a policy that nothing in its plan attaches: somebody else may. */
export function unattachedValues(policy: PolicyInPlan): PlannedIdentityPolicy | undefined {
  const said = ecrPartOf(policy);
  return said === undefined ? undefined : { identity: 'notKnown', policy: said, form: 'unattached' };
}

/** What a policy says about ECR; undefined where that is nothing. One that is not known may refer to something of ECR. */
export function ecrPartOf(policy: PolicyInPlan): PolicyDocument | NotKnown | undefined {
  const known = policyInModel(policy);
  return known === 'notKnown' ? (mayBeAboutEcr(policy) ? known : undefined) : aboutEcr(known);
}

function mayBeAboutEcr(policy: PolicyInPlan): boolean {
  if (policy.kind !== 'notKnown') return false;
  const { references, outline } = policy;
  return (
    references.some((reference) => reference.includes('aws_ecr_')) ||
    outline.some(({ actions }) => actions.some((action) => actionsMeant(action).length > 0))
  );
}

/**
 * A plan names a role by its name alone: its path is not known, and `/` is taken for it, as for most.
 */
export function identityNamed(
  kind: IdentityId['kind'],
  name: string,
  place: RegistryId,
): IdentityId | NotKnown {
  if (!isAccountId(place.accountId)) return 'notKnown';
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
