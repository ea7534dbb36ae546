import type { NotKnown } from '../not-known';
import type { RepositorySettings, Scanning } from '../settings';

export type WordedSetting = 'encryption' | 'imageTagMutability' | 'lifecyclePolicy';

interface Worded {
  /** In a word or two, for a person. */
  readonly words: string;
  /** Equal where both mean the same. */
  readonly meaning: string;
}

/** What a setting is, in words; undefined where it is not known. */
export function settingWords(
  setting: WordedSetting,
  { imageTagMutability, encryption, lifecyclePolicy }: RepositorySettings<NotKnown>,
): Worded | undefined {
  switch (setting) {
    case 'imageTagMutability': {
      if (imageTagMutability === 'notKnown') return undefined;
      const { mode, exclusionFilters } = imageTagMutability;
      return same(exclusionFilters.length === 0 ? mode : `${mode} (${exclusionFilters.join(', ')})`);
    }
    case 'encryption': {
      if (encryption === 'notKnown') return undefined;
      const { type, kmsKey } = encryption;
      return same(kmsKey === undefined ? type : `${type} with ${kmsKey}`);
    }
    case 'lifecyclePolicy':
      if (lifecyclePolicy === 'notKnown') return undefined;
      return lifecyclePolicy === undefined
        ? same('none')
        : { words: `policy of ${lifecyclePolicy.text.length} characters`, meaning: lifecyclePolicy.text };
  }
}

/** How a registry scans, in words. */
export function scanningWords(scanning: NotKnown | Scanning): string {
  if (scanning === 'notKnown') return 'not known';
  const rules = scanning.rules.map(({ frequency, filters }) => `${frequency} of ${filters.join(', ')}`);
  return [scanning.type, ...rules].join('; ');
}

function same(words: string): Worded {
  return { words, meaning: words };
}
