import { LIMITS } from '../limits';
import { LIFECYCLE_TAG_PATTERN, LIFECYCLE_TAG_PREFIX, type PartialLifecycleRule } from './policy';

/** A rule, and which of its tag lists are set. */
export interface CheckedLifecycleRule {
  readonly parts: PartialLifecycleRule;
  /** Whether the list is set, even if its value is not valid. */
  readonly has: (list: 'tagPatterns' | 'tagPrefixes') => boolean;
}

/** The names of the properties in the language of the policy: JSON or `topology.yaml`. */
export type LifecycleTerms = Readonly<Record<keyof typeof JSON_TERMS, string>>;

/** The names of the JSON that ECR accepts. */
export const JSON_TERMS = {
  tagPrefixes: 'tagPrefixList',
  tagPatterns: 'tagPatternList',
  imageCountMoreThan: 'imageCountMoreThan',
  sinceImagePushed: 'sinceImagePushed',
  sinceImagePulled: 'sinceImagePulled',
  sinceImageTransitioned: 'sinceImageTransitioned',
  expire: 'expire',
  transition: 'transition',
} as const;

export type LifecycleRulePart =
  'action' | 'count' | 'storageClass' | 'tagPatterns' | 'tagPrefixes' | 'tagStatus';

/** Why ECR rejects a rule whose shape is valid. */
export interface LifecycleRuleFault {
  /** Index of the rule in the list. */
  readonly index: number;
  /** Undefined for the whole rule. */
  readonly part: LifecycleRulePart | undefined;
  readonly kind: LifecycleRuleFaultKind;
  readonly message: string;
  readonly help: string;
}

type LifecycleRuleFaultKind =
  | 'action'
  | 'any-last'
  | 'archived-days'
  | 'duplicate-tags'
  | 'duplicate-untagged'
  | 'priority'
  | 'storage-class'
  | 'tags'
  | 'wildcards';

type RuleFault = Omit<LifecycleRuleFault, 'index'>;

/**
 * Returns why ECR rejects the rules of one policy.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules
 */
export function lifecycleRuleFaults(
  rules: readonly CheckedLifecycleRule[],
  terms: LifecycleTerms,
): readonly LifecycleRuleFault[] {
  const indexed = rules.map((rule, index) => ({ ...rule, index }));
  return [
    ...indexed.flatMap((rule) =>
      [...tagFaults(rule, terms), ...countFaults(rule, terms)].map((fault) => ({
        ...fault,
        index: rule.index,
      })),
    ),
    ...priorityFaults(indexed),
    // ECR evaluates the rules of the two storage classes separately.
    ...(['standard', 'archive'] as const).flatMap((storageClass) => {
      const rulesOfClass = indexed.filter(({ parts }) => (parts.storageClass ?? 'standard') === storageClass);
      return [
        ...anyFaults(rulesOfClass),
        ...untaggedFaults(rulesOfClass),
        ...duplicateTagFaults(rulesOfClass, terms),
      ];
    }),
  ];
}

/** A text in a rule in JSON that is not valid. */
export interface LifecycleTextFault {
  /** `rules[0].selection.tagPrefixList[1]`. */
  readonly path: string;
  readonly text: string;
  readonly fault: string;
}

/** Returns the tags of a rule in JSON that ECR rejects. The schema of `topology.yaml` applies the same rules. */
export function lifecycleTagFaults(
  { tagPrefixes = [], tagPatterns = [] }: PartialLifecycleRule,
  index: number,
): readonly LifecycleTextFault[] {
  const lists = [
    [LIFECYCLE_TAG_PREFIX, tagPrefixes, 'tagPrefixList'],
    [LIFECYCLE_TAG_PATTERN, tagPatterns, 'tagPatternList'],
  ] as const;
  return lists.flatMap(([rule, texts, list]) =>
    texts.flatMap((text, item) => {
      const fault = rule.fault(text);
      return fault === undefined ? [] : { path: `rules[${index}].selection.${list}[${item}]`, text, fault };
    }),
  );
}

function tagFaults({ parts, has }: CheckedLifecycleRule, terms: LifecycleTerms): readonly RuleFault[] {
  const { tagStatus, tagPatterns = [] } = parts;
  const limit = LIMITS.wildcardsPerLifecyclePattern;
  const wildcards = tagPatterns.flatMap((pattern): readonly RuleFault[] => {
    const stars = pattern.split('*').length - 1;
    if (stars <= limit) return [];
    const message = `Tag pattern '${pattern}' contains ${stars} wildcards ('*'). ECR allows at most ${limit}.`;
    return [{ kind: 'wildcards', part: 'tagPatterns', message, help: 'Use fewer wildcards.' }];
  });
  const lists = (['tagPrefixes', 'tagPatterns'] as const).filter(has);
  const [list] = lists;
  const { tagPrefixes: prefixes, tagPatterns: patterns } = terms;
  if (tagStatus === 'tagged' && list === undefined) {
    return [
      {
        kind: 'tags',
        part: 'tagStatus',
        message: `tagStatus is 'tagged', but the rule has neither ${prefixes} nor ${patterns}. ECR rejects it: 'Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED'.`,
        help: `Add ${patterns}: ["*"] to match every tag.`,
      },
      ...wildcards,
    ];
  }
  if (lists.length > 1) {
    return [
      {
        kind: 'tags',
        part: 'tagPatterns',
        message: `The rule has both ${prefixes} and ${patterns}. ECR accepts only one of them.`,
        help: `Remove ${prefixes}, and add each prefix to ${patterns} as '<prefix>*'.`,
      },
      ...wildcards,
    ];
  }
  if (tagStatus !== undefined && tagStatus !== 'tagged' && list !== undefined) {
    return [
      {
        kind: 'tags',
        part: list,
        message: `The rule has ${terms[list]}, but its tagStatus is '${tagStatus}', not 'tagged'.`,
        help: `Set tagStatus to 'tagged', or remove ${terms[list]}.`,
      },
      ...wildcards,
    ];
  }
  return wildcards;
}

function countFaults(
  { parts: { count, storageClass, action } }: CheckedLifecycleRule,
  terms: LifecycleTerms,
): readonly RuleFault[] {
  if (count === undefined) return [];
  const name = terms[count.type];
  const countsArchived = count.type === 'sinceImageTransitioned';
  if (countsArchived !== (storageClass === 'archive')) {
    return [
      {
        kind: 'storage-class',
        part: 'storageClass',
        message: countsArchived
          ? `${name} applies to archived images, but storageClass is not 'archive'.`
          : `${name} does not apply to archived images, but storageClass is 'archive'.`,
        help: countsArchived
          ? "Set storageClass to 'archive'."
          : `Use ${terms.sinceImageTransitioned}, or remove storageClass.`,
      },
    ];
  }
  if (countsArchived && action === 'transition') {
    return [
      {
        kind: 'action',
        part: 'action',
        message: `${name} selects archived images, and the action archives images.`,
        help: `Use the action '${terms.expire}'.`,
      },
    ];
  }
  if (count.type === 'sinceImagePulled' && action === 'expire') {
    return [
      {
        kind: 'action',
        part: 'action',
        message: `ECR cannot expire images by ${name}, only archive them.`,
        help: `Use the action '${terms.transition}', and add a rule with ${terms.sinceImageTransitioned} that expires the archived images.`,
      },
    ];
  }
  const minimum = LIMITS.leastDaysArchived;
  if (!countsArchived || count.number >= minimum) return [];
  return [
    {
      kind: 'archived-days',
      part: 'count',
      message: `${name} is ${count.number}, but ECR keeps archived images for at least ${minimum} days.`,
      help: `Use ${minimum} or more.`,
    },
  ];
}

type IndexedRule = CheckedLifecycleRule & { readonly index: number };

function priorityFaults(rules: readonly IndexedRule[]): readonly LifecycleRuleFault[] {
  const seen = new Set<number>();
  return rules.flatMap(({ parts: { priority }, index }) => {
    if (priority === undefined) return [];
    if (!seen.has(priority)) {
      seen.add(priority);
      return [];
    }
    const message = `rulePriority ${priority} is used by another rule.`;
    return [
      { index, kind: 'priority', part: undefined, message, help: 'Give each rule a unique rulePriority.' },
    ];
  });
}

/**
 * AWS documents that the rule with `any` has the highest `rulePriority` of the whole policy. The error
 * `InvalidParameterException: Lifecycle policy validation failure: Rule for tagStatus=ANY …`, quoted in
 * troubleshooting guides of public projects, shows that ECR requires it for each storage class.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
function anyFaults(rules: readonly IndexedRule[]): readonly LifecycleRuleFault[] {
  const last = Math.max(...rules.map(({ parts }) => parts.priority ?? 0));
  return rules.flatMap(({ parts: { tagStatus, priority }, index }) => {
    if (tagStatus !== 'any' || priority === undefined || priority === last) return [];
    return [
      {
        index,
        kind: 'any-last',
        part: 'tagStatus',
        message:
          "The rule with tagStatus 'any' is not the last rule. ECR rejects the policy: 'Rule for tagStatus=ANY must have the lowest priority per storage class'.",
        help: 'Move the rule to the end, with the highest rulePriority.',
      },
    ];
  });
}

function untaggedFaults(rules: readonly IndexedRule[]): readonly LifecycleRuleFault[] {
  const [, ...others] = rules.filter(({ parts }) => parts.tagStatus === 'untagged');
  return others.map(({ index }) => ({
    index,
    kind: 'duplicate-untagged',
    part: 'tagStatus',
    message:
      "Another rule selects untagged images too. ECR rejects the policy: 'Only one rule can select Untagged images per storage class'.",
    help: 'Combine the two rules.',
  }));
}

function duplicateTagFaults(
  rules: readonly IndexedRule[],
  terms: LifecycleTerms,
): readonly LifecycleRuleFault[] {
  const seen = new Set<string>();
  return rules.flatMap(({ parts, index }) =>
    (['tagPrefixes', 'tagPatterns'] as const).flatMap((list): readonly LifecycleRuleFault[] => {
      const tags = [...new Set(parts[list])].sort();
      const key = JSON.stringify([list, tags]);
      const isRepeated = tags.length > 0 && seen.has(key);
      seen.add(key);
      if (!isRepeated) return [];
      const message = `Another rule has the same ${terms[list]}. ECR requires unique ${terms[list]} for each storage class.`;
      return [{ index, kind: 'duplicate-tags', part: list, message, help: 'Combine the two rules.' }];
    }),
  );
}
