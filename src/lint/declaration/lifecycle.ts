import {
  JSON_TERMS,
  lifecycleRuleFaults,
  type CheckedLifecycleRule,
  type LifecycleRulePart,
  type LifecycleTerms,
} from '../../aws/lifecycle/faults';
import {
  LIFECYCLE_DESCRIPTION,
  LIFECYCLE_TAG_PATTERN,
  LIFECYCLE_TAG_PREFIX,
  type PartialLifecycleRule,
} from '../../aws/lifecycle/policy';
import { readLifecyclePolicy } from '../../aws/lifecycle/read';
import { LIMITS } from '../../aws/limits';
import type { NameRule } from '../../aws/names';
import { isList } from '../../base/collections';
import { duplicateKeys } from '../../base/json';
import { formatList } from '../../base/text';
import { COUNT_KEYS, lowerLifecycle, lowerLifecycleRule } from '../../declaration/lower/repository-settings';
import { isPresent, type Located } from '../../declaration/schema/located';
import type { DeclaredLifecycle, DeclaredLifecycleRule } from '../../declaration/schema/repository-settings';
import type { DiagnosticCode } from '../../declaration/syntax/diagnostic-codes';
import type { Reporter } from '../../declaration/syntax/diagnostics';
import { JsonCursor, JsonFault } from '../../plan/read/json-cursor';

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
    `The lifecycle policy has ${length} characters; ECR takes ${LIMITS.lifecyclePolicyLength}.`,
    'Use fewer rules, or patterns that cover several tags.',
  );
}

/** A lifecycle rule with a function that reports problems at its position. */
interface LocatedRule extends CheckedLifecycleRule {
  /** Reports a problem of one property of the rule, or of the whole rule if `part` is undefined. */
  readonly report: (
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

/** Returns the rules of a policy, and reports rules with invalid syntax. */
function locateRules(policy: DeclaredLifecycle['value'], reporter: Reporter): readonly LocatedRule[] {
  if (isList(policy)) return policy.map((rule) => locateRule(rule, reporter));
  return isPresent(policy.json) ? locateJsonRules(policy.json, reporter) : [];
}

function locateRule(rule: DeclaredLifecycleRule, reporter: Reporter): LocatedRule {
  const { path, value } = rule;
  const counts = Object.keys(COUNT_KEYS).filter((key) => key in value);
  const [count, second] = counts;
  if (count === undefined) {
    reporter.atKey(
      path,
      'lifecycle/count',
      `The rule does not say which images are too many or too old: ${formatList(Object.keys(COUNT_KEYS))} is missing.`,
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
  const report = (index: number | undefined, code: DiagnosticCode, message: string, help: string) => {
    const line = index === undefined ? syntaxErrorLine : lines[index];
    if (line === undefined) reporter.atValue(path, code, message, help);
    else reporter.atLine(path, line, code, message, help);
  };
  const reportInvalid = (index: number | undefined, text: string) => {
    report(index, 'lifecycle/json', `ECR does not take this lifecycle policy. ${text}`, SYNTAX_HELP);
  };
  for (const { index, text } of faults) reportInvalid(index, text);
  for (const [index, parts] of rules.entries()) {
    for (const text of findTextFaults(parts, index)) reportInvalid(index, text);
  }
  if (syntaxErrorLine === undefined) {
    for (const { key, line } of findDuplicateKeyLines(json)) {
      const message = `The key '${key}' stands twice in one object, and the last would win.`;
      reporter.atLine(path, line, 'lifecycle/json', message, 'Remove one.');
    }
  }
  for (const { index, text } of unknown) {
    const message = `'${text}' is no property of a lifecycle policy that this version knows.`;
    report(
      index,
      'lifecycle/unknown-property',
      message,
      'Mend the spelling; ECR refuses what it does not know.',
    );
  }
  return rules.map((parts, index) => ({
    parts,
    has: (list) => (parts[list] ?? []).length > 0,
    report: (_, code, message, help) => {
      report(index, code, `rules[${index}]: ${message}`, help);
    },
  }));
}

/** Returns the problems in the texts of a JSON rule. The schema applies the same rules to texts in YAML. */
function findTextFaults(
  { description, tagPrefixes, tagPatterns }: PartialLifecycleRule,
  index: number,
): readonly string[] {
  const checks: readonly (readonly [NameRule, readonly string[], (item: number) => string])[] = [
    [LIFECYCLE_DESCRIPTION, description === undefined ? [] : [description], () => 'description'],
    [LIFECYCLE_TAG_PREFIX, tagPrefixes ?? [], (item) => `selection.tagPrefixList[${item}]`],
    [LIFECYCLE_TAG_PATTERN, tagPatterns ?? [], (item) => `selection.tagPatternList[${item}]`],
  ];
  return checks.flatMap(([rule, texts, location]) =>
    texts.flatMap((text, item) => {
      const fault = rule.fault(text);
      return fault === undefined
        ? []
        : `'rules[${index}].${location(item)}': '${text}' does not fit: ${fault}.`;
    }),
  );
}

const SYNTAX_HELP =
  'Its syntax: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html';

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
