import {
  JSON_TERMS,
  LIFECYCLE_DESCRIPTION,
  LIFECYCLE_TAG_PATTERN,
  LIFECYCLE_TAG_PREFIX,
  readLifecyclePolicy,
  type CheckedLifecycleRule,
  type LifecycleRulePart,
  type LifecycleRuleParts,
  type LifecycleTerms,
  type NameRule,
} from '../../registry';
import type { DiagnosticCode } from '../codes';
import { COUNT_KEYS } from '../link/lifecycle';
import type { LinkedLifecycle, LinkedLifecycleJson, LinkedLifecycleRule } from '../link/linked';
import type { Reporter } from '../reporter';
import { listed } from '../suggest';
import { lineOfSyntaxFault, linesOfDuplicateKeys, linesOfRules } from './lifecycle-lines';

/** A lifecycle rule with a function that reports problems at its position. */
export interface JudgedRule extends CheckedLifecycleRule {
  /** Reports a problem of one property of the rule, or of the whole rule if `part` is undefined. */
  readonly say: (
    part: LifecycleRulePart | undefined,
    code: DiagnosticCode,
    message: string,
    help: string,
  ) => void;
}

const RULE_TERMS: LifecycleTerms = {
  tagPrefixes: 'tagPrefixes',
  tagPatterns: 'tagPatterns',
  imageCountMoreThan: 'countMoreThan',
  sinceImagePushed: 'daysSincePushed',
  sinceImagePulled: 'daysSincePulled',
  sinceImageTransitioned: 'daysSinceArchived',
  expire: 'expire',
  transition: 'archive',
};

export function termsOf({ kind }: LinkedLifecycle): LifecycleTerms {
  return kind === 'json' ? JSON_TERMS : RULE_TERMS;
}

/** Returns the rules of a policy, and reports rules with invalid syntax. */
export function judgedRules(lifecycle: LinkedLifecycle, reporter: Reporter): readonly JudgedRule[] {
  return lifecycle.kind === 'json'
    ? rulesOfJson(lifecycle, reporter)
    : lifecycle.rules.map((rule) => judgedRule(rule, reporter));
}

function judgedRule({ path, parts }: LinkedLifecycleRule, reporter: Reporter): JudgedRule {
  const written = reporter.keys(path);
  const counts = Object.keys(COUNT_KEYS).filter((key) => written.includes(key));
  const [count, second] = counts;
  if (count === undefined) {
    reporter.atKey(
      path,
      'lifecycle/count',
      `The rule does not say which images are too many or too old: ${listed(Object.keys(COUNT_KEYS))} is missing.`,
      'Add one of them.',
    );
  } else if (second !== undefined) {
    reporter.atKey(
      [...path, second],
      'lifecycle/count',
      `The rule has ${counts.join(' and ')}; it counts one thing.`,
      'Make two rules of it.',
    );
  }
  return {
    parts,
    has: (list) => written.includes(list),
    say(part, code, message, help) {
      const key = part === 'count' ? count : part;
      const place = key === undefined ? path : [...path, key];
      const isText = part === 'action' || part === 'storageClass' || part === 'tagStatus';
      if (isText) reporter.atValue(place, code, message, help);
      else reporter.atKey(place, code, message, help);
    },
  };
}

function rulesOfJson({ path, json }: LinkedLifecycleJson, reporter: Reporter): readonly JudgedRule[] {
  const { rules, faults, unknown } = readLifecyclePolicy(json);
  const lines = linesOfRules(json);
  const broken = lineOfSyntaxFault(json);
  const say = (index: number | undefined, code: DiagnosticCode, message: string, help: string) => {
    const line = index === undefined ? broken : lines[index];
    if (line === undefined) reporter.atValue(path, code, message, help);
    else reporter.atLine(path, line, code, message, help);
  };
  const notTaken = (index: number | undefined, text: string) => {
    say(index, 'lifecycle/json', `ECR does not take this lifecycle policy. ${text}`, SYNTAX);
  };
  for (const { index, text } of faults) notTaken(index, text);
  for (const [index, parts] of rules.entries()) {
    for (const text of textFaults(parts, index)) notTaken(index, text);
  }
  if (broken === undefined) {
    for (const { key, line } of linesOfDuplicateKeys(json)) {
      const message = `The key '${key}' stands twice in one object, and the last would win.`;
      reporter.atLine(path, line, 'lifecycle/json', message, 'Remove one.');
    }
  }
  for (const { index, text } of unknown) {
    const message = `'${text}' is no property of a lifecycle policy that this version knows.`;
    say(
      index,
      'lifecycle/unknown-property',
      message,
      'Mend the spelling; ECR refuses what it does not know.',
    );
  }
  return rules.map((parts, index) => ({
    parts,
    has: (list) => (parts[list] ?? []).length > 0,
    say: (_, code, message, help) => {
      say(index, code, `rules[${index}]: ${message}`, help);
    },
  }));
}

/** Returns the problems in the texts of a JSON rule. The schema applies the same rules to texts in YAML. */
function textFaults(
  { description, tagPrefixes, tagPatterns }: LifecycleRuleParts,
  index: number,
): readonly string[] {
  const judged: readonly (readonly [NameRule, readonly string[], (item: number) => string])[] = [
    [LIFECYCLE_DESCRIPTION, description === undefined ? [] : [description], () => 'description'],
    [LIFECYCLE_TAG_PREFIX, tagPrefixes ?? [], (item) => `selection.tagPrefixList[${item}]`],
    [LIFECYCLE_TAG_PATTERN, tagPatterns ?? [], (item) => `selection.tagPatternList[${item}]`],
  ];
  return judged.flatMap(([rule, texts, place]) =>
    texts.flatMap((text, item) => {
      const fault = rule.fault(text);
      return fault === undefined ? [] : `'rules[${index}].${place(item)}': '${text}' does not fit: ${fault}.`;
    }),
  );
}

const SYNTAX =
  'Its syntax: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html';
