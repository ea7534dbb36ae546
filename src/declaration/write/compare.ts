import { identityArn, registryKey } from '../../aws/arn';
import { isSameValue, pairByName, sortedBy } from '../../base/collections';
import type { Repository } from '../../model/resource-types';
import type { CreationTemplate, Tags } from '../../model/settings';
import type { Identity, Registry, Topology } from '../../model/topology';
import { policyKey } from './grants';
import type { Part } from './parts';

/** A part that differs between the topology and what the declaration means. */
export interface Difference {
  readonly part: Part;
  /** Whether only the declaration has the part. */
  readonly isAdded: boolean;
}

/**
 * Compares a topology with what a declaration means.
 *
 * @param tags the tags that the providers add to each declared repository
 */
export function compareTopologies(topology: Topology, declared: Topology, tags: Tags): readonly Difference[] {
  return [
    ...pairByName(topology.registries, declared.registries, ({ name }) => name).flatMap(
      ({ name, previous, current }) =>
        previous === undefined || current === undefined
          ? [{ part: { kind: 'registry', registry: name } as const, isAdded: previous === undefined }]
          : compareRegistries(previous, current, tags),
    ),
    ...pairByName(topology.identities, declared.identities, identityArn).flatMap(
      ({ name, previous, current }) => compareIdentities(name, previous, current),
    ),
  ];
}

function compareRegistries(one: Registry, other: Registry, tags: Tags): readonly Difference[] {
  const { name: registry } = one;
  const isSame = {
    registry: registryKey(one) === registryKey(other),
    registryPolicy: policyKey(one.policy) === policyKey(other.policy),
    replication: isSameValue(comparableRules(one), comparableRules(other)),
    scanning: isSameValue(one.scanning, other.scanning),
    inspector: one.enablesInspector === other.enablesInspector,
  };
  const parts = (Object.keys(isSame) as (keyof typeof isSame)[]) // the keys of this object
    .filter((kind) => !isSame[kind])
    .map((kind): Part => ({ kind, registry }));
  return [
    ...parts.map((part) => ({ part, isAdded: false })),
    ...compareNamed(registry, 'creationTemplate', one.creationTemplates, other.creationTemplates),
    ...compareNamed(registry, 'cacheRule', one.pullThroughCache, other.pullThroughCache),
    ...compareNamed(registry, 'accountSetting', one.accountSettings, other.accountSettings),
    ...compareNamed(
      registry,
      'exclusion',
      one.pullTimeUpdateExclusions.map((name) => ({ name })),
      other.pullTimeUpdateExclusions.map((name) => ({ name })),
    ),
    ...pairByName(one.repositories, other.repositories, ({ name }) => name).flatMap(
      ({ name, previous, current }) => compareRepositories(registry, name, previous, current, tags),
    ),
  ];
}

/** ECR evaluates all rules, so their order is not significant. */
function comparableRules({ replication }: Registry): readonly string[] {
  return replication
    .map(({ filters, destinations }) =>
      JSON.stringify([
        filters === 'all' ? filters : [...filters].sort(),
        destinations.map(registryKey).sort(),
      ]),
    )
    .sort();
}

type Named = CreationTemplate | { readonly name: string } | { readonly prefix: string };

function compareNamed(
  registry: Registry['name'],
  kind: 'accountSetting' | 'cacheRule' | 'creationTemplate' | 'exclusion',
  one: readonly Named[],
  other: readonly Named[],
): readonly Difference[] {
  return pairByName(one, other, (item) => ('prefix' in item ? item.prefix : item.name)).flatMap(
    ({ name, previous, current }) =>
      isSameValue(comparable(previous), comparable(current))
        ? []
        : [{ part: { kind, registry, name } as const, isAdded: previous === undefined }],
  );
}

/** Sorts keys, and the statements of the policy of a template. */
function comparable(item: Named | undefined): object {
  if (item === undefined) return {};
  const policy = 'policy' in item ? { policy: policyKey(item.policy) } : {};
  return sortedBy(Object.entries({ ...item, ...policy }), ([key]) => key);
}

function compareRepositories(
  registry: Registry['name'],
  repository: Repository['name'],
  one: Repository | undefined,
  other: Repository | undefined,
  tags: Tags,
): readonly Difference[] {
  const isSame =
    one?.forceDelete === other?.forceDelete &&
    one?.preventDestroy === other?.preventDestroy &&
    isSameSettings(one, other, tags);
  if (!isSame) {
    return [{ part: { kind: 'repository', registry, repository }, isAdded: one === undefined }];
  }
  if (one?.policy === other?.policy || policyKey(one?.policy) === policyKey(other?.policy)) return [];
  return [{ part: { kind: 'repositoryPolicy', registry, repository }, isAdded: false }];
}

function isSameSettings(one: Repository | undefined, other: Repository | undefined, tags: Tags): boolean {
  if (one === undefined || other === undefined) return one === other;
  const resulting = Object.fromEntries(
    sortedBy(Object.entries({ ...tags, ...other.settings.tags }), ([key]) => key),
  );
  const sorted = Object.fromEntries(sortedBy(Object.entries(one.settings.tags), ([key]) => key));
  return isSameValue(sorted, resulting) && isSameValue(withoutTags(one), withoutTags(other));
}

function withoutTags({ settings }: Repository): object {
  const { imageTagMutability, scanOnPush, encryption, lifecyclePolicy } = settings;
  return [
    imageTagMutability.mode,
    [...imageTagMutability.exclusionFilters].sort(),
    scanOnPush ?? null,
    encryption.type,
    encryption.kmsKey ?? null,
    lifecyclePolicy?.text ?? null,
  ];
}

function compareIdentities(
  arn: string,
  one: Identity | undefined,
  other: Identity | undefined,
): readonly Difference[] {
  const attachments = pairByName(
    one?.managedPolicies ?? [],
    other?.managedPolicies ?? [],
    (policy) => policy,
  );
  return [
    ...(policyKey(one?.policy) === policyKey(other?.policy)
      ? []
      : [{ part: { kind: 'identityPolicy', arn } as const, isAdded: one?.policy === undefined }]),
    ...attachments
      .filter(({ previous, current }) => previous !== current)
      .map(({ name, previous }) => ({
        part: { kind: 'attachment', arn, policy: name } as const,
        isAdded: previous === undefined,
      })),
  ];
}
