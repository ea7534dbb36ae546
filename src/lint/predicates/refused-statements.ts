import { matchingActions } from '../../aws/policy/actions';
import { parseOperator } from '../../aws/policy/conditions';
import type { PolicyDocument, PolicyStatement, Principal } from '../../aws/policy/document';
import { groupBy } from '../../base/collections';
import { capitalizeSentence } from '../../base/text';
import { statementLabel } from './policies-after';

/**
 * Returns the reasons why ECR rejects a policy with valid JSON, as sentences that name the statement. A registry policy without
 * Resource is reported by `wrong-arn-in-registry-policy`.
 */
export function findRefusalReasons(policy: PolicyDocument): readonly string[] {
  if (policy.statements.length === 0) return ['It has no statements.'];
  const repeated = [...groupBy(policy.statements, ({ sid }) => sid)].flatMap(([sid, same]) =>
    sid !== undefined && same.length > 1 ? `${same.length} statements have the Sid '${sid}'.` : [],
  );
  return [
    ...policy.statements.flatMap((statement, index) =>
      statementFaults(statement).map(
        (fault) => `${capitalizeSentence(statementLabel(statement, index))} ${fault}`,
      ),
    ),
    ...repeated,
  ];
}

function statementFaults(statement: PolicyStatement): readonly string[] {
  const { effect, principals, actions, conditions } = statement;
  return [
    ...(principals === undefined || principals.values.length === 0 ? ['has no Principal.'] : []),
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    ...(principals?.isNot === true && effect === 'Allow'
      ? ['has NotPrincipal with Effect Allow, which AWS supports with Deny only.']
      : []),
    ...(principals?.values ?? []).flatMap((each) => principalFault(each) ?? []),
    ...(actions.values.length === 0 ? ['has no actions.'] : []),
    ...unknownActions(actions.values).map((action) => `has the action '${action}', ${actionFault(action)}`),
    ...conditions
      .filter(({ operator }) => parseOperator(operator) === undefined)
      .map(({ operator }) => `has the condition operator '${operator}', which IAM does not have.`),
  ];
}

/** Returns the actions of a policy that match no ECR action. */
export function unknownActions(actions: readonly string[]): readonly string[] {
  return actions.filter((action) => matchingActions(action).length === 0);
}

/** Follows the action in a sentence. */
export function actionFault(action: string): string {
  return /^ecr:/i.test(action)
    ? 'which is not a known ECR action.'
    : "which is not an ECR action. ECR actions start with 'ecr:'.";
}

/**
 * The forms of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html, and unique IDs.
 */
const AWS_PRINCIPAL =
  /^(?:\*|[0-9]{12}|A[A-Z0-9]{15,}|arn:[a-z-]+:iam::[^:]*:(?:root|user\/.+|role\/.+)|arn:[a-z-]+:sts::[0-9]{12}:(?:assumed-role|federated-user)\/.+)$/;

function principalFault({ type, value }: Principal): string | undefined {
  if (type !== 'AWS') return undefined;
  const account = /^(arn:[a-z-]+:iam::[0-9]{12}):\*$/.exec(value)?.[1];
  if (account !== undefined) {
    return `has the principal '${value}', which AWS does not accept. Use '${account}:root' for a whole account.`;
  }
  if (!AWS_PRINCIPAL.test(value)) {
    return `has the principal '${value}', which is not an account ID, or the ARN of an account, role, user or session.`;
  }
  return value !== '*' && /[*?]/.test(value)
    ? `has the principal '${value}', but AWS does not allow wildcards in the ARN of a principal.`
    : undefined;
}
