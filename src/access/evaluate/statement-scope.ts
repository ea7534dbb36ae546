import type { EcrAction } from '../../aws/policy/actions';
import { allActions, matchingActions } from '../../aws/policy/actions.actions';
import type { PolicyElement } from '../../aws/policy/document';
import { matches } from '../../aws/wildcard';
import { readResource, readValuePattern } from './value-pattern';

/** Whether an `Action` or `NotAction` element matches an action. IAM ignores case in actions. */
export function coversAction({ isNot, values }: PolicyElement, action: string): boolean {
  return matchesAnyValue(values, action.toLowerCase(), true) !== isNot;
}

/** Returns the ECR actions that an `Action` or `NotAction` element matches. */
export function coveredActions({ isNot, values }: PolicyElement): readonly EcrAction[] {
  const named = new Set(values.flatMap(matchingActions));
  return isNot ? allActions().filter((action) => !named.has(action)) : [...named];
}

/**
 * Returns a function that checks whether a `Resource` or `NotResource` element matches an ARN. Patterns are compiled once,
 * because a policy can contain hundreds of ARNs. `unclear`: the result depends on a policy variable.
 */
export function createResourceMatcher({
  isNot,
  values,
}: PolicyElement): (arn: string) => 'yes' | 'no' | 'unclear' {
  const patterns = values.map((value) => readResource(value).pattern);
  const exact = new Set(patterns.flatMap((pattern) => (pattern?.kind === 'exact' ? pattern.text : [])));
  const others = patterns.filter((pattern) => pattern !== undefined && pattern.kind !== 'exact');
  const hasVariables = patterns.includes(undefined);
  return (arn) => {
    if (exact.has(arn) || others.some((pattern) => matches(pattern, arn))) return isNot ? 'no' : 'yes';
    if (hasVariables) return 'unclear';
    return isNot ? 'yes' : 'no';
  };
}

function matchesAnyValue(values: readonly string[], text: string, ignoreCase: boolean): boolean {
  return values.some((value) => {
    const { pattern } = readValuePattern(value, { wildcards: true, ignoreCase });
    return pattern !== undefined && matches(pattern, text);
  });
}
