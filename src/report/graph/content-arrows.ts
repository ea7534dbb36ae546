import { accountText, shortGranteeText, type AccountNames } from '../../access/evaluate/grantees';
import type { ImageAccess } from '../../access/matrix/image-access';
import { registriesByKey, registryKey, type KnownRegistryId } from '../../aws/arn';
import { firstLines } from '../format/text';
import { accountNodeId, registryNodeId, type GraphRegistry } from './account-boxes';
import type { CallerGroup } from './caller-group';
import { groupCallers } from './callers';
import type { GraphContent } from './content';
import type { Arrow, Detail, NodeId } from './diagram';
import { accessLabel, accessTooltip, operationsOf } from './labels';
import {
  cacheLabel,
  cacheTooltip,
  routeLabel,
  routeTooltip,
  upstreamNodeId,
  type Cache,
  type Route,
} from './registry-arrows';

export function callersOf(
  { access, withoutAccess, registries }: GraphContent,
  detail: Detail,
): readonly CallerGroup[] {
  const accounts = new Set(registries.map(({ accountId }) => accountId));
  return groupCallers(access, withoutAccess, accounts, detail);
}

/** Returns the arrows of replication and of pull-through caches. */
export function registryArrows(
  { routes, caches, registries, names }: GraphContent,
  detail: Detail,
): readonly Arrow[] {
  const endOf = endsOf(registries, detail);
  return [
    ...routes.map((route) => routeArrow(route, endOf, names)),
    ...caches.map((cache) => cacheArrow(cache, endOf)),
  ];
}

type EndOf = (registry: KnownRegistryId) => { readonly id: NodeId; readonly name: string | undefined };

function endsOf(registries: readonly GraphRegistry[], detail: Detail): EndOf {
  const registryByKey = registriesByKey(registries);
  return ({ accountId, region }) => {
    const registry = registryByKey.get(registryKey({ accountId, region })) ?? { accountId, region };
    const id = detail === 'accounts' ? accountNodeId(accountId) : registryNodeId(registry);
    return { id, name: registry.name };
  };
}

function routeArrow(route: Route, endOf: EndOf, names: AccountNames): Arrow {
  const to = endOf(route.to);
  return {
    from: endOf(route.from).id,
    to: to.id,
    kind: 'replication',
    label: routeLabel(route),
    tooltip: routeTooltip(
      route,
      to.name ?? `${accountText(route.to.accountId, names)} in ${route.to.region}`,
    ),
  };
}

function cacheArrow(cache: Cache, endOf: EndOf): Arrow {
  return {
    from: cache.from === undefined ? upstreamNodeId(cache) : endOf(cache.from).id,
    to: endOf(cache.into).id,
    kind: 'cache',
    label: cacheLabel(cache),
    tooltip: cacheTooltip(cache),
  };
}

/** Returns the arrows of pulls and pushes. */
export function accessArrows(
  { registries, names }: GraphContent,
  groups: readonly CallerGroup[],
  detail: Detail,
): readonly Arrow[] {
  const endOf = endsOf(registries, detail);
  return groups.flatMap((group) => arrowsOfGroup(group, endOf, detail, names));
}

function arrowsOfGroup(
  group: CallerGroup,
  endOf: EndOf,
  detail: Detail,
  names: AccountNames,
): readonly Arrow[] {
  const from = detail === 'accounts' && group.home !== undefined ? accountNodeId(group.home) : group.id;
  return group.access.map((access) => ({
    from,
    to: endOf(access.registry).id,
    kind: accessArrowKind(access),
    label: groupLabel(group, access, detail),
    tooltip: groupTooltip(group, access, names),
  }));
}

function groupLabel({ ownNamespaces }: CallerGroup, access: ImageAccess, detail: Detail): string {
  if (ownNamespaces === undefined || detail === 'accounts') return accessLabel(access, detail);
  return `${operationsOf(access).join(' and ')} own namespace`;
}

/** Maximum number of members in the tooltip. */
const MAX_TOOLTIP_MEMBERS = 30;

function groupTooltip({ ownNamespaces }: CallerGroup, access: ImageAccess, names: AccountNames): string {
  if (ownNamespaces === undefined) return accessTooltip(access);
  const lines = ownNamespaces.accessByMember.flatMap(({ member, access: own }) =>
    own
      .filter(({ registry }) => registry.name === access.registry.name)
      .map(
        (each) => `${shortGranteeText(member, names, undefined)}: ${accessTooltip(each).replace('\n', ', ')}`,
      ),
  );
  return firstLines(lines, MAX_TOOLTIP_MEMBERS).join('\n');
}

function accessArrowKind({ push }: ImageAccess): Arrow['kind'] {
  return push.length > 0 ? 'push' : 'pull';
}
