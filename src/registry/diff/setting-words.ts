import type { LifecyclePolicy } from '../lifecycle/rule';
import type { NotKnown } from '../not-known';
import type { Scanning } from '../scanning';
import type { RepositorySettings } from '../settings';
import { lifecycleWords } from './lifecycle-words';

export type WordedSetting = 'encryption' | 'imageTagMutability' | 'lifecyclePolicy';

/** A setting before and after, as short text. */
interface Words {
  /** Undefined if unknown. */
  readonly before: string | undefined;
  readonly after: string;
}

type Settings = Omit<RepositorySettings<NotKnown>, 'scanOnPush'>;

/** Returns a setting before and after as two different texts, or undefined if it did not change or is unknown. */
export function settingChange(setting: WordedSetting, was: Settings, is: Settings): Words | undefined {
  if (setting === 'lifecyclePolicy') return lifecycleChange(was.lifecyclePolicy, is.lifecyclePolicy);
  const [before, after] = [settingWords(setting, was), settingWords(setting, is)];
  return before === undefined || after === undefined || before === after ? undefined : { before, after };
}

function settingWords(
  setting: Exclude<WordedSetting, 'lifecyclePolicy'>,
  { imageTagMutability, encryption }: Settings,
): string | undefined {
  switch (setting) {
    case 'imageTagMutability': {
      if (imageTagMutability === 'notKnown') return undefined;
      const { mode, exclusionFilters } = imageTagMutability;
      return exclusionFilters.length === 0 ? mode : `${mode} (${exclusionFilters.join(', ')})`;
    }
    case 'encryption': {
      if (encryption === 'notKnown') return undefined;
      const { type, kmsKey } = encryption;
      return kmsKey === undefined ? type : `${type} with ${kmsKey}`;
    }
  }
}

/**
 * Returns what Terraform does with a repository whose encryption changes. Removing the key is not a change for
 * the provider, because the attribute is computed.
 */
export function encryptionOutcome(was: Settings, is: Settings): 'replaced' | 'kept' {
  const [before, after] = [was.encryption, is.encryption];
  const isKept =
    before !== 'notKnown' && after !== 'notKnown' && before.type === after.type && after.kmsKey === undefined;
  return isKept ? 'kept' : 'replaced';
}

function lifecycleChange(
  was: Settings['lifecyclePolicy'],
  is: Settings['lifecyclePolicy'],
): Words | undefined {
  if (is === 'notKnown') return undefined;
  // If the previous policy is in another state, only the new policy is known.
  if (was === 'notKnown') return is === undefined ? undefined : { before: undefined, after: policyWords(is) };
  if (was?.text === is?.text) return undefined;
  const [before, after] = [policyWords(was), policyWords(is)];
  if (before !== after || was === undefined || is === undefined) return { before, after };
  // Only descriptions, or rules beyond those shown, differ.
  return was.text.length === is.text.length
    ? differingPart(before, was.text, is.text)
    : { before: `${before} (${lengthOf(was)})`, after: `${after} (${lengthOf(is)})` };
}

function policyWords(policy: LifecyclePolicy | undefined): string {
  if (policy === undefined) return 'none';
  return lifecycleWords(policy.text) ?? `a policy that this version cannot read (${lengthOf(policy)})`;
}

function lengthOf({ text }: LifecyclePolicy): string {
  return `${text.length} characters`;
}

/** Long enough to find the excerpt in the policy. */
const PART = 40;

/** Returns excerpts of two texts of equal length, starting at the first difference. */
function differingPart(words: string, was: string, is: string): Words {
  // By code points, so that no surrogate pair is split.
  const [old, fresh] = [Array.from(was), Array.from(is)];
  const at = old.findIndex((character, index) => character !== fresh[index]);
  const part = (text: readonly string[]) => `${words} ("${text.slice(at, at + PART).join('')}")`;
  return { before: part(old), after: part(fresh) };
}

/** Returns the scanning configuration as text. */
export function scanningWords(scanning: Scanning): string {
  const rules = scanning.rules.map(({ frequency, filters }) => `${frequency} of ${filters.join(', ')}`);
  return [scanning.type, ...rules].join('; ');
}
