import type { PullThroughCacheRule } from '../model/pull-through-cache';
import type { AccountSetting, CreationTemplate, Encryption } from '../model/settings';
import { isKnown, type Unknown } from '../model/unknown';

/*
 * Each function returns the live value to compare. A value that is unknown or not managed is the declared one, so that it is
 * no difference.
 */

export function known<Value>(live: Value | Unknown, declared: Value): Value {
  return isKnown(live) ? live : declared;
}

/** @param ignoresUndeclared whether a live value is left out if none is declared */
export function optional<Value>(
  declared: Value | undefined,
  live: Value | Unknown | undefined,
  ignoresUndeclared: boolean,
): Value | undefined {
  return declared === undefined && ignoresUndeclared ? undefined : known(live, declared);
}

/** @param ignoresUndeclared whether live items are left out if no item with their name is declared */
export function namedList<Item>(
  declared: readonly Item[],
  live: readonly Item[] | Unknown,
  nameOf: (item: Item) => string,
  ignoresUndeclared: boolean,
): readonly Item[] {
  if (!isKnown(live)) return declared;
  if (!ignoresUndeclared) return live;
  const names = new Set(declared.map(nameOf));
  return live.filter((item) => names.has(nameOf(item)));
}

/** ECR returns the key also if it is the AWS managed one, and Terraform does not change it if none is declared. */
function alignEncryption(declared: Encryption, live: Encryption): Encryption {
  return declared.kmsKey === undefined && declared.type === live.type ? declared : live;
}

type Settings<U extends Unknown = never> = CreationTemplate<U>['settings'];

export function alignSettings(
  declared: Settings,
  live: Settings<Unknown>,
  ignoresUndeclared: boolean,
): Settings {
  return {
    imageTagMutability: known(live.imageTagMutability, declared.imageTagMutability),
    encryption: alignEncryption(declared.encryption, known(live.encryption, declared.encryption)),
    lifecyclePolicy: optional(declared.lifecyclePolicy, live.lifecyclePolicy, ignoresUndeclared),
    tags: known(live.tags, declared.tags),
  };
}

/** A setting that is not declared is not managed. */
export function alignAccountSettings(
  declared: readonly AccountSetting[],
  live: readonly AccountSetting<Unknown>[] | Unknown,
): readonly AccountSetting[] {
  if (!isKnown(live)) return declared;
  return declared.flatMap((setting) => {
    const current = live.find(({ name }) => name === setting.name);
    return current === undefined ? [] : [{ name: setting.name, value: known(current.value, setting.value) }];
  });
}

/** Only a template that is declared is compared. Another one exists or not. */
export function alignTemplate(
  declared: CreationTemplate | undefined,
  live: CreationTemplate<Unknown>,
): CreationTemplate<Unknown> {
  if (declared === undefined) return live;
  return {
    prefix: declared.prefix,
    appliedFor: known(live.appliedFor, declared.appliedFor),
    description: known(live.description, declared.description),
    settings: alignSettings(declared.settings, live.settings, false),
    policy: known(live.policy, declared.policy),
    customRoleArn: known(live.customRoleArn, declared.customRoleArn),
  };
}

export function alignCacheRule(
  declared: PullThroughCacheRule | undefined,
  live: PullThroughCacheRule<Unknown>,
): PullThroughCacheRule<Unknown> {
  if (declared === undefined) return live;
  return {
    prefix: declared.prefix,
    upstream: known(live.upstream, declared.upstream),
    upstreamPrefix: known(live.upstreamPrefix, declared.upstreamPrefix),
    credentialArn: known(live.credentialArn, declared.credentialArn),
    customRoleArn: known(live.customRoleArn, declared.customRoleArn),
  };
}
