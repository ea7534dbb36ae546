import {
  JSON_TERMS,
  lifecycleRuleFaults,
  lifecycleTagFaults,
  type CheckedLifecycleRule,
  type LifecycleRulePart,
  type LifecycleTerms,
  type LifecycleTextFault,
} from '../../aws/lifecycle/faults';
import { LIFECYCLE_DESCRIPTION, type PartialLifecycleRule } from '../../aws/lifecycle/policy';
import { readLifecyclePolicy } from '../../aws/lifecycle/read';
import { LIMITS } from '../../aws/limits';
import { isList } from '../../base/collections';
import { duplicateKeys } from '../../base/json';
import { formatList } from '../../base/text';
import { COUNT_KEYS, lowerLifecycle, lowerLifecycleRule } from '../../declaration/lower/repository-settings';
import { isPresent, type Located } from '../../declaration/schema/located';
import type { DeclaredLifecycle, DeclaredLifecycleRule } from '../../declaration/schema/repository-settings';
import type { DiagnosticText } from '../../declaration/syntax/diagnostic-codes';
import type { Reporter as DiagnosticReporter } from '../../declaration/syntax/diagnostics';
import { JsonCursor, JsonFault } from '../../plan/read/json-cursor';

export const LIFECYCLE_RULES = {
  'lifecycle/json': {
    severity: 'error',
    doc: 'A lifecycle policy in JSON does not have the syntax that ECR requires.',
    why:
      'ECR rejects the policy. Follow the [properties of a lifecycle ' +
      'policy](https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html), ' +
      'or write a [list of rules](topology.md#lifecycle-policies).',
  },
  'lifecycle/unknown-property': {
    severity: 'warning',
    doc: 'A lifecycle policy has an unknown property.',
    why:
      'ECR rejects unknown properties. Fix the spelling. If the property is newer than this version, ' +
      'update.',
  },
  'lifecycle/tags': {
    severity: 'error',
    doc: 'A lifecycle rule for tagged images does not select tags, selects them in two ways, or a rule for other images selects tags.',
    why:
      'ECR requires exactly one list of tags with `tagged`, and none otherwise. With `tagged`, set ' +
      "`tagPrefixes` or `tagPatterns`. `tagPatterns: ['*']` matches every tag.",
  },
  'lifecycle/wildcards': {
    severity: 'error',
    doc: 'A tag pattern contains more `*` than ECR allows.',
    why: 'ECR allows 4 in a pattern. Use a shorter pattern.',
  },
  'lifecycle/count': {
    severity: 'error',
    doc: 'A lifecycle rule has no count, or more than one.',
    why:
      'A rule selects images by one count. Set one of `countMoreThan`, `daysSincePushed`, ' +
      '`daysSincePulled` and `daysSinceArchived`.',
  },
  'lifecycle/storage-class': {
    severity: 'error',
    doc: 'A lifecycle rule has a count that does not apply to its storage class.',
    why:
      '`daysSinceArchived` applies to archived images, the other counts to images in standard storage. ' +
      'Remove `storageClass`: the count sets it.',
  },
  'lifecycle/action': {
    severity: 'error',
    doc: 'A lifecycle rule has an action that ECR does not support for its count.',
    why:
      'ECR archives images by `daysSincePulled`, and expires images by `daysSinceArchived`. Change the ' +
      'action or the count.',
  },
  'lifecycle/archived-days': {
    severity: 'warning',
    doc: 'A lifecycle rule expires archived images in less than 90 days.',
    why: 'ECR stores archived images for at least 90 days. Write 90 or more.',
  },
  'lifecycle/priority': {
    severity: 'error',
    doc: 'Two lifecycle rules have the same priority.',
    why: 'ECR requires a unique priority for each rule. Give each rule its own `rulePriority`.',
  },
  'lifecycle/any-last': {
    severity: 'error',
    doc: 'A lifecycle rule for any image is not the last rule of its storage class.',
    why:
      'ECR requires that `tagStatus: any` has the lowest priority in its storage class. Move the rule ' +
      'to the end.',
  },
  'lifecycle/duplicate-untagged': {
    severity: 'error',
    doc: 'Two lifecycle rules of a storage class apply to untagged images.',
    why: 'ECR allows one rule for untagged images in each storage class. Merge the two rules.',
  },
  'lifecycle/duplicate-tags': {
    severity: 'error',
    doc: 'Two lifecycle rules of a storage class apply to the same tags.',
    why: 'ECR requires that the tags are unique in a storage class. Merge the two rules.',
  },
  'lifecycle/too-long': {
    severity: 'error',
    doc: 'A lifecycle policy is longer than ECR allows.',
    why: 'ECR allows 30,720 characters. Use fewer rules, or patterns that match several tags.',
  },
} as const satisfies Readonly<Record<string, DiagnosticText>>;

type LifecycleCode = keyof typeof LIFECYCLE_RULES;
type Reporter = DiagnosticReporter<LifecycleCode>;

/** Checks that ECR accepts a lifecycle policy. */
export function checkLifecycle(lifecycle: DeclaredLifecycle, reporter: Reporter): void {
  const { value } = lifecycle;
  const json = isList(value) ? undefined : value.json;
  const rules = locateRules(value, reporter);
  const terms = json === undefined ? RULE_TERMS : JSON_TERMS;
  for (const { index, part, kind, message, help } of lifecycleRuleFaults(rules, terms)) {
    rules[index]?.report(part, `lifecycle/${kind}`, message, help);
  }
  const length = lowerLifecycle(lifecycle)?.text.length ?? 0;
  if (length <= LIMITS.lifecyclePolicyLength) return;
  reporter.atKey(
    (json ?? lifecycle).path,
    'lifecycle/too-long',
    `The lifecycle policy has ${length} characters. ECR allows ${LIMITS.lifecyclePolicyLength}.`,
    'Use fewer rules, or patterns that match several tags.',
  );
}

/** A lifecycle rule with a function that reports problems at its position. */
interface LocatedRule extends CheckedLifecycleRule {
  /** Reports a problem of one property of the rule, or of the whole rule if `part` is undefined. */
  readonly report: (
    part: LifecycleRulePart | undefined,
    code: LifecycleCode,
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

/** Returns the rules of a policy, and reports rules with invalid syntax. */
function locateRules(policy: DeclaredLifecycle['value'], reporter: Reporter): readonly LocatedRule[] {
  if (isList(policy)) return policy.map((rule) => locateRule(rule, reporter));
  return isPresent(policy.json) ? locateJsonRules(policy.json, reporter) : [];
}

function locateRule(rule: DeclaredLifecycleRule, reporter: Reporter): LocatedRule {
  const { path, value } = rule;
  const counts = Object.keys(COUNT_KEYS).filter((key) => key in value);
  const [count, second] = counts;
  if (count === undefined && rule.isIncomplete !== true) {
    reporter.atKey(
      path,
      'lifecycle/count',
      'The rule has no count, so it does not select images by number or age.',
      `Add one of ${formatList(Object.keys(COUNT_KEYS))}.`,
    );
  } else if (second !== undefined) {
    reporter.atKey(
      [...path, second],
      'lifecycle/count',
      `The rule has more than one count: ${formatList(counts)}. Only one is allowed.`,
      'Write a rule for each count.',
    );
  }
  return {
    parts: lowerLifecycleRule(rule),
    has: (list) => value[list] !== undefined,
    report(part, code, message, help) {
      const key = part === 'count' ? count : part;
      const location = key === undefined ? path : [...path, key];
      const isScalar = part === 'action' || part === 'storageClass' || part === 'tagStatus';
      if (isScalar) reporter.atValue(location, code, message, help);
      else reporter.atKey(location, code, message, help);
    },
  };
}

function locateJsonRules({ path, value: json }: Located<string>, reporter: Reporter): readonly LocatedRule[] {
  const { rules, faults, unknown } = readLifecyclePolicy(json);
  const lines = findRuleLines(json);
  const syntaxErrorLine = findSyntaxErrorLine(json);
  const report = (index: number | undefined, code: LifecycleCode, message: string, help: string) => {
    const line = index === undefined ? syntaxErrorLine : lines[index];
    if (line === undefined) reporter.atValue(path, code, message, help);
    else reporter.atLine(path, line, code, message, help);
  };
  const reportInvalid = (index: number | undefined, text: string) => {
    report(index, 'lifecycle/json', `ECR rejects this lifecycle policy. ${text}`, SYNTAX_HELP);
  };
  for (const { index, text } of faults) reportInvalid(index, text);
  for (const [index, parts] of rules.entries()) {
    for (const each of textFaults(parts, index)) {
      reportInvalid(index, `'${each.text}' is not valid in ${each.path}: ${each.fault}.`);
    }
  }
  if (syntaxErrorLine === undefined) {
    for (const { key, line } of findDuplicateKeyLines(json)) {
      const message = `The key '${key}' appears twice in one object. Only the last value would apply.`;
      reporter.atLine(path, line, 'lifecycle/json', message, 'Remove one.');
    }
  }
  for (const { index, text } of unknown) {
    const message = `'${text}' is not a known property of lifecycle policies.`;
    report(index, 'lifecycle/unknown-property', message, 'Fix the spelling. ECR rejects unknown properties.');
  }
  return rules.map((parts, index) => ({
    parts,
    has: (list) => (parts[list] ?? []).length > 0,
    report: (_, code, message, help) => {
      report(index, code, `rules[${index}]: ${message}`, help);
    },
  }));
}

/** Plan rules do not check descriptions: ECR accepts those that CDKTF cannot write. */
function textFaults(rule: PartialLifecycleRule, index: number): readonly LifecycleTextFault[] {
  const { description: text = '' } = rule;
  const fault = LIFECYCLE_DESCRIPTION.fault(text);
  const description = fault === undefined ? [] : [{ path: `rules[${index}].description`, text, fault }];
  return [...description, ...lifecycleTagFaults(rule, index)];
}

const SYNTAX_HELP =
  'See the syntax of lifecycle policies: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html';

/**
 * Returns the line on which each rule of a lifecycle policy starts, counted from 0. Empty if the text is not such a
 * policy.
 */
function findRuleLines(json: string): readonly number[] {
  const lineAt = lineCounter(json);
  const cursor = new JsonCursor(Buffer.from(json), 0);
  const lines: number[] = [];
  const atRule = () => {
    lines.push(lineAt(cursor.tokenStart));
    cursor.readValue();
  };
  try {
    cursor.forEachMember((key) => {
      if (key !== 'rules') {
        cursor.readValue();
        return;
      }
      // If `rules` is repeated, the last list applies.
      lines.length = 0;
      cursor.forEachItem(atRule);
    });
  } catch {
    // `readLifecyclePolicy` reports the syntax error; the lines before it are correct.
  }
  return lines;
}

/** Returns the line of the first JSON syntax error, counted from 0, or undefined if the text is valid JSON. */
function findSyntaxErrorLine(json: string): number | undefined {
  const cursor = new JsonCursor(Buffer.from(json.trimEnd()), 0);
  const walk = () => {
    const kind = cursor.nextKind();
    if (kind === 'object') cursor.forEachMember(walk);
    else if (kind === 'list') cursor.forEachItem(walk);
    else cursor.readValue();
  };
  try {
    walk();
    // Text follows the JSON value.
    return cursor.nextKind() === undefined ? undefined : lineCounter(json)(cursor.tokenStart);
  } catch (fault) {
    return fault instanceof JsonFault ? lineCounter(json)(fault.position) : undefined;
  }
}

/** Returns the duplicate keys in the objects of a JSON text, each with its line, counted from 0. */
function findDuplicateKeyLines(json: string): readonly { readonly key: string; readonly line: number }[] {
  let line = 0;
  let scanned = 0;
  return duplicateKeys(json).map(({ key, position }) => {
    for (; scanned < position; scanned += 1) if (json[scanned] === '\n') line += 1;
    return { key, line };
  });
}

/** Returns a function from a byte offset to its line. Requires increasing offsets. */
function lineCounter(text: string): (offset: number) => number {
  const bytes = Buffer.from(text);
  let line = 0;
  let scanned = 0;
  return (offset) => {
    for (; scanned < offset; scanned += 1) if (bytes[scanned] === LINE_FEED) line += 1;
    return line;
  };
}

const LINE_FEED = 0x0a;
