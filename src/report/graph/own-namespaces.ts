import { accountOfGrantee } from '../../access/evaluate/grantees';
import type { ImageAccess } from '../../access/matrix/image-access';
import { groupBy } from '../../base/collections';
import type { CallerGroup } from './caller-group';
import { operationsOf, shareParts } from './labels';

/** Fewer callers are named with their namespaces. */
const MIN_CALLERS = 4;

/**
 * Joins callers of an account whose access differs only in the namespace, such as 40 roles `ci-team-01` that each push
 * to `team-01/*`.
 */
export function joinOwnNamespaces(groups: readonly CallerGroup[]): readonly CallerGroup[] {
  const byShape = groupBy(groups, (group) => shapeOf(group) ?? group.id);
  return [...byShape.values()].flatMap((same) => {
    const [first] = same;
    const example = namespaceOf(first);
    if (same.length < MIN_CALLERS || example === undefined) return same;
    const accessByMember = same.map(({ members: [member], access }) => ({ member, access }));
    const [, ...others] = same;
    return [
      {
        ...first,
        members: [first.members[0], ...others.map(({ members: [member] }) => member)],
        ownNamespaces: { example, accessByMember },
      } satisfies CallerGroup,
    ];
  });
}

/** Returns a text that is the same for callers whose access differs only in the namespace. */
function shapeOf(group: CallerGroup): string | undefined {
  const { home, members, access } = group;
  const isSingle = members.length === 1 && accountOfGrantee(members[0]) !== undefined;
  if (!isSingle || namespaceOf(group) === undefined) return undefined;
  return JSON.stringify([
    home ?? '',
    members[0].who.kind,
    members[0].onlyIf,
    ...access.map((each) => [each.registry.name, ...operationsOf(each)]),
  ]);
}

/** Returns the only namespace or repository that the callers have access to, or undefined if there are several. */
function namespaceOf({ access }: CallerGroup): string | undefined {
  const parts = new Set(access.flatMap(partsOf));
  const [only] = parts;
  return parts.size === 1 ? only : undefined;
}

function partsOf({ registry, pull, push }: ImageAccess): readonly string[] {
  const isAll = [pull, push].some(
    (names) => names.length > 1 && names.length === registry.repositories.length,
  );
  // Access to every repository of a registry is not limited to a namespace.
  if (isAll) return ['all of', registry.name];
  return [pull, push].flatMap((names) => shareParts(names, registry));
}
