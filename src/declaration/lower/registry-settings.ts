import { parseIdentityArn, registryKey, type RegistryId } from '../../aws/arn';
import { ROOT } from '../../aws/namespaces';
import { policyFromStatements } from '../../aws/policy/grants';
import { upstreamHost, type Upstream } from '../../aws/upstream';
import { sortedBy, sortedUnique } from '../../base/collections';
import type { CacheGrant, PullThroughCacheRule } from '../../model/pull-through-cache';
import type { Scanning } from '../../model/scanning';
import type { RegistrySettings } from '../../model/resource-types';
import type { AccountSetting, CreationTemplate } from '../../model/settings';
import type { BoundCreationTemplate, BoundDeclaration, BoundRegistry } from '../bind/bound-declaration';
import { registryIdOf } from '../bind/registry-contents';
import { declaredNamespace, upstreamOf } from '../bind/registry-settings';
import { itemsOf } from '../schema/located';
import type { DeclaredAccountSettings, DeclaredCacheRule, DeclaredScanning } from '../schema/registries';
import type { Path } from '../syntax/tree';
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
    enablesInspector: registry.scanning?.value.enableInspector?.value ?? false,
    creationTemplates: lowerCreationTemplates(registry, id),
    pullThroughCache: lowerPullThroughCache(registry, bound),
    accountSettings: lowerAccountSettings(registry.declared.settings?.value),
    pullTimeUpdateExclusions: sortedUnique(
      itemsOf(registry.declared.pullTimeUpdateExclusions).map(({ value }) => value),
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
      appliedFor: sortedUnique(appliedFor.map(({ value }) => value)),
      description,
      settings: { imageTagMutability, encryption, lifecyclePolicy, tags },
      policy: policyFromStatements(
        statements.flatMap((statement) => lowerRepositoryStatement(id, statement)),
      ),
      customRoleArn: customRoleArn?.value,
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

function lowerCacheRule(rule: DeclaredCacheRule, bound: BoundDeclaration): readonly PullThroughCacheRule[] {
  const prefix = declaredNamespace(rule.value.prefix);
  const upstream = upstreamOf(rule, bound);
  if (prefix === undefined || upstream === undefined) return [];
  return [
    {
      prefix,
      upstream: upstreamHost(upstream),
      upstreamPrefix: upstreamPrefixOf(prefix, rule, upstream),
      credentialArn: rule.value.credentialArn?.value,
      customRoleArn: rule.value.customRoleArn?.value,
    },
  ];
}

/**
 * Returns the upstream prefix of a rule. For an ECR upstream the default is set too, because ECR stores it and the AWS
 * provider would otherwise replace the rule. A rule for `ROOT` must not have one, and other upstreams have no default.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private-wildcards.html
 */
function upstreamPrefixOf(prefix: string, rule: DeclaredCacheRule, { kind }: Upstream): string | undefined {
  const namespace = upstreamNamespace(rule);
  return prefix === ROOT || (kind === 'public' && namespace === ROOT) ? undefined : namespace;
}

/** What a cache rule may pull, with the path of the rule. */
export interface DeclaredCacheGrant extends CacheGrant {
  readonly path: Path;
}

/** Returns what the cache rules of other accounts may pull from a registry, for its registry policy. */
export function cacheGrantsOf(upstream: RegistryId, bound: BoundDeclaration): readonly DeclaredCacheGrant[] {
  return bound.registries.flatMap((registry) =>
    registryIdOf(registry)?.accountId === upstream.accountId
      ? []
      : registry.pullThroughCache.flatMap((rule) => {
          const from = upstreamOf(rule, bound);
          const role = parseIdentityArn(rule.value.customRoleArn?.value ?? '');
          if (from?.kind !== 'ecr' || registryKey(from.id) !== registryKey(upstream) || role === undefined) {
            return [];
          }
          return { role, namespace: upstreamNamespace(rule), path: rule.path };
        }),
  );
}

function upstreamNamespace({ value }: DeclaredCacheRule): string {
  return declaredNamespace(value.upstreamPrefix) ?? ROOT;
}

/** Returns the scanning configuration, or undefined if the registry has none. */
function lowerScanning(scanning: DeclaredScanning | undefined): Scanning | undefined {
  const type = scanning?.value.type?.value;
  if (type === undefined) return undefined;
  const rules = itemsOf(scanning?.value.rules).flatMap(({ value: { frequency, repositories } }) =>
    frequency?.value === undefined
      ? []
      : {
          frequency: frequency.value,
          filters: sortedUnique(itemsOf(repositories).map(({ value }) => value)),
        },
  );
  return { type, rules: sortedBy(rules, ({ frequency }) => frequency) };
}

/**
 * Returns the declared account settings under their ECR names, sorted by name.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html
 */
function lowerAccountSettings(
  declared: DeclaredAccountSettings['value'] | undefined,
): readonly AccountSetting[] {
  const blobMounting = declared?.blobMounting?.value;
  const settings = [
    { name: 'BASIC_SCAN_TYPE_VERSION', value: declared?.basicScanTypeVersion?.value },
    {
      name: 'BLOB_MOUNTING',
      value: blobMounting === undefined ? undefined : blobMounting ? 'ENABLED' : 'DISABLED',
    },
    { name: 'REGISTRY_POLICY_SCOPE', value: declared?.registryPolicyScope?.value },
  ] as const;
  return settings.flatMap(({ name, value }) => (value === undefined ? [] : { name, value }));
}
