import type { Json } from '../document';
import { itemsAt, textsAt } from './json';

/** Returns the references of an expression, sorted and without shorter forms of the same reference. */
export function referencesOf(expression: Json | undefined): readonly string[] {
  return longestForms(textsAt(expression, 'references'));
}

/** Returns the references of an expression in the order of the plan. */
export function referencesIn(expression: Json | undefined): readonly string[] {
  return itemsAt(expression, 'references').filter((each) => typeof each === 'string');
}

/** Drops the shorter forms of the same reference. */
export function longestForms(references: readonly string[]): readonly string[] {
  return references.filter((each) => !references.some((other) => isFormOf(each, other)));
}

/** Returns the longest reference if all references are forms of the same one, and it occurs once, otherwise none. */
export function onlyReference(references: readonly string[]): readonly string[] {
  // Terraform lists the longest form first: `aws_ecr_repository.app.registry_id`, then `aws_ecr_repository.app`.
  const isOnly = references.every(
    (each, index) => index === 0 || isFormOf(each, references[index - 1] ?? ''),
  );
  return isOnly ? references.slice(0, 1) : [];
}

/** Whether a reference is a shorter form of another. */
function isFormOf(short: string, long: string): boolean {
  return long.startsWith(`${short}.`) || long.startsWith(`${short}[`);
}
