import type { ConditionInRequest, KeyValue, Unmet } from '../access';
import { listed } from '../registry';
import { statementText } from './decision';

/** Describes a statement that would allow actions, and the conditions that the request does not meet. */
export function unmetText(unmet: Unmet): string {
  const { by, actions, conditions, deadResources } = unmet;
  const subject = capitalized(statementText(by));
  const lines = [
    ...conditions.map(conditionText),
    ...deadResources.map(
      (resource) =>
        `Resource ${resource}: a policy variable before the fifth colon of an ARN is not replaced, so it never matches`,
    ),
  ];
  return `${subject} would allow ${actions.join(', ')}, but for:\n\n${lines.map((line) => `    ${line}`).join('\n')}\n`;
}

/** Returns, for example, `StringEquals aws:PrincipalTag/team web; the request has: api`. */
export function conditionText({ condition, request }: ConditionInRequest): string {
  const { operator, key, values } = condition;
  const [own, ...variables] = request;
  const found = own === undefined ? [] : [`the request ${stateText(own)}`];
  const others = variables.map((variable) => `${variable.key} ${stateText(variable)}`);
  return [`${operator} ${key} ${listed(values, 6)}`, ...found, ...others].join('; ');
}

function stateText({ state }: KeyValue): string {
  switch (state.kind) {
    case 'known':
      return `has ${listed(state.values, 6)}`;
    case 'absent':
      return 'does not have this key';
    case 'notKnown':
      return 'has a value that is not known';
  }
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
