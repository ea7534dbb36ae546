import { registryKey } from '../../aws/arn';
import { uncheckedAccountId, uncheckedRegion, uncheckedRepositoryFilter } from '../../aws/names';
import { namespaceOf, ROOT } from '../../aws/namespaces';
import { parseUpstream } from '../../aws/upstream';
import { sortedBy, sortedUnique } from '../../base/collections';
import type { PullThroughCacheRule } from '../../model/pull-through-cache';
import type { Scanning } from '../../model/scanning';
import type { TemplateUse } from '../../model/settings';
import type { PlannedReplicationRule } from '../../model/topology';
import type { CallOutput } from '../session';

/* Each function returns undefined for a value that this version does not support. */

type ReplicationConfiguration = CallOutput<'ecr:DescribeRegistry'>['replicationConfiguration'];

/** In the order of declared rules. */
export function decodeReplication(
  configuration: ReplicationConfiguration,
): readonly PlannedReplicationRule[] | undefined {
  const rules = configuration?.rules ?? [];
  const isSupported = rules.every(({ repositoryFilters = [] }) =>
    repositoryFilters.every(({ filterType }) => filterType === 'PREFIX_MATCH'),
  );
  if (!isSupported) return undefined;
  const decoded = rules.map(({ repositoryFilters = [], destinations = [] }): PlannedReplicationRule => {
    const filters = repositoryFilters.flatMap(({ filter }) => filter ?? []);
    const registries = destinations.map(({ registryId = '', region = '' }) => ({
      accountId: uncheckedAccountId(registryId),
      region: uncheckedRegion(region),
    }));
    return {
      filters: filters.length === 0 ? 'all' : sortedUnique(filters.map(uncheckedRepositoryFilter)),
      destinations: sortedBy(registries, registryKey),
    };
  });
  return sortedBy(decoded, ({ filters, destinations }) =>
    JSON.stringify([filters, destinations.map(registryKey)]),
  );
}

const FREQUENCIES = ['CONTINUOUS_SCAN', 'MANUAL', 'SCAN_ON_PUSH'] as const;

const SCAN_TYPES = ['BASIC', 'ENHANCED'] as const;

type ScanningConfiguration = CallOutput<'ecr:GetRegistryScanningConfiguration'>['scanningConfiguration'];

export function decodeScanning(configuration: ScanningConfiguration): Scanning | undefined {
  const { scanType = 'BASIC', rules = [] } = configuration ?? {};
  const type = SCAN_TYPES.find((each) => each === scanType);
  const decoded = rules.flatMap(({ scanFrequency, repositoryFilters = [] }) => {
    const frequency = FREQUENCIES.find((each) => each === scanFrequency);
    const isSupported = repositoryFilters.every(({ filterType }) => filterType === 'WILDCARD');
    if (frequency === undefined || !isSupported) return [];
    return { frequency, filters: sortedUnique(repositoryFilters.flatMap(({ filter }) => filter ?? [])) };
  });
  if (type === undefined || decoded.length < rules.length) return undefined;
  return { type, rules: sortedBy(decoded, ({ frequency }) => frequency) };
}

const USES = [
  'CREATE_ON_PUSH',
  'PULL_THROUGH_CACHE',
  'REPLICATION',
] as const satisfies readonly TemplateUse[];

export function decodeTemplateUses(appliedFor: readonly string[] = []): readonly TemplateUse[] | undefined {
  const known = USES.filter((each) => appliedFor.includes(each));
  return known.length < appliedFor.length ? undefined : known;
}

type CacheRule = NonNullable<
  CallOutput<'ecr:DescribePullThroughCacheRules'>['pullThroughCacheRules']
>[number];

export function decodeCacheRule(rule: CacheRule): PullThroughCacheRule {
  const prefix = namespaceOf(rule.ecrRepositoryPrefix ?? '');
  const upstream = rule.upstreamRegistryUrl ?? '';
  return {
    prefix,
    upstream,
    upstreamPrefix: decodeUpstreamPrefix(prefix, upstream, rule.upstreamRepositoryPrefix),
    credentialArn: rule.credentialArn,
    customRoleArn: rule.customRoleArn,
  };
}

/** In the form of declared rules: without `ROOT` where it is the only possible value. */
function decodeUpstreamPrefix(
  prefix: string,
  upstream: string,
  upstreamPrefix: string | undefined,
): string | undefined {
  const namespace = upstreamPrefix === undefined ? ROOT : namespaceOf(upstreamPrefix);
  const isDefault = prefix === ROOT || parseUpstream(upstream)?.kind !== 'ecr';
  return isDefault && namespace === ROOT ? undefined : namespace;
}
