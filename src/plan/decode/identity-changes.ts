import { parseIdentityArn, type IdentityId } from '../../aws/arn.identity';
import { isAccountId } from '../../aws/names';
import { getPartition } from '../../aws/partitions';
import type { ConfiguredResource } from '../locate/configuration';
import { toConfiguredChange, type ConfiguredChange } from '../locate/configured-change';
import type { LocatedPlan } from '../locate/providers';
import { locateResource } from '../locate/resource-registry';
import type { JsonObject } from '../model/document';
import type { Address } from '../model/planned-resource';
import { isUnknown, textAt } from '../model/values';
import { valuesOf } from '../model/values.moment';
import { dependsOn } from './identity-changes.dependencies';

/** A role or user that the plans create, destroy or replace. */
export interface IdentityChange extends Address {
  readonly action: 'create' | 'delete' | 'replace';
  /** The account may be a placeholder. */
  readonly identity: IdentityId;
  /** Whether Terraform creates the identity before another resource. */
  readonly isCreatedBefore: (other: Address) => boolean;
}

/** Returns the changes in the plans' order. */
export function identityChanges(plans: readonly LocatedPlan[]): readonly IdentityChange[] {
  return plans.flatMap((located) =>
    located.plan.changes.flatMap((change) => identityChangesOf(toConfiguredChange(located, change))),
  );
}

function identityChangesOf(configured: ConfiguredChange): readonly IdentityChange[] {
  const { change, located, resource } = configured;
  const { type, action, mode, address, isDeposed } = change;
  if (mode !== 'managed' || isDeposed || (type !== 'aws_iam_role' && type !== 'aws_iam_user')) return [];
  if (action !== 'create' && action !== 'delete' && action !== 'replace') return [];
  const identity = identityOf(configured, action === 'create' ? 'after' : 'before');
  if (identity === undefined) return [];
  const isCreatedBefore = (other: Address) => {
    const otherResource =
      other.plan === located.plan.file ? findConfigured(located, other.address) : undefined;
    return otherResource !== undefined && resource !== undefined && dependsOn(otherResource, resource);
  };
  return [{ plan: located.plan.file, address, action, identity, isCreatedBefore }];
}

function findConfigured(located: LocatedPlan, address: string): ConfiguredResource | undefined {
  const change = located.plan.changes.find((each) => each.address === address);
  return change === undefined ? undefined : toConfiguredChange(located, change).resource;
}

function identityOf(configured: ConfiguredChange, when: 'after' | 'before'): IdentityId | undefined {
  const found = valuesOf(configured.change, when);
  if (found === undefined) return undefined;
  const { values, unknown } = found;
  const arn = isUnknown(unknown, 'arn') ? undefined : textAt(values, 'arn');
  const name = isUnknown(unknown, 'name') ? undefined : textAt(values, 'name');
  const known = arn === undefined ? undefined : parseIdentityArn(arn);
  if (known !== undefined || name === undefined) return known;
  return {
    kind: configured.change.type === 'aws_iam_user' ? 'user' : 'role',
    name,
    ...arnPartsOf(configured, values),
  };
}

function arnPartsOf(
  configured: ConfiguredChange,
  values: JsonObject,
): Pick<IdentityId, 'accountId' | 'partition' | 'path'> {
  const { accountId, region } = locateResource(configured, values);
  return { accountId, partition: getPartition(region).id, path: textAt(values, 'path') ?? '/' };
}

/** Whether the ARN of a principal is that of an identity. Any account matches if the account of the identity is unknown. */
export function matchesPrincipal({ kind, accountId, path, name }: IdentityId, principal: string): boolean {
  const parsed = parseIdentityArn(principal);
  if (parsed?.kind !== kind || parsed.path !== path || parsed.name !== name) return false;
  return parsed.accountId === accountId || !isAccountId(accountId);
}
