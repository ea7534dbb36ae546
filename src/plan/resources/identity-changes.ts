import { getPartition, isAccountId, parseIdentityArn, type IdentityId } from '../../registry';
import type { JsonObject } from '../document';
import type { ConfiguredResource } from './configuration';
import { dependsOn } from './dependencies';
import { isUnknown, textAt } from './json';
import { momentOf } from './moment';
import { placeOf } from './places';
import type { Address } from './planned';
import type { PlacedPlan } from './providers';
import { writtenChange, type WrittenChange } from './written-change';

/** A role or user that the plans create, destroy or replace. */
export interface IdentityChange extends Address {
  readonly action: 'create' | 'delete' | 'replace';
  /** The account may be a placeholder. */
  readonly identity: IdentityId;
  /** Whether Terraform creates the identity before another resource. */
  readonly isBefore: (other: Address) => boolean;
}

/** Returns the changes in the plans' order. */
export function identityChanges(plans: readonly PlacedPlan[]): readonly IdentityChange[] {
  return plans.flatMap((placed) =>
    placed.plan.changes.flatMap((change) => changeOf(writtenChange(placed, change))),
  );
}

function changeOf(written: WrittenChange): readonly IdentityChange[] {
  const { change, placed, resource } = written;
  const { type, action, mode, address, isDeposed } = change;
  if (mode !== 'managed' || isDeposed || (type !== 'aws_iam_role' && type !== 'aws_iam_user')) return [];
  if (action !== 'create' && action !== 'delete' && action !== 'replace') return [];
  const identity = identityOf(written, action === 'create' ? 'after' : 'before');
  if (identity === undefined) return [];
  const isBefore = (other: Address) => {
    const configured = other.plan === placed.plan.file ? configuredAt(placed, other.address) : undefined;
    return configured !== undefined && resource !== undefined && dependsOn(configured, resource);
  };
  return [{ plan: placed.plan.file, address, action, identity, isBefore }];
}

function configuredAt(placed: PlacedPlan, address: string): ConfiguredResource | undefined {
  const change = placed.plan.changes.find((each) => each.address === address);
  return change === undefined ? undefined : writtenChange(placed, change).resource;
}

function identityOf(written: WrittenChange, moment: 'after' | 'before'): IdentityId | undefined {
  const found = momentOf(written.change, moment);
  if (found === undefined) return undefined;
  const { values, unknown } = found;
  const arn = isUnknown(unknown, 'arn') ? undefined : textAt(values, 'arn');
  const name = isUnknown(unknown, 'name') ? undefined : textAt(values, 'name');
  const known = arn === undefined ? undefined : parseIdentityArn(arn);
  if (known !== undefined || name === undefined) return known;
  return {
    kind: written.change.type === 'aws_iam_user' ? 'user' : 'role',
    name,
    ...placeIn(written, values),
  };
}

function placeIn(
  written: WrittenChange,
  values: JsonObject,
): Pick<IdentityId, 'accountId' | 'partition' | 'path'> {
  const { accountId, region } = placeOf(written, values);
  return { accountId, partition: getPartition(region).id, path: textAt(values, 'path') ?? '/' };
}

/** Whether the ARN of a principal is that of an identity. Any account matches if the account of the identity is unknown. */
export function isNamed({ kind, accountId, path, name }: IdentityId, principal: string): boolean {
  const named = parseIdentityArn(principal);
  if (named?.kind !== kind || named.path !== path || named.name !== name) return false;
  return named.accountId === accountId || !isAccountId(accountId);
}
