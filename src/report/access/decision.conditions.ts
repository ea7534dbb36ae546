import type { ConditionInRequest, KeyValue } from '../../access/evaluate/policy-evaluation.unmet';
import type { UnmetLayerStatement } from '../../access/explain/missing-grants.unmet';
import { formatList } from '../../base/text.listed';
import { statementText } from './decision';

/** Describes a statement that would allow actions, and the conditions that the request does not meet. */
export function unmetText(unmet: UnmetLayerStatement): string {
  const { by, actions, conditions, neverMatchingResources } = unmet;
  const subject = capitalize(statementText(by));
  const lines = [
    ...conditions.map(conditionText),
    ...neverMatchingResources.map(
      (resource) =>
        `Resource ${resource}: a policy variable before the fifth colon of an ARN is not replaced, so it never matches`,
    ),
  ];
  return `${subject} would allow ${actions.join(', ')}, but for:\n\n${lines.map((line) => `    ${line}`).join('\n')}\n`;
}

/** Returns, for example, `StringEquals aws:PrincipalTag/team web; the request has: api`. */
export function conditionText({ condition, request }: ConditionInRequest): string {
  const { operator, key, values } = condition;
  const [conditionKey, ...variables] = request;
  const keyText = conditionKey === undefined ? [] : [`the request ${stateText(conditionKey)}`];
  const others = variables.map((variable) => `${variable.key} ${stateText(variable)}`);
  return [`${operator} ${key} ${formatList(values, 6)}`, ...keyText, ...others].join('; ');
}

function stateText({ state }: KeyValue): string {
  switch (state.kind) {
    case 'known':
      return `has ${formatList(state.values, 6)}`;
    case 'absent':
      return 'does not have this key';
    case 'notKnown':
      return 'has a value that is not known';
  }
}

function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
