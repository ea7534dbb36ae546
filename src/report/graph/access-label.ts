import type { Operation, RepositoryName } from '../../registry';
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
  if (detail !== 'repositories') return 'some';
  const [only, ...others] = names;
  return only !== undefined && others.length === 0 ? shortened(only, 30) : `${names.length} of ${total}`;
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
