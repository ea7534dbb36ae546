/** More rules than these are too many to read beside those of before. */
const MOST_RULES = 3;
/** So are more tags than these. */
const MOST_TAGS = 4;

/**
 * What a lifecycle policy does, in the order in which ECR applies its rules: `expires any beyond 1 image; untagged after
 * 14 days`. Undefined where it has a shape that is not known here, or no rule.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export function lifecycleWords(text: string): string | undefined {
  const rules = rulesIn(text)?.map(ruleIn);
  if (rules === undefined || rules.length === 0) return undefined;
  const known = rules.filter((rule) => rule !== undefined);
  if (known.length < rules.length) return undefined;
  const inOrder = [...known].sort((a, b) => a.priority - b.priority);
  const shown = inOrder.slice(0, MOST_RULES).map(({ verb, images }, index) => {
    // What is done is said once where one rule after another does it.
    return index > 0 && inOrder[index - 1]?.verb === verb ? images : `${verb} ${images}`;
  });
  const rest = inOrder.length - shown.length;
  return `${shown.join('; ')}${rest > 0 ? ` and ${counted(rest, 'more rule')}` : ''}`;
}

interface RuleWords {
  readonly priority: number;
  /** `expires`. */
  readonly verb: string;
  /** Which ones, and when: `untagged after 14 days`. */
  readonly images: string;
}

type Parts = Readonly<Record<string, unknown>>;

function rulesIn(text: string): readonly unknown[] | undefined {
  try {
    const { rules } = partsOf(JSON.parse(text), ['rules']) ?? {};
    return Array.isArray(rules) ? rules : undefined;
  } catch {
    return undefined;
  }
}

function ruleIn(value: unknown): RuleWords | undefined {
  const rule = partsOf(value, ['action', 'description', 'rulePriority', 'selection']);
  const priority = rule?.rulePriority;
  if (typeof priority !== 'number') return undefined;
  const verb = verbOf(rule?.action);
  const images = imagesOf(rule?.selection);
  return verb === undefined || images === undefined ? undefined : { priority, verb, images };
}

function verbOf(value: unknown): string | undefined {
  const { type, targetStorageClass: target } = partsOf(value, ['targetStorageClass', 'type']) ?? {};
  if (type === 'expire' && target === undefined) return 'expires';
  return type === 'transition' && target === 'archive' ? 'archives' : undefined;
}

const SELECTION = [
  'countNumber',
  'countType',
  'countUnit',
  'storageClass',
  'tagPatternList',
  'tagPrefixList',
  'tagStatus',
];

function imagesOf(value: unknown): string | undefined {
  const selection = partsOf(value, SELECTION);
  if (selection === undefined) return undefined;
  const [stored, tags, limit] = [storedOf(selection), tagsOf(selection), limitOf(selection)];
  if (stored === undefined || tags === undefined || limit === undefined) return undefined;
  return `${stored}${tags} ${limit}`;
}

function storedOf({ storageClass }: Parts): string | undefined {
  if (storageClass === undefined || storageClass === 'standard') return '';
  return storageClass === 'archive' ? 'archived ' : undefined;
}

function tagsOf({ tagStatus, tagPatternList, tagPrefixList }: Parts): string | undefined {
  const patterns = textsOf(tagPatternList);
  const prefixes = textsOf(tagPrefixList);
  if (patterns === undefined || prefixes === undefined) return undefined;
  // An image has to have a tag for each of them.
  const tags = [...patterns, ...prefixes.map((prefix) => `${prefix}*`)];
  if (tagStatus === 'tagged') return tags.length === 0 ? undefined : `tagged ${allOf(tags)}`;
  return tags.length === 0 && (tagStatus === 'any' || tagStatus === 'untagged') ? tagStatus : undefined;
}

function allOf(tags: readonly string[]): string {
  const rest = tags.length - MOST_TAGS;
  return [...tags.slice(0, MOST_TAGS), ...(rest > 0 ? [`${rest} more`] : [])].join(' and ');
}

function limitOf({ countType, countUnit, countNumber: count }: Parts): string | undefined {
  if (typeof count !== 'number' || !Number.isSafeInteger(count)) return undefined;
  if (countType === 'imageCountMoreThan') {
    return countUnit === undefined ? `beyond ${counted(count, 'image')}` : undefined;
  }
  if (countUnit !== 'days') return undefined;
  const days = counted(count, 'day');
  switch (countType) {
    case 'sinceImagePushed':
      return `after ${days}`;
    case 'sinceImagePulled':
      return `${days} after the last pull`;
    case 'sinceImageTransitioned':
      return `${days} after they were archived`;
    default:
      return undefined;
  }
}

/** Undefined where it is no object, or has a key that is not known: what that says would be left unsaid. */
function partsOf(value: unknown, keys: readonly string[]): Parts | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (Object.keys(value).some((key) => !keys.includes(key))) return undefined;
  // An object is its keys and whatever they hold.
  return value as Parts;
}

/** The texts of a list, none where there is no list; undefined where it holds anything else. */
function textsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((each) => typeof each === 'string');
  return texts.length === value.length ? texts : undefined;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
