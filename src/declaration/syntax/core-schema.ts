import type { ScalarTree } from './tree';

/** The first character of all values that are not texts. */
const MAY_BE_OTHER_VALUE = /^[-.0-9tTfFnN~]/;
const BOOLEAN = /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/;
const NULL = /^(?:~|[Nn]ull|NULL)$/;
const INTEGER = /^-?[0-9]{1,15}$/;
/** A number in another notation, or a text that is similar to one. */
const OTHER_NUMBER =
  /^[-+]?(?:[0-9]+|\.?[0-9]+[eE][-+]?[0-9]+|[0-9]*\.[0-9]*(?:[eE][-+]?[0-9]+)?|0[ox].*|\.[A-Za-z]+)$/;

/**
 * Returns the value of a plain text in the core schema of YAML 1.2. Returns undefined for numbers in another notation
 * than that of integers, which declarations do not contain.
 */
export function coreValue(source: string): ScalarTree['value'] | undefined {
  if (!MAY_BE_OTHER_VALUE.test(source)) return source;
  if (INTEGER.test(source)) return Number(source);
  if (BOOLEAN.test(source)) return source.charAt(0).toLowerCase() === 't';
  if (NULL.test(source)) return null;
  return OTHER_NUMBER.test(source) ? undefined : source;
}
