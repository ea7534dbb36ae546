import { coveredActions } from '../../access/evaluate/statement-scope';
import type { RegistryId } from '../../aws/arn';
import type { EcrAction } from '../../aws/policy/actions';
import type { PolicyElement, PolicyStatement } from '../../aws/policy/document';
import { sortedUnique } from '../../base/collections';
import { capitalizeSentence, formatList } from '../../base/text';
import { UNCHANGED_OPTION } from '../../plan/model/planned-resource';
import { policiesAfter, type NamedStatement, type PolicyAfter } from '../predicates/policies-after';
import { externalGranteesOf, externalGranteesText, isPublic } from '../predicates/public-statements';
import { withTemplatePolicies } from '../predicates/template-policies';
import { defineRule, type Problem } from '../rule';

const rule = defineRule({
  id: 'cross-account-wildcard',
  severity: 'warning',
  doc: 'Policy uses wildcards in the actions or principals that it allows for other accounts.',
  why:
    'ecr:*, * and NotAction also allow another account to delete images, to delete the repository and to change its policy, ' +
    'as well as every action that ECR adds later. AWS does not support wildcards in the ARN of a principal. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  options: { unchanged: UNCHANGED_OPTION },
  check: (reviewed, { unchanged }) => policiesAfter(reviewed, unchanged).flatMap(problemOf),
});

export const crossAccountWildcard = withTemplatePolicies(rule);

function problemOf(policy: PolicyAfter): readonly Problem[] {
  const faults = policy.statements.flatMap((named) => faultOf(named, policy) ?? []);
  if (faults.length === 0) return [];
  const { plan, address } = policy.resource;
  return [
    {
      at: { plan, address },
      subject: policy.subject,
      message: `${capitalizeSentence(policy.name)} is too broad for other accounts: ${faults.map(({ fault }) => fault).join('; ')}.`,
      help: sortedUnique(faults.map(({ help }) => help)).join(' '),
    },
  ];
}

interface Fault {
  readonly fault: string;
  readonly help: string;
}

function faultOf(
  { statement, label }: NamedStatement,
  { registry, statements }: PolicyAfter,
): Fault | undefined {
  // `public-access` reports statements that allow every account.
  if (statement.effect !== 'Allow' || isPublic(statement, statements)) return undefined;
  return (
    wildcardPrincipalFault(statement, label, registry) ?? wildcardActionsFault(statement, label, registry)
  );
}

function wildcardActionsFault(
  statement: PolicyStatement,
  label: string,
  registry: RegistryId,
): Fault | undefined {
  const outsiders = externalGranteesOf(statement, registry);
  const ownerActions = includedOwnerActions(statement.actions);
  if (outsiders.length === 0 || ownerActions.length === 0) return undefined;
  const { isNot, values } = statement.actions;
  const grantedActions = isNot
    ? `every action except ${formatList(values, 4)}`
    : formatList(values.filter(hasWildcard), 4);
  return {
    fault: `${label} allows ${externalGranteesText(outsiders, registry)} to call ${grantedActions}, which includes ${formatList(ownerActions, 3)}`,
    help: 'List the actions. A pull requires ecr:BatchGetImage and ecr:GetDownloadUrlForLayer.',
  };
}

/** Actions that only the owner of a repository needs; a wildcard for another account includes them by accident. */
const OWNER_ACTIONS = [
  'ecr:BatchDeleteImage',
  'ecr:DeleteRepository',
  'ecr:DeleteRepositoryPolicy',
  'ecr:PutLifecyclePolicy',
  'ecr:SetRepositoryPolicy',
] as const satisfies readonly EcrAction[];

/** Returns the owner actions that a wildcard or `NotAction` includes. */
function includedOwnerActions({ isNot, values }: PolicyElement): readonly EcrAction[] {
  const unnamed: PolicyElement = isNot ? { isNot, values } : { isNot, values: values.filter(hasWildcard) };
  const covered = new Set(coveredActions(unnamed));
  return OWNER_ACTIONS.filter((action) => covered.has(action));
}

function hasWildcard(value: string): boolean {
  return /[*?]/.test(value);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function wildcardPrincipalFault(
  { principals }: PolicyStatement,
  label: string,
  { accountId }: RegistryId,
): Fault | undefined {
  if (principals === undefined || principals.isNot) return undefined;
  const withWildcard = principals.values.filter(
    ({ type, value }) =>
      type === 'AWS' && value !== '*' && hasWildcard(value) && value.split(':')[4] !== accountId,
  );
  if (withWildcard.length === 0) return undefined;
  return {
    fault: `${label} contains ${withWildcard.length === 1 ? 'the principal' : 'the principals'} ${formatList(
      withWildcard.map(({ value }) => value),
      4,
    )}, but AWS does not allow wildcards in the ARN of a principal`,
    help: 'Name the root of the account as the principal, and select the roles with a condition ArnLike aws:PrincipalArn.',
  };
}
