import type { LifecyclePolicy } from '../aws/lifecycle/policy';
import { isKnown, type Unknown } from '../model/unknown';
import type { Scanning } from '../model/scanning';
import type { RepositorySettings } from '../model/settings';
import { lifecyclePolicyText } from '../aws/lifecycle/text';
import type { SettingChange } from './change-parts';

export type ComparedSetting = 'encryption' | 'imageTagMutability' | 'lifecyclePolicy';

/** A setting before and after, as short text. */
interface SettingTexts {
  /** Undefined if unknown. */
  readonly before: string | undefined;
  readonly after: string;
}

type Settings = Omit<RepositorySettings<Unknown>, 'scanOnPush'>;

/** Returns a setting before and after as two different texts, or undefined if it did not change or is unknown. */
export function settingChange(
  setting: ComparedSetting,
  previous: Settings,
  current: Settings,
): SettingTexts | undefined {
  if (setting === 'lifecyclePolicy') {
    return lifecycleChange(previous.lifecyclePolicy, current.lifecyclePolicy);
  }
  const [before, after] = [settingValueText(setting, previous), settingValueText(setting, current)];
  return before === undefined || after === undefined || before === after ? undefined : { before, after };
}

function settingValueText(
  setting: Exclude<ComparedSetting, 'lifecyclePolicy'>,
  { imageTagMutability, encryption }: Settings,
): string | undefined {
  switch (setting) {
    case 'imageTagMutability': {
      if (!isKnown(imageTagMutability)) return undefined;
      const { mode, exclusionFilters } = imageTagMutability;
      return exclusionFilters.length === 0 ? mode : `${mode} (${exclusionFilters.join(', ')})`;
    }
    case 'encryption': {
      if (!isKnown(encryption)) return undefined;
      const { type, kmsKey } = encryption;
      return kmsKey === undefined ? type : `${type} with ${kmsKey}`;
    }
  }
}

/**
 * Returns what Terraform does with a repository whose encryption changes. Removing the key is not a change for
 * the provider, because the attribute is computed.
 */
export function encryptionOutcome(previous: Settings, current: Settings): 'replaced' | 'kept' {
  const [before, after] = [previous.encryption, current.encryption];
  const isKept =
    isKnown(before) && isKnown(after) && before.type === after.type && after.kmsKey === undefined;
  return isKept ? 'kept' : 'replaced';
}

function lifecycleChange(
  previous: Settings['lifecyclePolicy'],
  current: Settings['lifecyclePolicy'],
): SettingTexts | undefined {
  if (!isKnown(current)) return undefined;
  // If the previous policy is in another state, only the new policy is known.
  if (!isKnown(previous)) {
    return current === undefined ? undefined : { before: undefined, after: lifecycleText(current) };
  }
  if (previous?.text === current?.text) return undefined;
  const [before, after] = [lifecycleText(previous), lifecycleText(current)];
  if (before !== after || previous === undefined || current === undefined) return { before, after };
  // Only descriptions, or rules beyond those shown, differ.
  return previous.text.length === current.text.length
    ? differingExcerpts(before, previous.text, current.text)
    : { before: `${before} (${lengthOf(previous)})`, after: `${after} (${lengthOf(current)})` };
}

function lifecycleText(policy: LifecyclePolicy | undefined): string {
  if (policy === undefined) return 'none';
  return lifecyclePolicyText(policy.text) ?? `a policy that this version cannot read (${lengthOf(policy)})`;
}

function lengthOf({ text }: LifecyclePolicy): string {
  return `${text.length} characters`;
}

/** Long enough to find the excerpt in the policy. */
const EXCERPT_LENGTH = 40;

/** Returns excerpts of two texts of equal length, starting at the first difference. */
function differingExcerpts(summary: string, previous: string, current: string): SettingTexts {
  // By code points, so that no surrogate pair is split.
  const [old, updated] = [Array.from(previous), Array.from(current)];
  const at = old.findIndex((character, index) => character !== updated[index]);
  const excerpt = (text: readonly string[]) =>
    `${summary} ("${text.slice(at, at + EXCERPT_LENGTH).join('')}")`;
  return { before: excerpt(old), after: excerpt(updated) };
}

/** Returns the scanning configuration as text. */
export function scanningText(scanning: Scanning): string {
  const rules = scanning.rules.map(({ frequency, filters }) => `${frequency} of ${filters.join(', ')}`);
  return [scanning.type, ...rules].join('; ');
}

export function settingChangeText({ setting, before, after }: SettingChange, owner: string): string {
  return `${setting} of ${owner} ${fromTo(before, after)}`;
}

/** Returns `set to …` if the previous value is unknown. */
export function fromTo(before: string | undefined, after: string): string {
  return before === undefined ? `set to ${after}` : `changed from ${before} to ${after}`;
}

export const UNKNOWN_TEXT = 'is unknown in the plan';

/** Returns, for example, `tags, policy of creation template prod are unknown in the plan`. */
export function unknownSettingsText(settings: readonly string[], owner: string): string {
  return `${settings.join(', ')} of ${owner} ${settings.length === 1 ? UNKNOWN_TEXT : 'are unknown in the plan'}`;
}
