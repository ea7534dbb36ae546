import type { ImageAccess } from '../../access/matrix/image-access';
import type { RepositoryName } from '../../aws/names';
import type { Operation } from '../../aws/policy/actions';
import { groupBy } from '../../base/collections.grouped';
import type { Detail } from './diagram.detail';
import { shorten } from './diagram.labels';

/** Returns the label of an access arrow: `pull`, `pull and push 3 of 12`, `pull all, push my-repo`. */
export function accessLabel(access: ImageAccess, detail: Detail): string {
  const { pull, push } = access;
  if (detail === 'accounts') return operationsOf(access).join(' and ');
  const same = pull.length === push.length && pull.every((name, index) => name === push[index]);
  if (same || pull.length === 0 || push.length === 0) {
    const share = shareText(push.length === 0 ? pull : push, access, detail);
    return `${operationsOf(access).join(' and ')}${share === 'all' ? '' : ` ${share}`}`;
  }
  return `pull ${shareText(pull, access, detail)}, push ${shareText(push, access, detail)}`;
}

function operationsOf({ pull, push }: ImageAccess): readonly Operation[] {
  return [...(pull.length > 0 ? (['pull'] as const) : []), ...(push.length > 0 ? (['push'] as const) : [])];
}

function shareText(names: readonly RepositoryName[], { registry }: ImageAccess, detail: Detail): string {
  const total = registry.repositories.length;
  if (names.length === total) return 'all';
  const named = namedShare(
    names,
    registry.repositories.map(({ name }) => name),
  );
  if (named !== undefined) return named;
  return detail === 'repositories' ? `${names.length} of ${total}` : 'some';
}

/** Maximum number of characters of a list of names. A longer list is shown as a number. */
const MAX_SHARE_LENGTH = 32;
/** Maximum number of namespaces in a label. */
const MAX_NAMESPACES = 3;

/**
 * Returns, for example, `my-repo` or `app/* and base/*`, or undefined if that does not match exactly these
 * repositories or is too long.
 */
function namedShare(
  names: readonly RepositoryName[],
  allNames: readonly RepositoryName[],
): string | undefined {
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return shorten(only, MAX_SHARE_LENGTH);
  const groups = [...groupBy(names, topNamespace).values()];
  if (groups.length > MAX_NAMESPACES) return undefined;
  const parts = groups.map((group) => {
    const [first, ...more] = group;
    if (more.length === 0) return first;
    const namespace = commonNamespace(group);
    const inNamespace = allNames.filter((name) => name.startsWith(namespace));
    return namespace !== '' && inNamespace.length === group.length ? `${namespace}*` : undefined;
  });
  const text = parts.join(' and ');
  return parts.includes(undefined) || text.length > MAX_SHARE_LENGTH ? undefined : text;
}

/** Returns `team/` for `team/service/api`. */
function topNamespace(name: RepositoryName): string {
  return name.slice(0, name.indexOf('/') + 1);
}

/** Returns the longest common namespace: `team/service/` for `team/service/api` and `team/service/web`. */
function commonNamespace([first, ...others]: readonly [RepositoryName, ...RepositoryName[]]): string {
  let namespace = namespaceOf(first);
  while (!others.every((name) => name.startsWith(namespace))) namespace = namespaceOf(namespace.slice(0, -1));
  return namespace;
}

/** Returns the name up to and including the last `/`. */
function namespaceOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/** Returns the same access with repository names, for the tooltip. */
export function accessTooltip({ registry, pull, push }: ImageAccess): string {
  const listed = (operation: Operation, names: readonly RepositoryName[]) =>
    names.length === 0
      ? []
      : [`${operation} in ${registry.name}: ${listText(names, registry.repositories.length)}`];
  return [...listed('pull', pull), ...listed('push', push)].join('\n');
}

const MAX_TOOLTIP_REPOSITORIES = 20;

function listText(names: readonly RepositoryName[], total: number): string {
  const more = names.length - MAX_TOOLTIP_REPOSITORIES;
  const all = names.length === total ? ' (all)' : '';
  return `${names.slice(0, MAX_TOOLTIP_REPOSITORIES).join(', ')}${more > 0 ? `, … and ${more} more` : ''}${all}`;
}
