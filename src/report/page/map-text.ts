import type { IdentityId } from '../../aws/arn';
import type { Condition } from '../../aws/policy/document';
import { isList } from '../../base/collections';
import { isKnown } from '../../model/unknown';

/** What `mapText` does with the parts of a value. */
export interface TextMapper {
  readonly text: (text: string) => string;
  readonly propertyName: (name: string) => string;
  /** Whether the text of a property stays, because the program compares it. */
  readonly isFixed: (propertyName: string) => boolean;
  /** The name of a profile of the AWS configuration files. */
  readonly profile: (name: string) => string;
  readonly identity: <Identity extends IdentityId>(identity: Identity) => Identity;
  /** Returns the values of a condition. */
  readonly conditionValues: (condition: Condition) => readonly string[];
}

/**
 * Returns a copy of a value with other texts. An object that occurs several times stays one object, because maps of a
 * declaration have objects as keys.
 */
export function mapText<Value>(value: Value, mapper: TextMapper): Value {
  return new Copier(mapper).copy(value) as Value; // the copy has the same shape
}

class Copier {
  private readonly copies = new Map<object, object>();

  public constructor(private readonly mapper: TextMapper) {}

  public copy(value: unknown): unknown {
    if (typeof value === 'string') return this.mapper.text(value);
    if (typeof value !== 'object' || value === null || !isKnown(value)) return value;
    return this.copies.get(value) ?? this.copyObject(value);
  }

  private copyObject(original: object): object {
    if (original instanceof Map) {
      const entries = original as ReadonlyMap<unknown, unknown>; // instanceof returns any
      return this.fill(original, new Map<unknown, unknown>(), entries, (copy, [key, each]) =>
        copy.set(this.copy(key), this.copy(each)),
      );
    }
    if (original instanceof Set) {
      const items = original as ReadonlySet<unknown>; // instanceof returns any
      return this.fill(original, new Set<unknown>(), items, (copy, each) => copy.add(this.copy(each)));
    }
    if (isList(original)) {
      return this.fill(original, new Array<unknown>(), original, (copy, each) => copy.push(this.copy(each)));
    }
    const changes = changesOf(original, this.mapper);
    const entries = Object.entries(original) as readonly (readonly [string, unknown])[]; // any
    const empty = Object.create(Object.getPrototypeOf(original) as object | null) as object; // any
    return this.fill(original, empty, entries, (copy, [name, each]) => {
      const isFixed = this.mapper.isFixed(name) && typeof each === 'string';
      const value = Object.hasOwn(changes, name) ? changes[name] : isFixed ? each : this.copy(each);
      // An assignment to `__proto__` sets the prototype.
      const property = { value, configurable: true, enumerable: true, writable: true };
      Object.defineProperty(copy, this.mapper.propertyName(name), property);
    });
  }

  private fill<Item, Copy extends object>(
    original: object,
    copy: Copy,
    items: Iterable<Item>,
    add: (copy: Copy, item: Item) => unknown,
  ): Copy {
    // Before the items, because they may contain the object itself.
    this.copies.set(original, copy);
    for (const item of items) add(copy, item);
    return copy;
  }
}

/** Returns the properties whose meaning depends on other properties of the object. */
function changesOf(original: object, mapper: TextMapper): Readonly<Record<string, unknown>> {
  if (isIdentity(original)) {
    const { accountId, path, name } = mapper.identity(original);
    return { accountId, path, name };
  }
  if ('profile' in original && typeof original.profile === 'string') {
    return { profile: mapper.profile(original.profile) };
  }
  return isCondition(original) ? { values: mapper.conditionValues(original) } : {};
}

function isIdentity(value: object): value is IdentityId {
  return (
    'kind' in value &&
    (value.kind === 'role' || value.kind === 'user') &&
    'accountId' in value &&
    'path' in value &&
    typeof value.path === 'string'
  );
}

function isCondition(value: object): value is Condition {
  return 'operator' in value && 'key' in value && typeof value.key === 'string' && 'values' in value;
}
