import type { Element } from '../registry';
import { readTemplate } from './policy/template';
import { matches } from '../registry/wildcard';

/** Whether an `Action` or `NotAction` is about an action, which IAM compares without regard to capitals. */
export function coversAction(actions: Element, action: string): boolean {
  return covers(actions, action.toLowerCase(), true);
}

/** Whether a `Resource` or `NotResource` is about an ARN. What depends on a policy variable is not counted. */
export function coversResource(resources: Element, arn: string): boolean {
  return covers(resources, arn, false);
}

function covers({ isNot, values }: Element, text: string, ignoreCase: boolean): boolean {
  const isNamed = values.some((value) => {
    const { pattern } = readTemplate(value, { wildcards: true, ignoreCase });
    return pattern !== undefined && matches(pattern, text);
  });
  return isNamed !== isNot;
}
