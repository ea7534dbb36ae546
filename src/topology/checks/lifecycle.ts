import { LIMITS } from '../../registry';
import type { LinkedLifecycle } from '../link/lifecycle';
import { resolveLifecycle } from '../resolve/lifecycle';
import { repeated } from '../repeated';
import type { Reporter } from '../reporter';
import { judgedRules, type JudgedRule } from './lifecycle-rules';

/**
 * That ECR takes a lifecycle policy, whichever way it is written.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules
 */
export function checkLifecycle(lifecycle: LinkedLifecycle, reporter: Reporter): void {
  const rules = judgedRules(lifecycle, reporter);
  for (const rule of rules) {
    checkTags(rule);
    checkCount(rule);
  }
  checkPriorities(rules);
  // What is archived and what is not are apart: each has rules of its own.
  for (const storageClass of ['standard', 'archive'] as const) {
    const selecting = rules.filter(({ parts }) => (parts.storageClass ?? 'standard') === storageClass);
    checkAnyLast(selecting);
    checkUntaggedOnce(selecting);
    checkTagsOnce(selecting);
  }
  const length = resolveLifecycle(lifecycle)?.text.length ?? 0;
  if (length <= LIMITS.lifecyclePolicyLength) return;
  reporter.atKey(
    lifecycle.path,
    'lifecycle/too-long',
    `The lifecycle policy has ${length} characters; ECR takes ${LIMITS.lifecyclePolicyLength}.`,
    'Use fewer rules, or patterns that cover several tags.',
  );
}

function checkTags({ parts, words, has, say }: JudgedRule): void {
  const { tagStatus, tagPatterns = [] } = parts;
  const { tagPrefixes: prefixes, tagPatterns: patterns } = words;
  const lists = (['tagPrefixes', 'tagPatterns'] as const).filter(has);
  const [list] = lists;
  if (tagStatus === 'tagged' && list === undefined) {
    say(
      'tagStatus',
      'lifecycle/tags',
      `It does not say which tags: ECR answers 'Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED'.`,
      `Add ${patterns}: ["*"] for every tag.`,
    );
  } else if (lists.length > 1) {
    say(
      'tagPatterns',
      'lifecycle/tags',
      `It has both ${prefixes} and ${patterns}; ECR takes one of them.`,
      `Write '<prefix>*' under ${patterns}.`,
    );
  } else if (tagStatus !== undefined && tagStatus !== 'tagged' && list !== undefined) {
    say(
      list,
      'lifecycle/tags',
      `It is about images that are '${tagStatus}', so it has no ${words[list]}.`,
      `Write tagStatus 'tagged', or remove ${words[list]}.`,
    );
  }
  const most = LIMITS.wildcardsPerLifecyclePattern;
  for (const pattern of tagPatterns) {
    const stars = pattern.split('*').length - 1;
    if (stars > most) {
      say(
        'tagPatterns',
        'lifecycle/wildcards',
        `The pattern '${pattern}' has ${stars} '*'; ECR takes ${most}.`,
        'Use a shorter one.',
      );
    }
  }
}

function checkCount({ parts: { count, storageClass, action }, words, say }: JudgedRule): void {
  if (count === undefined) return;
  const countsArchived = count.type === 'sinceImageTransitioned';
  if (countsArchived !== (storageClass === 'archive')) {
    say(
      'storageClass',
      'lifecycle/storage-class',
      countsArchived
        ? `${words[count.type]} is about what is archived, so the storage class is 'archive'.`
        : `Of what is archived, ECR knows the days since then alone, and no ${words[count.type]}.`,
      countsArchived
        ? "Write storageClass 'archive'."
        : `Write ${words.sinceImageTransitioned}, or storageClass 'standard'.`,
    );
  } else if (countsArchived && action === 'transition') {
    say(
      'action',
      'lifecycle/action',
      `${words.sinceImageTransitioned} is about images that are archived already.`,
      `Write '${words.expire}'.`,
    );
  } else if (count.type === 'sinceImagePulled' && action === 'expire') {
    say(
      'action',
      'lifecycle/action',
      `ECR does not expire images by ${words.sinceImagePulled}, it archives them.`,
      `Write '${words.transition}', and a rule with ${words.sinceImageTransitioned} that expires what is archived.`,
    );
  } else if (countsArchived && count.number < LIMITS.leastDaysArchived) {
    say(
      'count',
      'lifecycle/archived-days',
      `What is archived stays for ${LIMITS.leastDaysArchived} days at least, not ${count.number}.`,
      `Write ${LIMITS.leastDaysArchived} or more.`,
    );
  }
}

function checkPriorities(rules: readonly JudgedRule[]): void {
  for (const { parts, say } of repeated(rules, (rule) => rule.parts.priority)) {
    say(
      undefined,
      'lifecycle/priority',
      `Another rule has the rulePriority ${String(parts.priority)} already.`,
      'Give each rule its own.',
    );
  }
}

/**
 * AWS documents the rule alone, and for a whole policy: `any` has the highest `rulePriority`. That it is for each storage
 * class is ECR's answer itself, `InvalidParameterException: Lifecycle policy validation failure: Rule for tagStatus=ANY …`,
 * not seen here but in the troubleshooting guides of public projects.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
function checkAnyLast(rules: readonly JudgedRule[]): void {
  const last = Math.max(...rules.map(({ parts }) => parts.priority ?? 0));
  for (const { parts, say } of rules) {
    if (parts.tagStatus !== 'any' || parts.priority === undefined || parts.priority === last) continue;
    say(
      'tagStatus',
      'lifecycle/any-last',
      "A rule about any image takes all that are left, and others come after it: ECR answers 'Rule for tagStatus=ANY must have the lowest priority per storage class'.",
      'Move it to the end.',
    );
  }
}

function checkUntaggedOnce(rules: readonly JudgedRule[]): void {
  const [, ...others] = rules.filter(({ parts }) => parts.tagStatus === 'untagged');
  for (const { say } of others) {
    say(
      'tagStatus',
      'lifecycle/duplicate-untagged',
      "Another rule is about untagged images already: ECR answers 'Only one rule can select Untagged images per storage class'.",
      'Join the two.',
    );
  }
}

function checkTagsOnce(rules: readonly JudgedRule[]): void {
  const seen = new Set<string>();
  for (const { parts, words, say } of rules) {
    for (const list of ['tagPrefixes', 'tagPatterns'] as const) {
      const tags = [...new Set(parts[list])].sort();
      const key = JSON.stringify([list, tags]);
      if (tags.length > 0 && seen.has(key)) {
        say(
          list,
          'lifecycle/duplicate-tags',
          `Another rule has the same ${words[list]}; ECR wants them unique in a storage class.`,
          'Join the two.',
        );
      }
      seen.add(key);
    }
  }
}
