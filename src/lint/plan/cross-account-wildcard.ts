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
  doc: 'Policy lets another account do everything.',
  why:
    'ecr:*, * and NotAction also allow to delete images, to delete the repository and to rewrite its policy, and every ' +
    'action that ECR gets later. ' +
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
      message: `${capitalizeSentence(policy.name)} gives other accounts more than anybody named: ${faults.map(({ fault }) => fault).join('; ')}.`,
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
    ? `everything but ${formatList(values, 4)}`
    : formatList(values.filter(hasWildcard), 4);
  return {
    fault: `${label} lets ${externalGranteesText(outsiders, registry)} do ${grantedActions}, which takes in ${formatList(ownerActions, 3)}`,
    help: 'Name the actions: ecr:BatchGetImage and ecr:GetDownloadUrlForLayer are what a pull needs.',
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
    fault: `${label} names ${formatList(
      withWildcard.map(({ value }) => value),
      4,
    )}, and AWS takes no wildcard in a principal`,
    help: 'Name the account root, with a condition ArnLike aws:PrincipalArn for the roles that are meant.',
  };
}
