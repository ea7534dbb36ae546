import { namespaceOf } from '../../aws/namespaces';
import type { PullThroughCacheRule } from '../../model/pull-through-cache';
import type { UnknownValue } from '../../model/unknown';
import type { Json, JsonObject } from '../model/document';
import { textOrUnknown } from '../model/values';

/**
 * Returns `notKnown` if the prefix of the pull-through cache rule is unknown.
 * @param unknown `true` for each unknown value, as in `after_unknown`
 */
export function decodeCacheRule(
  values: JsonObject,
  unknown: Json,
): PullThroughCacheRule<UnknownValue> | UnknownValue {
  const prefix = textOrUnknown(values, unknown, 'ecr_repository_prefix');
  if (prefix === undefined || prefix === 'notKnown') return 'notKnown';
  return {
    prefix: namespaceOf(prefix),
    upstream: textOrUnknown(values, unknown, 'upstream_registry_url') ?? 'notKnown',
    upstreamPrefix: textOrUnknown(values, unknown, 'upstream_repository_prefix'),
    credentialArn: textOrUnknown(values, unknown, 'credential_arn'),
    customRoleArn: textOrUnknown(values, unknown, 'custom_role_arn'),
  };
}
