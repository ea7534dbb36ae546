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
import type { Json, JsonObject } from '../document';
import { isUnknown, textAt } from './json';
import type { PlannedIdentityPolicy, PolicyInPlan } from './planned';
import { momentOf } from './moment';
import { policyIn, policyInModel } from './policies';
import type { WrittenChange } from './written-change';

/**
 * Returns undefined if the policy does not concern ECR. An unknown policy concerns ECR if it refers to a resource of ECR.
 * @param registry the account of the role or user, and a Region, which determines the partition
 */
export function identityPolicyValues(
  written: WrittenChange,
  values: JsonObject,
  unknown: Json,
  place: RegistryId,
): PlannedIdentityPolicy | undefined {
  const { change } = written;
  const said = ecrPartOf(policyIn(written, values, unknown), isShownAboutEcr(written));
  if (said === undefined) return undefined;
  if (change.type === 'aws_iam_group_policy') return { identity: 'notKnown', policy: said, form: 'group' };
  const kind = change.type === 'aws_iam_user_policy' ? 'user' : 'role';
  const name = isUnknown(unknown, kind) ? undefined : textAt(values, kind);
  const identity = name === undefined ? 'notKnown' : identityNamed(kind, name, place);
  return { identity, policy: said, form: 'inline' };
}

/** Decodes a policy without an attachment in the same plan. It may be attached elsewhere. */
export function unattachedValues(
  written: WrittenChange,
  values: JsonObject,
  unknown: Json,
): PlannedIdentityPolicy | undefined {
  const said = ecrPartOf(policyIn(written, values, unknown), isShownAboutEcr(written));
  return said === undefined ? undefined : { identity: 'notKnown', policy: said, form: 'unattached' };
}

/**
 * Returns the statements of a policy that concern ECR, `notKnown` for an unknown policy that may concern ECR, or undefined.
 * @param concernsEcr whether the known value, before or after, concerns ECR
 */
export function ecrPartOf(policy: PolicyInPlan, isAbout = false): PolicyDocument | NotKnown | undefined {
  const known = policyInModel(policy);
  if (known !== 'notKnown') return aboutEcr(known);
  return isAbout || mayBeAboutEcr(policy) ? known : undefined;
}

/** Whether the known statements of a policy, before or after, concern ECR. */
export function isShownAboutEcr(written: WrittenChange): boolean {
  // A value that does not change is known both before and after, or neither.
  if (written.change.action === 'no-op') return false;
  return (['before', 'after'] as const).some((moment) => {
    const found = momentOf(written.change, moment);
    const said = found && ecrPartOf(policyIn(written, found.values, found.unknown));
    return typeof said === 'object';
  });
}

function mayBeAboutEcr(policy: PolicyInPlan): boolean {
  if (policy.kind !== 'notKnown') return false;
  const { references, outline } = policy;
  return (
    references.some((reference) => reference.includes('aws_ecr_')) ||
    outline.some(({ statement }) =>
      statement.actions.values.some((action) => actionsMeant(action).length > 0),
    )
  );
}

/** A plan refers to a role by name. The path is unknown and assumed to be `/`, as most roles have it. */
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

/** Returns the statements with actions of ECR, or undefined if there are none. */
function aboutEcr({ statements }: PolicyDocument): PolicyDocument | undefined {
  const found = statements.filter(
    ({ actions: { isNot, values } }) =>
      isNot || values.some((action) => action === '*' || actionsMeant(action).length > 0),
  );
  return found.length === 0 ? undefined : { statements: found };
}
