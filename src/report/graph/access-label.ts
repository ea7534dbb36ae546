import { grouped, type Operation, type RepositoryName } from '../../registry';
import type { Access } from './access';
import type { Detail } from './detail';
import { shortened } from './labels';

/** What an arrow says of an access: `pull`, `pull and push 3 of 12`, `pull all, push my-repo`. */
export function accessLabel(access: Access, detail: Detail): string {
  const { pull, push } = access;
  if (detail === 'accounts') return operations(access).join(' and ');
  const same = pull.length === push.length && pull.every((name, index) => name === push[index]);
  if (same || pull.length === 0 || push.length === 0) {
    const share = shareText(push.length === 0 ? pull : push, access, detail);
    return `${operations(access).join(' and ')}${share === 'all' ? '' : ` ${share}`}`;
  }
  return `pull ${shareText(pull, access, detail)}, push ${shareText(push, access, detail)}`;
}

function operations({ pull, push }: Access): readonly Operation[] {
  return [...(pull.length > 0 ? (['pull'] as const) : []), ...(push.length > 0 ? (['push'] as const) : [])];
}

function shareText(names: readonly RepositoryName[], { registry }: Access, detail: Detail): string {
  const total = registry.repositories.length;
  if (names.length === total) return 'all';
  const named = namedShare(
    names,
    registry.repositories.map(({ name }) => name),
  );
  if (named !== undefined) return named;
  return detail === 'repositories' ? `${names.length} of ${total}` : 'some';
}

/** Characters of a share that is named rather than counted. */
const LONGEST = 32;
/** Namespaces that a share names. */
const MOST_PARTS = 3;

/** `my-repo`, `app/* and base/*`: undefined where that is not exactly what there is, or too long. */
function namedShare(names: readonly RepositoryName[], held: readonly RepositoryName[]): string | undefined {
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return shortened(only, LONGEST);
  const groups = [...grouped(names, topNamespace).values()];
  if (groups.length > MOST_PARTS) return undefined;
  const parts = groups.map((group) => {
    const [first, ...more] = group;
    if (more.length === 0) return first;
    const namespace = commonNamespace(group);
    const below = held.filter((name) => name.startsWith(namespace));
    return namespace !== '' && below.length === group.length ? `${namespace}*` : undefined;
  });
  const text = parts.join(' and ');
  return parts.includes(undefined) || text.length > LONGEST ? undefined : text;
}

/** `team/` of `team/service/api`. */
function topNamespace(name: RepositoryName): string {
  return name.slice(0, name.indexOf('/') + 1);
}

/** The longest one that all of them are in: `team/service/` of `team/service/api` and `team/service/web`. */
function commonNamespace([first, ...others]: readonly [RepositoryName, ...RepositoryName[]]): string {
  let namespace = namespaceOf(first);
  while (!others.every((name) => name.startsWith(namespace))) namespace = namespaceOf(namespace.slice(0, -1));
  return namespace;
}

/** Everything up to the last `/`, with it. */
function namespaceOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/** The same for whoever rests the pointer on the arrow, with the names. */
export function accessTitle({ registry, pull, push }: Access): string {
  const listed = (operation: Operation, names: readonly RepositoryName[]) =>
    names.length === 0
      ? []
      : [`${operation} in ${registry.name}: ${listText(names, registry.repositories.length)}`];
  return [...listed('pull', pull), ...listed('push', push)].join('\n');
}

const MOST_LISTED = 20;

function listText(names: readonly RepositoryName[], total: number): string {
  const more = names.length - MOST_LISTED;
  const all = names.length === total ? ' (all)' : '';
  return `${names.slice(0, MOST_LISTED).join(', ')}${more > 0 ? `, … and ${more} more` : ''}${all}`;
}
