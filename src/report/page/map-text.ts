import type { Condition } from '../../aws/policy/document';
import type { IdentityId } from '../../aws/arn';
import { isKnown } from '../../model/unknown';

/** What `mapText` does with the parts of a value. */
export interface TextMapper {
  readonly text: (text: string) => string;
  readonly identity: <Identity extends IdentityId>(identity: Identity) => Identity;
  /** Returns the values of a condition. */
  readonly conditionValues: (condition: Condition) => readonly string[];
}

/**
 * Returns a copy of a value with other texts. An object that occurs several times stays one object, because maps of a
 * declaration have objects as keys.
 */
export function mapText<Value>(value: Value, mapper: TextMapper): Value {
  const copies = new Map<object, object>();
  const map = (original: unknown): unknown => {
    if (typeof original === 'string') return mapper.text(original);
    if (typeof original !== 'object' || original === null || !isKnown(original)) return original;
    const known = copies.get(original);
    if (known !== undefined) return known;
    return copyObject(original);
  };
  const copyObject = (original: object): object => {
    if (original instanceof Map) {
      return fill(original, new Map(), (copy, [key, each]) => copy.set(map(key), map(each)));
    }
    if (original instanceof Set) return fill(original, new Set(), (copy, each) => copy.add(map(each)));
    if (Array.isArray(original)) {
      return fill(original, new Array<unknown>(), (copy, each) => copy.push(map(each)));
    }
    // A map without prototype, so that no name has a meaning.
    const changes = changesOf(original, mapper);
    const copy = Object.create(Object.getPrototypeOf(original) as object | null) as Record<string, unknown>; // any
    return fill(Object.entries(original), copy, (_, [name, each]: [string, unknown]) => {
      const own = Object.hasOwn(changes, name) ? changes[name] : map(each);
      Object.defineProperty(copy, mapper.text(name), {
        value: own,
        configurable: true,
        enumerable: true,
        writable: true,
      });
    });
    function fill<Item, Copy extends object>(
      items: Iterable<Item>,
      target: Copy,
      add: (target: Copy, item: Item) => unknown,
    ): Copy {
      // Before the items, because they may contain the object itself.
      copies.set(original, target);
      for (const item of items) add(target, item);
      return target;
    }
  };
  return map(value) as Value; // the copy has the same shape
}

/** Returns the properties whose meaning depends on other properties of the object. */
function changesOf(original: object, mapper: TextMapper): Readonly<Record<string, unknown>> {
  if (isIdentity(original)) {
    const { accountId, path, name } = mapper.identity(original);
    return { accountId, path, name };
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
