import { parseIdentityArn, registryKey, type RegistryId } from '../../aws/arn';
import { ROOT } from '../../aws/namespaces';
import { policyFromStatements } from '../../aws/policy/grants';
import { upstreamHost, type Upstream } from '../../aws/upstream';
import { sortedBy, sortedUnique } from '../../base/collections';
import type { CacheGrant, PullThroughCacheRule } from '../../model/pull-through-cache';
import type { Scanning } from '../../model/scanning';
import type { RegistrySettings } from '../../model/resource-types';
import type { AccountSetting, CreationTemplate } from '../../model/settings';
import type {
  BoundCacheRule,
  BoundCreationTemplate,
  BoundDeclaration,
  BoundRegistry,
  BoundScanning,
} from '../bind/bound-declaration';
import { registryIdOf } from '../bind/registry-contents';
import { upstreamOf } from '../bind/registry-settings';
import { lowerRepositoryStatement } from './access';
import { lowerSettings } from './repository-settings';

/** Returns the settings of a registry other than its repositories, policy and replication. */
export function lowerRegistrySettings(
  registry: BoundRegistry,
  id: RegistryId,
  bound: BoundDeclaration,
): RegistrySettings {
  return {
    scanning: lowerScanning(registry.scanning),
    enablesInspector: registry.scanning?.enableInspector ?? false,
    creationTemplates: lowerCreationTemplates(registry, id),
    pullThroughCache: lowerPullThroughCache(registry, bound),
    accountSettings: lowerAccountSettings(registry),
    pullTimeUpdateExclusions: sortedUnique(
      (registry.declared?.pullTimeUpdateExclusions ?? []).filter((arn) => arn !== undefined),
    ),
  };
}

function lowerCreationTemplates(registry: BoundRegistry, id: RegistryId): readonly CreationTemplate[] {
  const templates = registry.creationTemplates.flatMap((template) => lowerTemplate(template, registry, id));
  return sortedBy(templates, ({ prefix }) => prefix);
}

function lowerTemplate(
  { prefix, appliedFor, description, settings, statements, customRoleArn }: BoundCreationTemplate,
  registry: BoundRegistry,
  id: RegistryId,
): readonly CreationTemplate[] {
  if (prefix === undefined) return [];
  const { imageTagMutability, encryption, lifecyclePolicy, tags } = lowerSettings(settings, registry);
  return [
    {
      prefix,
      appliedFor: sortedUnique(appliedFor.map(({ use }) => use)),
      description,
      settings: { imageTagMutability, encryption, lifecyclePolicy, tags },
      policy: policyFromStatements(
        statements.flatMap((statement) => lowerRepositoryStatement(id, statement)),
      ),
      customRoleArn: customRoleArn?.text,
    },
  ];
}

function lowerPullThroughCache(
  registry: BoundRegistry,
  bound: BoundDeclaration,
): readonly PullThroughCacheRule[] {
  const rules = registry.pullThroughCache.flatMap((rule) => lowerCacheRule(rule, bound));
  return sortedBy(rules, ({ prefix }) => prefix);
}

function lowerCacheRule(rule: BoundCacheRule, bound: BoundDeclaration): readonly PullThroughCacheRule[] {
  const { prefix } = rule;
  const upstream = upstreamOf(rule, bound);
  if (prefix === undefined || upstream === undefined) return [];
  return [
    {
      prefix,
      upstream: upstreamHost(upstream),
      upstreamPrefix: upstreamPrefixOf(prefix, rule, upstream),
      credentialArn: rule.credentialArn?.text,
      customRoleArn: rule.customRoleArn?.text,
    },
  ];
}

/**
 * Returns the upstream prefix of a rule. For an ECR upstream the default is set too, because ECR stores it and the AWS
 * provider would otherwise replace the rule. A rule for `ROOT` must not have one, and other upstreams have no default.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private-wildcards.html
 */
function upstreamPrefixOf(prefix: string, rule: BoundCacheRule, { kind }: Upstream): string | undefined {
  const namespace = upstreamNamespace(rule);
  return prefix === ROOT || (kind === 'public' && namespace === ROOT) ? undefined : namespace;
}

/** Returns what the cache rules of other accounts may pull from a registry, for its registry policy. */
export function cacheGrantsOf(upstream: RegistryId, bound: BoundDeclaration): readonly CacheGrant[] {
  return bound.registries.flatMap((registry) =>
    registryIdOf(registry)?.accountId === upstream.accountId
      ? []
      : registry.pullThroughCache.flatMap((rule) => {
          const from = upstreamOf(rule, bound);
          const role = parseIdentityArn(rule.customRoleArn?.text ?? '');
          if (from?.kind !== 'ecr' || registryKey(from.id) !== registryKey(upstream) || role === undefined) {
            return [];
          }
          return { role, namespace: upstreamNamespace(rule) };
        }),
  );
}

function upstreamNamespace({ upstreamPrefix }: BoundCacheRule): string {
  return upstreamPrefix?.text ?? ROOT;
}

/** Returns the scanning configuration, or undefined if the registry has none. */
function lowerScanning(scanning: BoundScanning | undefined): Scanning | undefined {
  if (scanning?.type === undefined) return undefined;
  const rules = scanning.rules.flatMap(({ frequency, filters }) =>
    frequency === undefined ? [] : { frequency, filters: sortedUnique(filters.map(({ text }) => text)) },
  );
  return { type: scanning.type, rules: sortedBy(rules, ({ frequency }) => frequency) };
}

/**
 * Returns the declared account settings under their ECR names, sorted by name.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html
 */
function lowerAccountSettings({ declared }: BoundRegistry): readonly AccountSetting[] {
  const { basicScanTypeVersion, blobMounting, registryPolicyScope } = declared?.settings ?? {};
  return [
    ...optionalSetting('BASIC_SCAN_TYPE_VERSION', basicScanTypeVersion),
    ...optionalSetting(
      'BLOB_MOUNTING',
      blobMounting === undefined ? undefined : blobMounting ? 'ENABLED' : 'DISABLED',
    ),
    ...optionalSetting('REGISTRY_POLICY_SCOPE', registryPolicyScope),
  ];
}

function optionalSetting(name: AccountSetting['name'], value: string | undefined): readonly AccountSetting[] {
  return value === undefined ? [] : [{ name, value }];
}
