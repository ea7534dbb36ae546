import { parseAccountRootArn } from '../aws/arn';
import { formatList } from '../base/text.listed';
import { isAccountId } from '../aws/names';
import { requiredActions, type Operation } from '../aws/policy/actions';
import type { Permission } from './change.change-parts';

/** The limit for names in a line. The JSON output contains all of them. */
const MAX_NAMES = 8;

/** Returns text such as `account 111111111111 may now pull my-repo`. */
export function describePermission(permission: Permission, isAdded: boolean): string {
  const { effect, principal, condition, actions, resources } = permission;
  const principalText = [
    describePrincipal(principal),
    ...(condition === undefined ? [] : [`(${condition})`]),
  ].join(' ');
  const now = isAdded ? 'now' : 'no longer';
  const modal = effect === 'Allow' ? `may ${now}` : `is ${now} denied to`;
  return `${principalText} ${modal} ${describeActions(actions)} ${formatList(resources.map(repositoryName), MAX_NAMES)}`;
}

/** Returns text for an identity policy, such as `now allows to push to central/my-repo`. */
export function describeIdentityPermission(permission: Permission, isAdded: boolean): string {
  const { effect, condition, actions, resources } = permission;
  const modal = `${isAdded ? 'now' : 'no longer'} ${effect === 'Allow' ? 'allows' : 'denies'}`;
  const conditionSuffix = condition === undefined ? '' : ` (${condition})`;
  return `${modal} to ${describeActions(actions)} ${formatList(resources.map(qualifiedRepositoryName), MAX_NAMES)}${conditionSuffix}`;
}

function describePrincipal(arn: string): string {
  if (arn === '*') return 'everybody';
  const accountId = isAccountId(arn) ? arn : parseAccountRootArn(arn)?.accountId;
  return accountId === undefined ? arn : `account ${accountId}`;
}

const OPERATIONS = ['pull', 'push'] as const satisfies readonly Operation[];

const ACTION_VERBS: Readonly<Record<string, string>> = {
  'ecr:ReplicateImage': 'replicate into',
  'ecr:CreateRepository': 'create',
  'ecr:GetAuthorizationToken': 'log in to',
};

function describeActions(actions: readonly string[]): string {
  const operations = OPERATIONS.filter((operation) => coversOperation(operation, actions));
  const covered = new Set<string>(operations.length === 0 ? [] : requiredActions(...operations));
  const rest = actions.filter((action) => !covered.has(action));
  const verbs = [
    ...operations.map((operation) => (operation === 'push' ? 'push to' : 'pull')),
    ...rest.map((action) => ACTION_VERBS[action] ?? `${action} on`),
  ];
  return verbs.join(' and ');
}

/**
 * Returns whether the actions contain every action that only this operation requires. If only these change, the
 * principal has the shared actions through the other operation.
 */
function coversOperation(operation: Operation, actions: readonly string[]): boolean {
  const shared = new Set<string>(
    OPERATIONS.filter((each) => each !== operation).flatMap((each) => requiredActions(each)),
  );
  return requiredActions(operation).every((action) => shared.has(action) || actions.includes(action));
}

/** Returns the name without the registry, because the line already contains the registry. */
function repositoryName(arn: string): string {
  return arn.replace(/^arn:[^:]+:ecr:[^:]*:[^:]*:repository\//, '');
}

/** Returns the name with its registry, because an identity policy may apply to several. */
function qualifiedRepositoryName(arn: string): string {
  const match = /^arn:[^:]+:ecr:([^:]*):([^:]*):repository\/(.*)$/.exec(arn);
  if (match === null) return arn === '*' ? 'every registry' : arn;
  const [, region = '', account = '', name = ''] = match;
  return `${name} (${account} in ${region})`;
}
