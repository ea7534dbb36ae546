import { formatAlternatives, quoteAll } from '../../base/text';
import { LIMITS } from '../limits';
import type { LifecycleCount, LifecycleRule, PartialLifecycleRule } from './policy';

/** A parsed lifecycle policy. Values that are not valid are undefined. */
export interface ReadLifecyclePolicy {
  readonly rules: readonly PartialLifecycleRule[];
  /** Why ECR rejects the policy. */
  readonly faults: readonly LifecycleFault[];
  /** Properties that ECR does not document, with their paths: `rules[0].selection.tags`. */
  readonly unknown: readonly LifecycleFault[];
}

interface LifecycleFault {
  /** Index of the rule in the list. Undefined if the whole policy is wrong. */
  readonly index: number | undefined;
  /** A sentence, or the path of an unknown property. */
  readonly text: string;
}

/**
 * Reads the JSON of a policy. Rules that contradict each other are checked by `lifecycleRuleFaults`.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export function readLifecyclePolicy(text: string): ReadLifecyclePolicy {
  const reader = new LifecycleReader();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { rules: [], faults: [{ index: undefined, text: 'It is not valid JSON.' }], unknown: [] };
  }
  const { rules } = reader.object(json, '', ['rules']) ?? {};
  const read = Array.isArray(rules) ? rules.map((rule, index) => reader.rule(rule, index)) : [];
  const limit = LIMITS.rulesPerLifecyclePolicy;
  if (reader.faults.length === 0 && (read.length === 0 || read.length > limit)) {
    const actual = Array.isArray(rules) ? `has ${read.length}` : `is ${describeValue(rules)}`;
    const text = `'rules' must be a list of 1 to ${limit} rules, but ${actual}.`;
    reader.faults.push({ index: undefined, text });
  }
  return { rules: read, faults: reader.faults, unknown: reader.unknown };
}

type JsonObject = Readonly<Record<string, unknown>>;

class LifecycleReader {
  public readonly faults: LifecycleFault[] = [];
  public readonly unknown: LifecycleFault[] = [];
  /** Index of the rule that is read now. */
  private index: number | undefined;

  public rule(value: unknown, index: number): PartialLifecycleRule {
    this.index = index;
    const path = `rules[${index}]`;
    const rule = this.object(value, path, ['rulePriority', 'description', 'selection', 'action']);
    const selectionPath = `${path}.selection`;
    const selection = rule === undefined ? undefined : this.object(rule.selection, selectionPath, SELECTION);
    return {
      priority: rule === undefined ? undefined : this.positiveInteger(rule, 'rulePriority', path),
      description: rule === undefined ? undefined : this.text(rule, 'description', path),
      tagStatus:
        selection && this.oneOf(selection, 'tagStatus', selectionPath, ['any', 'tagged', 'untagged']),
      tagPrefixes: selection && this.texts(selection, 'tagPrefixList', selectionPath),
      tagPatterns: selection && this.texts(selection, 'tagPatternList', selectionPath),
      storageClass:
        selection?.storageClass === undefined
          ? undefined
          : this.oneOf(selection, 'storageClass', selectionPath, ['archive', 'standard']),
      count: selection && this.count(selection, selectionPath),
      action: rule && this.action(rule.action, `${path}.action`),
    };
  }

  public object(value: unknown, path: string, keys: readonly string[]): JsonObject | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fault(`${path === '' ? 'It' : `'${path}'`} must be an object, but is ${describeValue(value)}.`);
      return undefined;
    }
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      this.unknown.push({ index: this.index, text: path === '' ? key : `${path}.${key}` });
    }
    // The check above excludes everything except objects.
    return value as JsonObject;
  }

  private fault(text: string): void {
    this.faults.push({ index: this.index, text });
  }

  private action(value: unknown, path: string): LifecycleRule['action'] | undefined {
    const action = this.object(value, path, ['type', 'targetStorageClass']);
    if (action === undefined) return undefined;
    const type = this.oneOf(action, 'type', path, ['expire', 'transition']);
    if (type === 'transition') this.oneOf(action, 'targetStorageClass', path, ['archive']);
    else if (type === 'expire') this.requireAbsent(action, 'targetStorageClass', path, "type 'transition'");
    return type;
  }

  private count(selection: JsonObject, path: string): LifecycleCount | undefined {
    const type = this.oneOf(selection, 'countType', path, COUNT_TYPES);
    const number = this.positiveInteger(selection, 'countNumber', path);
    if (type === 'imageCountMoreThan') {
      this.requireAbsent(selection, 'countUnit', path, 'a countType of days');
    } else if (type !== undefined) {
      this.oneOf(selection, 'countUnit', path, ['days']);
    }
    return type === undefined || number === undefined ? undefined : { type, number };
  }

  private oneOf<Value extends string>(
    parts: JsonObject,
    key: string,
    path: string,
    values: readonly Value[],
  ): Value | undefined {
    const value = values.find((each) => each === parts[key]);
    if (value === undefined) {
      const allowed = formatAlternatives(quoteAll(values));
      this.fault(`'${path}.${key}' must be ${allowed}, but is ${describeValue(parts[key])}.`);
    }
    return value;
  }

  private positiveInteger(parts: JsonObject, key: string, path: string): number | undefined {
    const value = parts[key];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
    this.fault(`'${path}.${key}' must be a whole number of at least 1, but is ${describeValue(value)}.`);
    return undefined;
  }

  private text(parts: JsonObject, key: string, path: string): string | undefined {
    const value = parts[key];
    if (value === undefined || typeof value === 'string') return value;
    this.fault(`'${path}.${key}' must be a string, but is ${describeValue(value)}.`);
    return undefined;
  }

  private texts(parts: JsonObject, key: string, path: string): readonly string[] {
    const value = parts[key] === undefined ? [] : parts[key];
    const texts = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
    if (!Array.isArray(value) || texts.length < value.length) {
      this.fault(`'${path}.${key}' must be a list of strings, but is ${describeValue(parts[key])}.`);
    }
    return texts;
  }

  private requireAbsent(parts: JsonObject, key: string, path: string, requiredBy: string): void {
    if (parts[key] === undefined) return;
    this.fault(`'${path}.${key}' is allowed only with ${requiredBy}. Remove it.`);
  }
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

const COUNT_TYPES = [
  'imageCountMoreThan',
  'sinceImagePushed',
  'sinceImagePulled',
  'sinceImageTransitioned',
] as const;

function describeValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}
