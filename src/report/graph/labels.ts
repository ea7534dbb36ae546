import type { ImageAccess } from '../../access/matrix/image-access';
import type { RepositoryName } from '../../aws/names';
import type { Operation } from '../../aws/policy/actions';
import { foldNamespaces } from '../format/repository-names';
import { shorten, type Detail } from './diagram';

/** Separates the parts of a label. A renderer may start a new line after it. */
export const LABEL_SEPARATOR = '; ';

/** Returns the first texts of a list, and the number of texts left out. */
export function firstParts(texts: readonly string[], max: number): readonly string[] {
  // "and 1 more" is not shorter than the text that it replaces.
  return texts.length <= max + 1 ? texts : [...texts.slice(0, max), `… and ${texts.length - max} more`];
}

/** Maximum number of characters of the names in a label. */
const MAX_NAMES_LENGTH = 40;
const MAX_NAME_LENGTH = 32;

/** Returns as many names as fit in a label: `team-01/*, team-02/*, … and 5 more`. */
export function namesLabel(names: readonly string[]): string {
  const short = names.map((name) => shorten(name, MAX_NAME_LENGTH));
  let length = 0;
  const fitting = short.findIndex((name) => (length += name.length + 2) > MAX_NAMES_LENGTH);
  return firstParts(short, fitting === -1 ? short.length : Math.max(1, fitting)).join(', ');
}

/** Returns the label of an access arrow: `pull`, `pull and push app/*`, `pull all; push my-repo`. */
export function accessLabel(access: ImageAccess, detail: Detail): string {
  const { pull, push } = access;
  if (detail === 'accounts') return operationsOf(access).join(' and ');
  const same = pull.length === push.length && pull.every((name, index) => name === push[index]);
  if (same || pull.length === 0 || push.length === 0) {
    const share = shareText(push.length === 0 ? pull : push, access);
    return `${operationsOf(access).join(' and ')}${share === 'all' ? '' : ` ${share}`}`;
  }
  return `pull ${shareText(pull, access)}${LABEL_SEPARATOR}push ${shareText(push, access)}`;
}

export function operationsOf({ pull, push }: ImageAccess): readonly Operation[] {
  return [...(pull.length > 0 ? (['pull'] as const) : []), ...(push.length > 0 ? (['push'] as const) : [])];
}

function shareText(names: readonly RepositoryName[], { registry }: ImageAccess): string {
  if (names.length === registry.repositories.length) return 'all';
  return namesLabel(shareParts(names, registry));
}

/** Returns the names and namespaces that contain the repositories: `app/*`, `base`. */
export function shareParts(
  names: readonly RepositoryName[],
  { repositories }: ImageAccess['registry'],
): readonly string[] {
  return foldNamespaces(
    names,
    repositories.map(({ name }) => name),
  );
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
  const all = names.length === total ? ' (all)' : '';
  return `${firstParts(names, MAX_TOOLTIP_REPOSITORIES).join(', ')}${all}`;
}
