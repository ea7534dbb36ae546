import type { LifecyclePolicy } from '../lifecycle/rule';
import type { NotKnown } from '../not-known';
import type { Scanning } from '../scanning';
import type { RepositorySettings } from '../settings';
import { lifecycleWords } from './lifecycle-words';

export type WordedSetting = 'encryption' | 'imageTagMutability' | 'lifecyclePolicy';

/** A setting before and after, in a word or two, for a person. */
interface Words {
  /** Undefined if it is not known. */
  readonly before: string | undefined;
  readonly after: string;
}

type Settings = Omit<RepositorySettings<NotKnown>, 'scanOnPush'>;

/** What a setting was and is, in words that are never the same; undefined where it did not change, or is not known. */
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
 * What Terraform makes of a repository whose encryption is another. A key that is not named any more is no change to the
 * provider, which computes it then.
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
  // Of a repository of another state, only what is put is known.
  if (was === 'notKnown') return is === undefined ? undefined : { before: undefined, after: policyWords(is) };
  if (was?.text === is?.text) return undefined;
  const [before, after] = [policyWords(was), policyWords(is)];
  if (before !== after || was === undefined || is === undefined) return { before, after };
  // Descriptions, or rules that are too many to show.
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

/** Enough to find it in the policy. */
const PART = 40;

/** Of two texts of one length, what stands where they begin to differ. */
function differingPart(words: string, was: string, is: string): Words {
  // By whole characters, of which half a one is shown as any other half is.
  const [old, fresh] = [Array.from(was), Array.from(is)];
  const at = old.findIndex((character, index) => character !== fresh[index]);
  const part = (text: readonly string[]) => `${words} ("${text.slice(at, at + PART).join('')}")`;
  return { before: part(old), after: part(fresh) };
}

/** How a registry scans, in words. */
export function scanningWords(scanning: Scanning): string {
  const rules = scanning.rules.map(({ frequency, filters }) => `${frequency} of ${filters.join(', ')}`);
  return [scanning.type, ...rules].join('; ');
}
