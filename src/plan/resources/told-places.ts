import { isAccountId, type AccountId, type Region } from '../../registry';
import type { Json, JsonObject } from '../document';
import { at, textAt } from './json';
import { isRegionKnown } from './stand-ins';

/** An account and a Region, each undefined if unknown. */
export interface ToldPlace {
  readonly account: AccountId | undefined;
  readonly region: Region | undefined;
}

const NOTHING: ToldPlace = { account: undefined, region: undefined };

/** Returns the account and Region in the values of a resource or data source. */
export function placeInValues(type: string, values: JsonObject | undefined): ToldPlace {
  if (type === 'aws_caller_identity') return { ...NOTHING, account: accountIn(at(values, 'account_id')) };
  if (type === 'aws_region') {
    // The attribute is `name` until version 5, and `region` from version 6.
    return { ...NOTHING, region: regionIn(at(values, 'region')) ?? regionIn(at(values, 'name')) };
  }
  if (!['aws_ecr_', 'aws_iam_', 'aws_inspector2_'].some((start) => type.startsWith(start))) return NOTHING;
  const [, , , arnRegion, arnAccount] = (textAt(values, 'arn') ?? '').split(':', 5);
  return {
    account: accountIn(at(values, 'registry_id')) ?? accountIn(arnAccount),
    region: regionIn(at(values, 'region')) ?? regionIn(arnRegion),
  };
}

/** Returns the first known account and the first known Region. */
export function firstTold(...places: readonly (ToldPlace | undefined)[]): ToldPlace {
  return {
    account: places.find((place) => place?.account !== undefined)?.account,
    region: places.find((place) => place?.region !== undefined)?.region,
  };
}

export function isWhole({ account, region }: ToldPlace): boolean {
  return account !== undefined && region !== undefined;
}

export function accountIn(value: Json | undefined): AccountId | undefined {
  return typeof value === 'string' && isAccountId(value) ? value : undefined;
}

export function regionIn(value: Json | undefined): Region | undefined {
  return typeof value === 'string' && isRegionKnown(value) ? value : undefined;
}
