import type { Deployment } from '../model/deployment';
import type { Topology } from '../model/topology';
import { count } from './format/text.count';

/** Summarises a topology in one line. */
export function topologyText({ registries, identities }: Topology, { accounts }: Deployment): string {
  const repositories = registries.reduce((sum, registry) => sum + registry.repositories.length, 0);
  const rules = registries.reduce((sum, registry) => sum + registry.replication.length, 0);
  const templates = registries.reduce((sum, registry) => sum + registry.creationTemplates.length, 0);
  const caches = registries.reduce((sum, registry) => sum + registry.pullThroughCache.length, 0);
  return [
    count(accounts.length, 'account', 'accounts'),
    count(registries.length, 'registry', 'registries'),
    count(repositories, 'repository (replicas included)', 'repositories (replicas included)'),
    count(rules, 'replication rule', 'replication rules'),
    ...(templates === 0 ? [] : [count(templates, 'creation template', 'creation templates')]),
    ...(caches === 0 ? [] : [count(caches, 'pull-through cache', 'pull-through caches')]),
    ...(identities.length === 0 ? [] : [count(identities.length, 'identity policy', 'identity policies')]),
  ].join(', ');
}
