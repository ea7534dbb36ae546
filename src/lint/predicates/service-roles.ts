import { parseIdentityArn, type KnownIdentityId, type RegistryId } from '../../aws/arn';
import { isAccountId, type AccountId } from '../../aws/names';
import { isRegionKnown, getPartition, type PartitionId } from '../../aws/partitions';

/** Why ECR cannot assume a role for a registry. */
type ServiceRoleFault =
  | { readonly kind: 'not-a-role' }
  | { readonly kind: 'other-account' | 'other-partition'; readonly role: KnownIdentityId };

/**
 * Returns why ECR cannot assume a role for a registry: it assumes roles of the registry's account only.
 *
 * @param account the account of the registry, or undefined if it is unknown
 * @param partition the partition of the registry, or undefined if it is unknown
 */
export function serviceRoleFault(
  arn: string,
  account: AccountId | undefined,
  partition: PartitionId | undefined,
): ServiceRoleFault | undefined {
  const role = parseIdentityArn(arn);
  if (role?.kind !== 'role') return { kind: 'not-a-role' };
  if (account !== undefined && role.accountId !== account) return { kind: 'other-account', role };
  return partition !== undefined && role.partition !== partition
    ? { kind: 'other-partition', role }
    : undefined;
}

/** Describes why ECR cannot assume the `custom_role_arn` of a resource, in a clause that ends with a period. */
export function customRoleFault(arn: string, { accountId, region }: RegistryId): string | undefined {
  const partition = isRegionKnown(region) ? getPartition(region).id : undefined;
  const fault = serviceRoleFault(arn, isAccountId(accountId) ? accountId : undefined, partition);
  switch (fault?.kind) {
    case undefined:
      return undefined;
    case 'not-a-role':
      return `custom_role_arn is '${arn}', which is not the ARN of a role.`;
    case 'other-account':
      return `custom_role_arn is a role of another account (${fault.role.accountId}). ECR assumes only roles in the account of the registry.`;
    case 'other-partition':
      return `custom_role_arn is a role in another partition (${fault.role.partition}).`;
  }
}
