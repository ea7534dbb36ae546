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
 * Undefined where the policy is not about ECR; one that is not known is, where it refers to something of ECR.
 * @param place the account that the role or user is in, and the Region that tells the partition
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

/** Of a policy that nothing in its plan attaches: somebody else may. */
export function unattachedValues(
  written: WrittenChange,
  values: JsonObject,
  unknown: Json,
): PlannedIdentityPolicy | undefined {
  const said = ecrPartOf(policyIn(written, values, unknown), isShownAboutEcr(written));
  return said === undefined ? undefined : { identity: 'notKnown', policy: said, form: 'unattached' };
}

/**
 * What a policy says about ECR; undefined where that is nothing. One that is not known may refer to something of ECR.
 * @param isAbout whether it is about ECR at the other moment
 */
export function ecrPartOf(policy: PolicyInPlan, isAbout = false): PolicyDocument | NotKnown | undefined {
  const known = policyInModel(policy);
  if (known !== 'notKnown') return aboutEcr(known);
  return isAbout || mayBeAboutEcr(policy) ? known : undefined;
}

/** Whether a policy is about ECR before or after, as far as it may be shown. */
export function isShownAboutEcr(written: WrittenChange): boolean {
  // What does not change is known at both moments, or at neither.
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
