import { isAccountId, type AccountId, type Region } from '../../registry';
import type { Json, JsonObject } from '../document';
import { at, textAt } from './json';
import { isRegionKnown } from './stand-ins';

/** An account and a Region, as far as something tells them. */
export interface ToldPlace {
  readonly account: AccountId | undefined;
  readonly region: Region | undefined;
}

const NOTHING: ToldPlace = { account: undefined, region: undefined };

/** What the values of one resource or data source tell of its account and Region. */
export function placeInValues(type: string, values: JsonObject | undefined): ToldPlace {
  if (type === 'aws_caller_identity') return { ...NOTHING, account: accountIn(at(values, 'account_id')) };
  if (type === 'aws_region') {
    // `name` until version 5, `region` from version 6.
    return { ...NOTHING, region: regionIn(at(values, 'region')) ?? regionIn(at(values, 'name')) };
  }
  if (!['aws_ecr_', 'aws_iam_', 'aws_inspector2_'].some((start) => type.startsWith(start))) return NOTHING;
  const [, , , arnRegion, arnAccount] = (textAt(values, 'arn') ?? '').split(':', 5);
  return {
    account: accountIn(at(values, 'registry_id')) ?? accountIn(arnAccount),
    region: regionIn(at(values, 'region')) ?? regionIn(arnRegion),
  };
}

/** Of each, the first that is told. */
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
