import type { Json } from './document';
import { itemsAt, textsAt } from './values';

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
