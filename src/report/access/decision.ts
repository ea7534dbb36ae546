import type {
  Decision,
  LayerDecision,
  LayerName,
  LayerState,
  NotApplied,
  StatementReference,
} from '../../access/evaluate/decision';
import type { ConditionInRequest, KeyValue } from '../../access/evaluate/policy-evaluation';
import type { UnmetLayerStatement } from '../../access/explain/missing-grants';
import { policyText } from '../../aws/policy/document';
import { capitalize, formatList } from '../../base/text';

/** Policy types as AWS names them. */
export const LAYER_NAMES: Readonly<Record<LayerName, string>> = {
  identity: 'identity policy',
  boundary: 'permissions boundary',
  scps: 'service control policies',
  rcps: 'resource control policies',
  repositoryPolicy: 'repository policy',
  registryPolicy: 'registry policy',
};

/**
 * Describes the result of one policy type: `allowed by statement 'PullAndPush' of …`.
 *
 * @param isLive whether the policies in AWS were evaluated, so that a missing policy does not exist
 */
export function layerText({ layer, state }: LayerDecision, isLive = false): string {
  switch (state.kind) {
    case 'allows':
      return `allowed by ${statementText(state.by)}`;
    case 'denies':
      return `DENIED by ${statementText(state.by)}`;
    case 'silent':
      return 'no statement applies';
    case 'absent':
      return ASSUMED_UNLIMITED.has(layer) && !isLive ? 'none; assumed to allow everything' : 'none';
    case 'notKnown':
      return 'unknown';
    case 'doesNotApply':
      return `does not apply: ${NOT_APPLIED[state.because]}`;
    case 'maybe':
      return `may be ${state.effect === 'Allow' ? 'allowed' : 'denied'} by ${statementText(state.by)}, depending on ${unknownsText(state)}`;
  }
}

/** A topology does not contain these policies. If none is given, they are assumed not to limit the request. */
const ASSUMED_UNLIMITED: ReadonlySet<LayerName> = new Set(['boundary', 'scps', 'rcps']);

const NOT_APPLIED: Readonly<Record<NotApplied, string>> = {
  callerIsService: 'the caller is an AWS service',
  callerIsRoot: 'the caller is the root user of an account',
  callerIsServiceLinkedRole: 'the caller is a service-linked role',
  noRepository: 'the action has no repository',
  registryPolicyScope: 'the registry policy has scope V1, which does not support the action',
  otherRegistry: "the action always uses the registry of the caller's own account",
};

function unknownsText({ unknowns }: Extract<LayerState, { kind: 'maybe' }>): string {
  return [...unknowns.keys, ...unknowns.operators, ...unknowns.principals].join(', ');
}

/** Returns, for example, `statement 'PullAndPush' of the repository policy of 'your-repo'`. */
export function statementText({ label, index, statement }: StatementReference): string {
  const name = statement.sid === undefined ? `statement ${index + 1}` : `statement '${statement.sid}'`;
  return `${name} of ${label}`;
}

/** Returns only the statement, as JSON in one line. */
export function statementJson({ statement }: Pick<StatementReference, 'statement'>): string {
  const text = policyText({ statements: [statement] });
  return text.slice(text.indexOf('[') + 1, text.lastIndexOf(']'));
}

/** Returns the reason of a decision, as a clause without a final period. */
export function reasonText({ reason }: Decision): string {
  switch (reason.kind) {
    case 'identityAllows':
      return 'the identity policies of the caller allow it, which is enough within one account';
    case 'resourceAllows':
      return `the ${LAYER_NAMES[reason.layer]} allows it, which is enough`;
    case 'bothAllow':
      return `the identity policies of the caller and the ${LAYER_NAMES[reason.layer]} allow it`;
    case 'rootOfOwner':
      return 'the root user has full access to its own account';
    case 'explicitDeny':
      return `${statementText(reason.by)} explicitly denies it`;
    case 'identityDoesNotAllow':
      return 'no identity policy of the caller allows it';
    case 'resourceDoesNotAllow':
      return 'neither the repository policy nor the registry policy allows it';
    case 'neitherAllows':
      return 'no identity policy of the caller allows it, and no repository policy or registry policy does; across accounts, both are required';
    case 'nobodyAllows':
      return 'no identity policy, repository policy or registry policy allows it; within one account, one is enough';
    case 'limited':
      return `the ${LAYER_NAMES[reason.layer]} do${reason.layer === 'boundary' ? 'es' : ''} not allow it`;
    case 'notKnown':
      return `it depends on unknown input: ${[
        ...reason.layers.map((layer) => `the ${LAYER_NAMES[layer]}`),
        ...reason.unknowns.keys,
      ].join(', ')}`;
  }
}

/** Describes a statement that would allow actions, and the conditions that the request does not meet. */
export function unmetText(unmet: UnmetLayerStatement): string {
  const { by, actions, conditions, deadResources } = unmet;
  const subject = capitalize(statementText(by));
  const lines = [
    ...conditions.map(conditionText),
    ...deadResources.map(
      (resource) =>
        `Resource ${resource}: IAM does not replace a policy variable before the fifth colon of an ARN, so it never matches`,
    ),
  ];
  return `${subject} would allow ${actions.join(', ')}, but:\n\n${lines.map((line) => `  - ${line}`).join('\n')}\n`;
}

/** Returns, for example, `StringEquals aws:PrincipalTag/team web: the request has api`. */
export function conditionText({ condition, request }: ConditionInRequest): string {
  const { operator, key, values } = condition;
  const [conditionKey, ...variables] = request;
  const keyText = conditionKey === undefined ? [] : [`the request ${stateText(conditionKey)}`];
  const others = variables.map((variable) => `${variable.key} ${stateText(variable)}`);
  const stated = [...keyText, ...others].join('; ');
  return `${operator} ${key} ${formatList(values, 6)}${stated === '' ? '' : `: ${stated}`}`;
}

function stateText({ state }: KeyValue): string {
  switch (state.kind) {
    case 'known':
      return `has ${formatList(state.values, 6)}`;
    case 'absent':
      return 'does not have this key';
    case 'notKnown':
      return 'has an unknown value';
  }
}
