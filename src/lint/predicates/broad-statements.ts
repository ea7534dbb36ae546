import { coveredActions } from '../../access/evaluate/statement-scope';
import type { RegistryId } from '../../aws/arn';
import type { EcrAction } from '../../aws/policy/actions';
import type { PolicyElement, PolicyStatement } from '../../aws/policy/document';
import { formatList } from '../../base/text';
import type { NamedStatement, PolicyAfter } from './policies-after';
import { externalGranteesOf, externalGranteesText, isPublic } from './public-statements';

/** Why a statement is too broad for other accounts. */
export interface BroadAccess {
  readonly fault: string;
  readonly help: string;
}

/** Finds wildcards in the actions or principals that a statement allows for other accounts. */
export function findBroadAccess(
  { statement, label }: NamedStatement,
  { registry, statements }: Pick<PolicyAfter, 'registry' | 'statements'>,
): BroadAccess | undefined {
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
): BroadAccess | undefined {
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
): BroadAccess | undefined {
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
