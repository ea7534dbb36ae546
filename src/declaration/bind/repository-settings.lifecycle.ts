import type { CountType, PartialLifecycleRule } from '../../aws/lifecycle/policy';
import { normaliseLifecyclePolicy } from '../../aws/lifecycle/policy.text';
import { isList } from '../../base/collections.is-list';
import type { Path } from '../syntax/tree';
import type { BoundLifecyclePolicy } from './bound-declaration';
import type { DeclaredSettings } from './repository-settings';

type DeclaredLifecycle = NonNullable<DeclaredSettings['lifecycle']>;
type DeclaredRule = NonNullable<Extract<DeclaredLifecycle, readonly unknown[]>[number]>;

export function bindLifecycle(declared: DeclaredLifecycle, path: Path): BoundLifecyclePolicy | undefined {
  if (isList(declared)) {
    const rules = declared.flatMap((rule, index) =>
      rule === undefined ? [] : { path: [...path, index], parts: rulePartsOf(rule, index + 1) },
    );
    return { kind: 'rules', path, rules };
  }
  const { json } = declared;
  if (json === undefined) return undefined;
  return { kind: 'json', path: [...path, 'json'], json, policy: normaliseLifecyclePolicy(json) };
}

/** The keys of a rule that set its count, with the count type of ECR. */
export const COUNT_KEYS = {
  countMoreThan: 'imageCountMoreThan',
  daysSincePushed: 'sinceImagePushed',
  daysSincePulled: 'sinceImagePulled',
  daysSinceArchived: 'sinceImageTransitioned',
} as const satisfies Readonly<Record<string, CountType>>;

function rulePartsOf(declared: DeclaredRule, priority: number): PartialLifecycleRule {
  const { description, tagStatus, tagPrefixes, tagPatterns, storageClass, action } = declared;
  const counts = Object.entries(COUNT_KEYS).flatMap(([key, type]) => {
    const number = declared[key as keyof typeof COUNT_KEYS]; // the keys of this object
    return number === undefined ? [] : { type, number };
  });
  const count = counts.length === 1 ? counts[0] : undefined;
  return {
    priority,
    description,
    tagStatus,
    tagPrefixes: withoutRefused(tagPrefixes),
    tagPatterns: withoutRefused(tagPatterns),
    // Only archived images have a number of days since they were archived.
    storageClass: storageClass ?? (count?.type === 'sinceImageTransitioned' ? 'archive' : undefined),
    count,
    action: action === 'archive' ? 'transition' : action,
  };
}

/** Returns the texts without rejected ones, which are already reported. */
function withoutRefused(texts: readonly (string | undefined)[] | undefined): readonly string[] {
  return (texts ?? []).filter((text) => text !== undefined);
}
