import { parseUpstream } from '../../aws/upstream';
import { registryKey } from '../../aws/arn';
import { ROOT } from '../../aws/namespaces';
import type { Account } from '../../model/deployment';
import type { PullThroughCacheRule } from '../../model/pull-through-cache';
import type { AccountSetting, CreationTemplate } from '../../model/settings';
import type { Registry, Topology } from '../../model/topology';
import { lifecycleValue } from './lifecycle';
import type { Part } from './parts';
import { encryptionKeys, mutabilityKeys, tagsKeys } from './settings';
import { writeStatements } from './statements';
import type { Mapping, Value } from './value';

/** A value of the declaration that a part of the topology wrote, or the reason why there is none. */
export type WrittenPart =
  | { readonly part: Part; readonly value: Value }
  | { readonly part: Part; readonly value: undefined; readonly why: string };

/** Returns `scanning` of a registry, with the parts that it declares. */
export function scanningValue({ scanning, enablesInspector }: Registry): Mapping | undefined {
  if (scanning === undefined) return undefined;
  const { type, rules } = scanning;
  return {
    type,
    rules:
      rules.length === 0
        ? undefined
        : rules.map(({ frequency, filters }) => ({ frequency, repositories: filters })),
    enableInspector: enablesInspector ? true : undefined,
  };
}

export function writeTemplates(registry: Registry, accounts: readonly Account[]): readonly WrittenPart[] {
  return registry.creationTemplates.map((template) => writeTemplate(registry, template, accounts));
}

function writeTemplate(
  registry: Registry,
  { prefix, appliedFor, description, settings, policy, customRoleArn }: CreationTemplate,
  accounts: readonly Account[],
): WrittenPart {
  const part: Part = { kind: 'creationTemplate', registry: registry.name, name: prefix };
  const { imageTagMutability, encryption, lifecyclePolicy, tags } = settings;
  const statements = writeStatements(registry, policy?.statements ?? [], accounts);
  if (statements.kind === 'fault') return { part, value: undefined, why: statements.why };
  const lifecycle = lifecyclePolicy === undefined ? undefined : lifecycleValue(lifecyclePolicy);
  if (lifecyclePolicy !== undefined && lifecycle === undefined) {
    return { part, value: undefined, why: UNDECLARABLE_LIFECYCLE };
  }
  return {
    part,
    value: {
      prefix,
      appliedFor,
      description,
      ...mutabilityKeys(imageTagMutability),
      ...encryptionKeys(encryption, encryption.kmsKey),
      lifecycle,
      ...tagsKeys(tags),
      statements: statements.values.length === 0 ? undefined : statements.values,
      customRoleArn,
    },
  };
}

export const UNDECLARABLE_LIFECYCLE =
  "The lifecycle policy contains '\\', '$' or '%', or is not valid JSON. A declaration cannot contain it.";

export function writeCacheRules(registry: Registry, topology: Topology): readonly WrittenPart[] {
  return registry.pullThroughCache.map((rule) => ({
    part: { kind: 'cacheRule', registry: registry.name, name: rule.prefix },
    value: cacheRuleValue(rule, topology),
  }));
}

function cacheRuleValue(
  { prefix, upstream, upstreamPrefix, credentialArn, customRoleArn }: PullThroughCacheRule,
  { registries }: Topology,
): Mapping {
  const parsed = parseUpstream(upstream);
  const declared =
    parsed?.kind === 'ecr'
      ? registries.find((each) => registryKey(each) === registryKey(parsed.id))
      : undefined;
  return {
    prefix,
    upstream: declared?.name ?? upstream,
    // The default of an ECR upstream.
    upstreamPrefix: upstreamPrefix === ROOT ? undefined : upstreamPrefix,
    credentialArn,
    customRoleArn,
  };
}

export function writeAccountSettings({ name: registry, accountSettings }: Registry): readonly WrittenPart[] {
  return accountSettings.map((setting) => {
    const part: Part = { kind: 'accountSetting', registry, name: setting.name };
    const value = accountSettingValue(setting);
    if (value !== undefined) return { part, value };
    return {
      part,
      value,
      why: `A declaration cannot set it to '${setting.value}'. Terraform does not change a setting that is not declared.`,
    };
  });
}

function accountSettingValue({ name, value }: AccountSetting): Mapping | undefined {
  switch (name) {
    case 'BASIC_SCAN_TYPE_VERSION':
      return value === 'AWS_NATIVE' ? { basicScanTypeVersion: value } : undefined;
    case 'BLOB_MOUNTING':
      return value === 'ENABLED' || value === 'DISABLED' ? { blobMounting: value === 'ENABLED' } : undefined;
    case 'REGISTRY_POLICY_SCOPE':
      return value === 'V2' ? { registryPolicyScope: value } : undefined;
  }
}
