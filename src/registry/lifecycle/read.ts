import { LIMITS } from '../limits';
import type { LifecycleCount, LifecycleRule, LifecycleRuleParts } from './rule';

/** A parsed lifecycle policy. Values that are not valid are undefined. */
export interface ReadLifecyclePolicy {
  readonly rules: readonly LifecycleRuleParts[];
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
  const reader = new Reader();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { rules: [], faults: [{ index: undefined, text: 'It is not JSON.' }], unknown: [] };
  }
  const { rules } = reader.object(json, '', ['rules']) ?? {};
  const read = Array.isArray(rules) ? rules.map((rule, index) => reader.rule(rule, index)) : [];
  const most = LIMITS.rulesPerLifecyclePolicy;
  if (reader.faults.length === 0 && (read.length === 0 || read.length > most)) {
    const text = `'rules' must be a list of 1 to ${most} rules${read.length > most ? `, and has ${read.length}` : ''}.`;
    reader.faults.push({ index: undefined, text });
  }
  return { rules: read, faults: reader.faults, unknown: reader.unknown };
}

type Parts = Readonly<Record<string, unknown>>;

class Reader {
  public readonly faults: LifecycleFault[] = [];
  public readonly unknown: LifecycleFault[] = [];
  /** Index of the rule that is read now. */
  private index: number | undefined;

  public rule(value: unknown, index: number): LifecycleRuleParts {
    this.index = index;
    const place = `rules[${index}]`;
    const rule = this.object(value, place, ['rulePriority', 'description', 'selection', 'action']);
    const selected = `${place}.selection`;
    const selection = rule === undefined ? undefined : this.object(rule.selection, selected, SELECTION);
    return {
      priority: rule === undefined ? undefined : this.positive(rule, 'rulePriority', place),
      description: rule === undefined ? undefined : this.text(rule, 'description', place),
      tagStatus: selection && this.oneOf(selection, 'tagStatus', selected, ['any', 'tagged', 'untagged']),
      tagPrefixes: selection && this.texts(selection, 'tagPrefixList', selected),
      tagPatterns: selection && this.texts(selection, 'tagPatternList', selected),
      storageClass:
        selection?.storageClass === undefined
          ? undefined
          : this.oneOf(selection, 'storageClass', selected, ['archive', 'standard']),
      count: selection && this.count(selection, selected),
      action: rule && this.action(rule.action, `${place}.action`),
    };
  }

  public object(value: unknown, place: string, keys: readonly string[]): Parts | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fault(`${place === '' ? 'It' : `'${place}'`} must be an object, but is ${found(value)}.`);
      return undefined;
    }
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      this.unknown.push({ index: this.index, text: place === '' ? key : `${place}.${key}` });
    }
    // The check above excludes everything except objects.
    return value as Parts;
  }

  private fault(text: string): void {
    this.faults.push({ index: this.index, text });
  }

  private action(value: unknown, place: string): LifecycleRule['action'] | undefined {
    const action = this.object(value, place, ['type', 'targetStorageClass']);
    if (action === undefined) return undefined;
    const type = this.oneOf(action, 'type', place, ['expire', 'transition']);
    if (type === 'transition') this.oneOf(action, 'targetStorageClass', place, ['archive']);
    else if (type === 'expire') this.absent(action, 'targetStorageClass', place, "'transition'");
    return type;
  }

  private count(selection: Parts, place: string): LifecycleCount | undefined {
    const type = this.oneOf(selection, 'countType', place, COUNT_TYPES);
    const number = this.positive(selection, 'countNumber', place);
    if (type === 'imageCountMoreThan') this.absent(selection, 'countUnit', place, 'a number of days');
    else if (type !== undefined) this.oneOf(selection, 'countUnit', place, ['days']);
    return type === undefined || number === undefined ? undefined : { type, number };
  }

  private oneOf<Value extends string>(
    parts: Parts,
    key: string,
    place: string,
    values: readonly Value[],
  ): Value | undefined {
    const value = values.find((each) => each === parts[key]);
    if (value === undefined) {
      const allowed = values.map((each) => `'${each}'`).join(' or ');
      this.fault(`'${place}.${key}' must be ${allowed}, but is ${found(parts[key])}.`);
    }
    return value;
  }

  private positive(parts: Parts, key: string, place: string): number | undefined {
    const value = parts[key];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
    this.fault(`'${place}.${key}' must be a whole number of at least 1, but is ${found(value)}.`);
    return undefined;
  }

  private text(parts: Parts, key: string, place: string): string | undefined {
    const value = parts[key];
    if (value === undefined || typeof value === 'string') return value;
    this.fault(`'${place}.${key}' must be text, but is ${found(value)}.`);
    return undefined;
  }

  private texts(parts: Parts, key: string, place: string): readonly string[] {
    const value = parts[key] === undefined ? [] : parts[key];
    const texts = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
    if (!Array.isArray(value) || texts.length < value.length) {
      this.fault(`'${place}.${key}' must be a list of texts, but is ${found(parts[key])}.`);
    }
    return texts;
  }

  private absent(parts: Parts, key: string, place: string, beside: string): void {
    if (parts[key] === undefined) return;
    this.fault(`'${place}.${key}' stands beside ${beside} only.`);
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

function found(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}
