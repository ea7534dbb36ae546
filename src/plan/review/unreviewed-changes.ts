import { compareText } from '../../base/collections';
import type { OtherChanges, PlanDocument, ResourceChange } from '../model/document';
import type { Address } from '../model/planned-resource';

/** Changes of one type that the review does not evaluate. */
export type UnreviewedChanges = OtherChanges;

/**
 * Counts the changes that the review does not evaluate, by type and action: other services, ECR Public, and IAM resources
 * that do not concern ECR. Types of ECR come first.
 */
export function unreviewedChanges(
  plans: readonly PlanDocument[],
  resources: readonly Address[],
): readonly UnreviewedChanges[] {
  const reviewed = new Set(resources.map(({ plan, address }) => `${plan}\n${address}`));
  const counts = new Map<string, UnreviewedChanges>();
  const add = ({ type, action, number, address }: OtherChanges) => {
    const key = `${type} ${action}`;
    const known = counts.get(key) ?? { type, action, number: 0, address };
    counts.set(key, { ...known, number: known.number + number });
  };
  for (const { file, changes, otherChanges } of plans) {
    for (const each of otherChanges) add(each);
    for (const change of changes) {
      if (!isManagedChange(change) || reviewed.has(`${file}\n${change.address}`)) continue;
      add({ type: change.type, action: change.action, number: 1, address: change.address });
    }
  }
  return [...counts.values()].sort(
    (a, b) =>
      Number(isOfEcr(b)) - Number(isOfEcr(a)) ||
      compareText(a.type, b.type) ||
      compareText(a.action, b.action),
  );
}

function isManagedChange({ mode, action }: ResourceChange): boolean {
  return mode === 'managed' && action !== 'no-op' && action !== 'read';
}

export function isOfEcr({ type }: Pick<UnreviewedChanges, 'type'>): boolean {
  return type.startsWith('aws_ecr');
}
