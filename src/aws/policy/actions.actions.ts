import { wildcardMatch } from '../wildcard';
import { ECR_ACTIONS } from './ecr-actions';
import type { EcrAction } from './actions';

// Object.keys loses the type of the keys.
const ALL = Object.keys(ECR_ACTIONS) as readonly EcrAction[];
const BY_LOWERCASE: ReadonlyMap<string, EcrAction> = new Map(
  ALL.map((action) => [action.toLowerCase(), action]),
);

/**
 * Returns the ECR actions that an action of a policy matches: one, or every match of its wildcards. IAM ignores
 * case in actions. Empty if there are none.
 */
export function matchingActions(action: string): readonly EcrAction[] {
  const lowercase = action.toLowerCase();
  const exact = BY_LOWERCASE.get(lowercase);
  if (exact !== undefined) return [exact];
  return /[*?]/.test(lowercase) ? ALL.filter((each) => wildcardMatch(lowercase, each.toLowerCase())) : [];
}

/** Every action of ECR, sorted. */
export function allActions(): readonly EcrAction[] {
  return ALL;
}
