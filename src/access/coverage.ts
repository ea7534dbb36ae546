import { actionsMeant, allActions, type EcrAction, type Element } from '../registry';
import { matches } from '../registry/wildcard';
import { readResource, readTemplate } from './policy/template';

/** Whether an `Action` or `NotAction` element matches an action. IAM ignores case in actions. */
export function coversAction({ isNot, values }: Element, action: string): boolean {
  return isNamed(values, action.toLowerCase(), true) !== isNot;
}

/** Returns the ECR actions that an `Action` or `NotAction` element matches. */
export function actionsCovered({ isNot, values }: Element): readonly EcrAction[] {
  const named = new Set(values.flatMap(actionsMeant));
  return isNot ? allActions().filter((action) => !named.has(action)) : [...named];
}

/**
 * Returns a function that checks whether a `Resource` or `NotResource` element matches an ARN. Patterns are compiled once,
 * because a policy can contain hundreds of ARNs. `unclear`: the result depends on a policy variable.
 */
export function resourceTest({ isNot, values }: Element): (arn: string) => 'yes' | 'no' | 'unclear' {
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

function isNamed(values: readonly string[], text: string, ignoreCase: boolean): boolean {
  return values.some((value) => {
    const { pattern } = readTemplate(value, { wildcards: true, ignoreCase });
    return pattern !== undefined && matches(pattern, text);
  });
}
