import { actionsCovered } from '../../access/coverage';
import { deniesAllBut, tellsWho } from '../../access/tells-who';
import type { PolicyStatement } from '../../registry';
import { grantedText } from '../actions-text';
import { policiesAfter, type NamedStatement, type PolicyAfter } from '../policies-after';
import { isEverybody } from '../principals';
import type { Problem } from '../reviewed';
import { rule } from '../rule';
import { sentence } from '../sentence';

export const publicAccess = rule({
  id: 'public-access',
  severity: 'error',
  doc: 'No policy lets everybody in.',
  why:
    'A principal of * without a condition that says who is every AWS account there is, for the identity policies of a ' +
    'stranger are written by the stranger. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous',
  options: {},
  check: (reviewed) => policiesAfter(reviewed).flatMap(problemOf),
});

function problemOf(policy: PolicyAfter): readonly Problem[] {
  const open = policy.statements.filter(({ statement }) => isPublic(statement, policy.statements));
  if (open.length === 0) return [];
  const { plan, address } = policy.resource;
  const labels = open.map(({ label }) => label).join(' and ');
  const granted = grantedText(open.map(({ statement }) => statement));
  return [
    {
      at: { plan, address },
      subject: policy.subject,
      message:
        `${sentence(policy.name)} lets everybody who has an AWS account, in your organization or not, ${granted}: ` +
        `${labels} ${open.length === 1 ? 'allows' : 'allow'} ${principalsText(open)} without a condition that says who.`,
      help:
        'Name the accounts or roles, or add a condition such as StringEquals aws:PrincipalOrgID. Images that are meant for ' +
        'everybody belong into Amazon ECR Public.',
    },
  ];
}

/** Whether a statement of the policy lets everybody in, and no other one of it keeps strangers out again. */
export function isPublic(statement: PolicyStatement, all: readonly NamedStatement[]): boolean {
  if (statement.effect !== 'Allow' || statement.conditions.some(tellsWho)) return false;
  return isEverybody(statement) && !all.some((other) => keepsStrangersOut(other.statement, statement));
}

/** `Deny` everybody but the organization, beside `Allow` everybody: both together are a grant to the organization. */
function keepsStrangersOut(denial: PolicyStatement, allowed: PolicyStatement): boolean {
  if (denial.effect !== 'Deny' || denial.principals?.isNot === true || !isEverybody(denial)) return false;
  const [condition, ...others] = denial.conditions;
  if (condition === undefined || others.length > 0 || !deniesAllBut(condition)) return false;
  const denied = new Set(actionsCovered(denial.actions));
  return actionsCovered(allowed.actions).every((action) => denied.has(action)) && isAboutAll(denial, allowed);
}

function isAboutAll(
  { resources: denied }: PolicyStatement,
  { resources: allowed }: PolicyStatement,
): boolean {
  if (denied === undefined) return allowed === undefined;
  if (denied.isNot) return false;
  if (denied.values.includes('*')) return true;
  return allowed?.isNot === false && allowed.values.every((value) => denied.values.includes(value));
}

function principalsText(open: readonly NamedStatement[]): string {
  return open.some(({ statement }) => statement.principals?.isNot === true)
    ? 'everybody but those in NotPrincipal'
    : 'everybody';
}
