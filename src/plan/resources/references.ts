import type { Json } from '../document';
import { itemsAt, textsAt } from './json';

/** What an expression refers to, sorted: without the shorter forms of the same reference. */
export function referencesOf(expression: Json | undefined): readonly string[] {
  return longestForms(textsAt(expression, 'references'));
}

/** In their order. */
export function referencesIn(expression: Json | undefined): readonly string[] {
  return itemsAt(expression, 'references').filter((each) => typeof each === 'string');
}

/** Without the shorter forms of the same reference. */
export function longestForms(references: readonly string[]): readonly string[] {
  return references.filter((each) => !references.some((other) => isFormOf(each, other)));
}

/** What an expression refers to, if that is one thing, and once. */
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
