import { isAccountId, type AccountId } from '../../aws/names';
import type { Region } from '../../aws/partitions';
import type { Json, JsonObject } from '../model/document';
import { at, textAt } from '../model/values';
import { isRegionKnown } from '../model/values.stand-ins';

/** An account and a Region, each undefined if unknown. */
export interface KnownLocation {
  readonly account: AccountId | undefined;
  readonly region: Region | undefined;
}

const UNKNOWN_LOCATION: KnownLocation = { account: undefined, region: undefined };

/** Returns the account and Region in the values of a resource or data source. */
export function locationInValues(type: string, values: JsonObject | undefined): KnownLocation {
  if (type === 'aws_caller_identity')
    return { ...UNKNOWN_LOCATION, account: toAccountId(at(values, 'account_id')) };
  if (type === 'aws_region') {
    // The attribute is `name` until version 5, and `region` from version 6.
    return { ...UNKNOWN_LOCATION, region: toRegion(at(values, 'region')) ?? toRegion(at(values, 'name')) };
  }
  if (!['aws_ecr_', 'aws_iam_', 'aws_inspector2_'].some((start) => type.startsWith(start)))
    return UNKNOWN_LOCATION;
  const [, , , arnRegion, arnAccount] = (textAt(values, 'arn') ?? '').split(':', 5);
  return {
    account: toAccountId(at(values, 'registry_id')) ?? toAccountId(arnAccount),
    region: toRegion(at(values, 'region')) ?? toRegion(arnRegion),
  };
}

/** Returns the first known account and the first known Region. */
export function firstKnown(...locations: readonly (KnownLocation | undefined)[]): KnownLocation {
  return {
    account: locations.find((location) => location?.account !== undefined)?.account,
    region: locations.find((location) => location?.region !== undefined)?.region,
  };
}

export function isComplete({ account, region }: KnownLocation): boolean {
  return account !== undefined && region !== undefined;
}

export function toAccountId(value: Json | undefined): AccountId | undefined {
  return typeof value === 'string' && isAccountId(value) ? value : undefined;
}

export function toRegion(value: Json | undefined): Region | undefined {
  return typeof value === 'string' && isRegionKnown(value) ? value : undefined;
}
