import { parseAccountRootArn } from '../arn';
import { listed } from '../listed';
import { isAccountId } from '../names';
import { actionsOf, type Operation } from '../policy/operations';
import type { Permission } from './change-parts';

/** Names that a person reads in a line; the JSON has all. */
const MOST_NAMES = 8;

/** `account 111111111111 may now pull my-repo`. */
export function describePermission(permission: Permission, isAdded: boolean): string {
  const { effect, principal, condition, actions, resources } = permission;
  const who = [describePrincipal(principal), ...(condition === undefined ? [] : [`(${condition})`])].join(
    ' ',
  );
  const now = isAdded ? 'now' : 'no longer';
  const modal = effect === 'Allow' ? `may ${now}` : `is ${now} denied to`;
  return `${who} ${modal} ${describeActions(actions)} ${listed(resources.map(repositoryName), MOST_NAMES)}`;
}

/** `now allows to push to central/my-repo`, of an identity policy. */
export function describeIdentityPermission(permission: Permission, isAdded: boolean): string {
  const { effect, condition, actions, resources } = permission;
  const modal = `${isAdded ? 'now' : 'no longer'} ${effect === 'Allow' ? 'allows' : 'denies'}`;
  const only = condition === undefined ? '' : ` (${condition})`;
  return `${modal} to ${describeActions(actions)} ${listed(resources.map(repositoryPlace), MOST_NAMES)}${only}`;
}

function describePrincipal(arn: string): string {
  if (arn === '*') return 'everybody';
  const accountId = isAccountId(arn) ? arn : parseAccountRootArn(arn)?.accountId;
  return accountId === undefined ? arn : `account ${accountId}`;
}

const OPERATIONS = ['pull', 'push'] as const satisfies readonly Operation[];

const WORDS: Readonly<Record<string, string>> = {
  'ecr:ReplicateImage': 'replicate into',
  'ecr:CreateRepository': 'create',
  'ecr:GetAuthorizationToken': 'log in to',
};

function describeActions(actions: readonly string[]): string {
  const operations = OPERATIONS.filter((operation) => tells(operation, actions));
  const told = new Set<string>(operations.length === 0 ? [] : actionsOf(...operations));
  const rest = actions.filter((action) => !told.has(action));
  const words = [
    ...operations.map((operation) => (operation === 'push' ? 'push to' : 'pull')),
    ...rest.map((action) => WORDS[action] ?? `${action} on`),
  ];
  return words.join(' and ');
}

/**
 * Whether the actions hold all that the operation needs and the other one does not: who may do the other already, or
 * still, has the rest.
 */
function tells(operation: Operation, actions: readonly string[]): boolean {
  const shared = new Set<string>(
    OPERATIONS.filter((each) => each !== operation).flatMap((each) => actionsOf(each)),
  );
  return actionsOf(operation).every((action) => shared.has(action) || actions.includes(action));
}

/** The name alone: the registry the line is about says the rest. */
function repositoryName(arn: string): string {
  return arn.replace(/^arn:[^:]+:ecr:[^:]*:[^:]*:repository\//, '');
}

/** With its registry: an identity policy is about several. */
function repositoryPlace(arn: string): string {
  const match = /^arn:[^:]+:ecr:([^:]*):([^:]*):repository\/(.*)$/.exec(arn);
  if (match === null) return arn === '*' ? 'every registry' : arn;
  const [, region = '', account = '', name = ''] = match;
  return `${name} (${account} in ${region})`;
}
