import type { Json } from './document';
import { itemsAt, textsAt } from './values';

/** `module.a["x.y"].b[0]` → `module.a.b`. */
export function withoutIndexes(address: string): string {
  return address.replace(/\[(?:(?:"(?:[^"\\]|\\.)*"|[^"\]]*)\])?/gs, '');
}

/** `module.a["x.y"].b[0]` → `["x.y"][0]`: the instance keys of a resource and its modules. */
export function indexesOf(address: string): string {
  return indexesIn(address).join('');
}

/** `module.a["x.y"].b[0]` → `["x.y"]`, `[0]`. */
export function indexesIn(address: string): readonly string[] {
  return splitAddress(address).flatMap(({ index }) => (index === '' ? [] : index));
}

/** Splits an address into the texts outside of brackets, each with the index that follows. Keys may contain brackets. */
function splitAddress(address: string): readonly { readonly outside: string; readonly index: string }[] {
  const found = address.matchAll(/([^[]*)(\[(?:"(?:[^"\\]|\\.)*"|[^"\]]*)\])?/gs);
  return [...found].map(([, outside = '', index = '']) => ({ outside, index }));
}

/** An index of `count`, or a key of `for_each` that is a number, and the address around it. */
export interface NumericIndex {
  readonly before: string;
  readonly value: number;
  /** `[1]`, or `["1"]`. */
  readonly text: string;
  readonly after: string;
}

/** `module.a[1].b["x"].c[0]` → 1 between `module.a` and `.b["x"].c[0]`, and 0 after `module.a[1].b["x"].c`. */
export function numericIndexes(address: string): readonly NumericIndex[] {
  const found: NumericIndex[] = [];
  let start = 0;
  for (const { outside, index } of splitAddress(address)) {
    const at = start + outside.length;
    start = at + index.length;
    const number = /^\["?(\d+)"?\]$/.exec(index)?.[1];
    if (number !== undefined) {
      found.push({
        before: address.slice(0, at),
        value: Number(number),
        text: index,
        after: address.slice(start),
      });
    }
  }
  return found;
}

/** Returns the references of an expression, sorted and without shorter forms of the same reference. */
export function sortedReferences(expression: Json | undefined): readonly string[] {
  return longestForms(textsAt(expression, 'references'));
}

/** Returns the references of an expression in the order of the plan. */
export function referencesIn(expression: Json | undefined): readonly string[] {
  return itemsAt(expression, 'references').filter((each) => typeof each === 'string');
}

/** Drops the shorter forms of the same reference. */
export function longestForms(references: readonly string[]): readonly string[] {
  return references.filter((each) => !references.some((other) => isShorterForm(each, other)));
}

/** Returns the longest reference if all references are forms of the same one, and it occurs once, otherwise none. */
export function singleReference(references: readonly string[]): readonly string[] {
  // Terraform lists the longest form first: `aws_ecr_repository.app.registry_id`, then `aws_ecr_repository.app`.
  const isSingle = references.every(
    (each, index) => index === 0 || isShorterForm(each, references[index - 1] ?? ''),
  );
  return isSingle ? references.slice(0, 1) : [];
}

/** Whether a reference is a shorter form of another. */
function isShorterForm(short: string, long: string): boolean {
  return long.startsWith(`${short}.`) || long.startsWith(`${short}[`);
}
