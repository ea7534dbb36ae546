import { identityArn } from '../../aws/arn';
import { groupBy } from '../../base/collections';
import type { Repository } from '../../model/resource-types';
import type { Identity, Registry, Topology } from '../../model/topology';
import type { NamedPartKind, Part } from './parts';

/** Returns the topology without these parts. */
export function omitParts(topology: Topology, parts: readonly Part[]): Topology {
  const byRegistry = groupBy(parts, (part) => ('registry' in part ? part.registry : undefined));
  const ofIdentities = byRegistry.get(undefined) ?? [];
  return {
    registries: topology.registries.flatMap((registry) => {
      const ofRegistry = byRegistry.get(registry.name) ?? [];
      if (ofRegistry.some(({ kind }) => kind === 'registry')) return [];
      return ofRegistry.length === 0 ? registry : omitFromRegistry(registry, ofRegistry);
    }),
    identities: topology.identities.flatMap((identity) => omitFromIdentity(identity, ofIdentities)),
  };
}

function omitFromRegistry(registry: Registry, parts: readonly Part[]): Registry {
  const kinds = new Set(parts.map(({ kind }) => kind));
  const names = groupBy(
    parts.flatMap((part) => ('name' in part ? part : [])),
    ({ kind }) => kind,
  );
  const isKept = (list: Part['kind'], kind: NamedPartKind, name: string) =>
    !kinds.has(list) && names.get(kind)?.some((each) => each.name === name) !== true;
  return {
    ...registry,
    repositories: omitFromRepositories(registry.repositories, parts),
    policy: kinds.has('registryPolicy') ? undefined : registry.policy,
    replication: kinds.has('replication') ? [] : registry.replication,
    scanning: kinds.has('scanning') ? undefined : registry.scanning,
    enablesInspector: registry.enablesInspector && !kinds.has('inspector'),
    creationTemplates: registry.creationTemplates.filter(({ prefix }) =>
      isKept('creationTemplates', 'creationTemplate', prefix),
    ),
    pullThroughCache: registry.pullThroughCache.filter(({ prefix }) =>
      isKept('cacheRules', 'cacheRule', prefix),
    ),
    accountSettings: registry.accountSettings.filter(({ name }) =>
      isKept('accountSettings', 'accountSetting', name),
    ),
    pullTimeUpdateExclusions: registry.pullTimeUpdateExclusions.filter((arn) =>
      isKept('exclusions', 'exclusion', arn),
    ),
  };
}

function omitFromRepositories(
  repositories: readonly Repository[],
  parts: readonly Part[],
): readonly Repository[] {
  const byRepository = groupBy(
    parts.flatMap((part) => ('repository' in part ? part : [])),
    ({ repository }) => repository,
  );
  if (byRepository.size === 0) return repositories;
  return repositories.flatMap((repository) => {
    const kinds = new Set(byRepository.get(repository.name)?.map(({ kind }) => kind));
    if (kinds.size === 0) return repository;
    if (kinds.has('repository')) return [];
    const { policy, settings } = repository;
    return {
      ...repository,
      policy: kinds.has('repositoryPolicy') ? undefined : policy,
      settings: {
        ...settings,
        scanOnPush: kinds.has('scanOnPush') ? undefined : settings.scanOnPush,
        lifecyclePolicy: kinds.has('lifecycle') ? undefined : settings.lifecyclePolicy,
      },
    };
  });
}

function omitFromIdentity(identity: Identity, parts: readonly Part[]): readonly Identity[] {
  const arn = identityArn(identity);
  const own = parts.filter((part) => 'arn' in part && part.arn === arn);
  const policy = own.some(({ kind }) => kind === 'identityPolicy') ? undefined : identity.policy;
  const managedPolicies = identity.managedPolicies.filter(
    (name) => !own.some((part) => part.kind === 'attachment' && part.policy === name),
  );
  return policy === undefined && managedPolicies.length === 0
    ? []
    : [{ ...identity, policy, managedPolicies }];
}
