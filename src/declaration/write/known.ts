import { isAccountId, type AccountId } from '../../aws/names';
import { isListedRegion, type Region } from '../../aws/partitions';
import { identityArn, registryText } from '../../aws/arn';
import type { Account } from '../../model/deployment';
import {
  DEFAULT_REGISTRY_SETTINGS,
  type RegistrySettings,
  type ReplicationRule,
  type Repository,
} from '../../model/resource-types';
import type { PullThroughCacheRule } from '../../model/pull-through-cache';
import type { AccountSetting, CreationTemplate } from '../../model/settings';
import type {
  Identity,
  PlannedRegistry,
  PlannedRepository,
  PlannedTopology,
  Registry,
  Topology,
} from '../../model/topology';
import { isKnown, type Unknown } from '../../model/unknown';
import type { Omission, Part } from './parts';

/** The known part of a topology, and what was left out of it because a value is unknown. */
export interface KnownTopology {
  readonly topology: Topology;
  readonly omissions: readonly Omission[];
}

/** Returns the part of the topology that is known. A part of which a value is unknown is left out as a whole. */
export function knownTopology(topology: PlannedTopology, accounts: readonly Account[]): KnownTopology {
  const omissions: Omission[] = [];
  const reader = new KnownReader(omissions);
  const registries = topology.registries.flatMap((registry) => {
    const { accountId, region } = registry;
    const part = { kind: 'registry', registry: registry.name } as const;
    if (!isAccountId(accountId) || !isListedRegion(region)) {
      omissions.push({
        part,
        why: `Its account or Region is not known (${registryText(registry)}).`,
        isUnknown: true,
      });
      return [];
    }
    if (!accounts.some(({ id }) => id === accountId)) {
      omissions.push({ part, why: `No credentials are known for account ${accountId}.` });
      return [];
    }
    return [reader.registry(registry, accountId, region)];
  });
  const identities = topology.identities.map((identity): Identity => {
    const part = { kind: 'identityPolicy', arn: identityArn(identity) } as const;
    return { ...identity, policy: reader.value(identity.policy, part) };
  });
  return { topology: { registries, identities }, omissions };
}

const UNKNOWN_VALUE = 'It was not read.';

class KnownReader {
  public constructor(private readonly omissions: Omission[]) {}

  /** Returns a value, or undefined if it is unknown. */
  public value<Value>(value: Value | Unknown, part: Part): Value | undefined {
    if (isKnown(value)) return value;
    this.omissions.push({ part, why: UNKNOWN_VALUE, isUnknown: true });
    return undefined;
  }

  public registry(planned: PlannedRegistry, accountId: AccountId, region: Region): Registry {
    const { name } = planned;
    return {
      name,
      accountId,
      region,
      repositories: planned.repositories.flatMap((repository) => this.repository(planned, repository)),
      policy: this.value(planned.policy, { kind: 'registryPolicy', registry: name }),
      replication: this.replication(planned),
      ...this.settings(planned),
    };
  }

  private repository(
    { name: registry }: PlannedRegistry,
    { name, forceDelete, preventDestroy, policy, settings }: PlannedRepository,
  ): readonly Repository[] {
    const at = { registry, repository: name };
    const { imageTagMutability, encryption, tags, scanOnPush, lifecyclePolicy } = settings;
    if (!isKnown(imageTagMutability) || !isKnown(encryption) || !isKnown(tags)) {
      const unknown = Object.entries({ imageTagMutability, encryption, tags }).flatMap(([key, value]) =>
        isKnown<unknown>(value) ? [] : key,
      );
      this.omissions.push({
        part: { kind: 'repository', ...at },
        why: `Settings were not read: ${unknown.join(', ')}.`,
        isUnknown: true,
      });
      return [];
    }
    return [
      {
        name,
        // Only Terraform knows this setting.
        forceDelete: isKnown(forceDelete) && forceDelete,
        preventDestroy,
        policy: this.value(policy, { kind: 'repositoryPolicy', ...at }),
        settings: {
          imageTagMutability,
          encryption,
          tags,
          scanOnPush: this.value(scanOnPush, { kind: 'scanOnPush', ...at }),
          lifecyclePolicy: this.value(lifecyclePolicy, { kind: 'lifecycle', ...at }),
        },
      },
    ];
  }

  private replication({ name, replication }: PlannedRegistry): readonly ReplicationRule[] {
    const part = { kind: 'replication', registry: name } as const;
    const rules = this.value(replication, part) ?? [];
    const known = rules.map(({ filters, destinations }): ReplicationRule => ({
      filters,
      destinations: destinations.flatMap(({ accountId, region }) =>
        isAccountId(accountId) && isListedRegion(region) ? [{ accountId, region }] : [],
      ),
    }));
    const isComplete = known.every(
      ({ destinations }, index) => destinations.length === rules[index]?.destinations.length,
    );
    if (isComplete) return known;
    this.omissions.push({
      part,
      why: 'The account or Region of a destination is not known.',
      isUnknown: true,
    });
    return [];
  }

  private settings(planned: PlannedRegistry): RegistrySettings {
    const { name: registry } = planned;
    const { creationTemplates, pullThroughCache, accountSettings } = planned;
    const scanning = this.value(planned.scanning, { kind: 'scanning', registry });
    return {
      ...DEFAULT_REGISTRY_SETTINGS,
      scanning,
      enablesInspector: this.value(planned.enablesInspector, { kind: 'inspector', registry }) ?? false,
      creationTemplates: this.complete<CreationTemplate<Unknown>, CreationTemplate>(
        creationTemplates,
        { kind: 'creationTemplates', registry },
        ({ prefix }) => ({
          kind: 'creationTemplate',
          registry,
          name: prefix,
        }),
      ),
      pullThroughCache: this.complete<PullThroughCacheRule<Unknown>, PullThroughCacheRule>(
        pullThroughCache,
        { kind: 'cacheRules', registry },
        ({ prefix }) => ({
          kind: 'cacheRule',
          registry,
          name: prefix,
        }),
      ),
      accountSettings: this.complete<AccountSetting<Unknown>, AccountSetting>(
        accountSettings,
        { kind: 'accountSettings', registry },
        ({ name }) => ({
          kind: 'accountSetting',
          registry,
          name,
        }),
      ),
      pullTimeUpdateExclusions:
        this.value(planned.pullTimeUpdateExclusions, { kind: 'exclusions', registry }) ?? [],
    };
  }

  /** Returns the items of a list that have no unknown value. */
  // Callers name both types, because the second one cannot be inferred.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  private complete<Item extends object, Known extends Item>(
    items: readonly Item[] | Unknown,
    list: Part,
    partOf: (item: Item) => Part,
  ): readonly Known[] {
    return (this.value(items, list) ?? []).flatMap((item) => {
      // The type of an item without unknown values.
      if (isFullyKnown(item)) return [item as Known];
      this.omissions.push({ part: partOf(item), why: UNKNOWN_VALUE, isUnknown: true });
      return [];
    });
  }
}

function isFullyKnown(value: unknown): boolean {
  if (!isKnown(value)) return false;
  return typeof value !== 'object' || value === null || Object.values(value).every(isFullyKnown);
}
