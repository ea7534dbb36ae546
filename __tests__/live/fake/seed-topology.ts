import type { UpstreamRegistry } from '@aws-sdk/client-ecr';
import { IDENTITY_POLICY_NAME } from '../../../src/aws/arn';
import { iamRegion } from '../../../src/aws/partitions';
import { policyJson, policyText } from '../../../src/aws/policy/document';
import { managedPolicyArn, managedPolicyDocument } from '../../../src/aws/policy/managed-policies';
import type { PullThroughCacheRule } from '../../../src/model/pull-through-cache';
import type { Repository } from '../../../src/model/resource-types';
import type { CreationTemplate, Encryption, ImageTagMutability, Tags } from '../../../src/model/settings';
import type { Identity, Registry, Topology } from '../../../src/model/topology';
import type { Fake } from './fake';
import type { IdentitySeed } from './iam-state';
import type { RegistrySeed, RepositorySeed, TemplateSeed } from './registry-seed';

/**
 * Fills the fake with a topology, as if Terraform had deployed it. Its roles and users exist, because Terraform only
 * attaches policies to them.
 *
 * @param defaultTags the default tags of the provider
 */
export function seedTopology(fake: Fake, topology: Topology, defaultTags: Tags = {}): void {
  for (const registry of topology.registries) {
    seedRegistry(fake.registry(registry.accountId, registry.region), registry, defaultTags);
  }
  for (const identity of topology.identities) seedIdentity(fake, identity);
}

function seedIdentity(fake: Fake, identity: Identity): void {
  const { accountId, kind, name, path, partition, policy, managedPolicies } = identity;
  const iam = fake.iam(accountId, iamRegion(partition));
  const attached = managedPolicies.map((each) => managedPolicyArn(partition, each));
  for (const each of managedPolicies) {
    iam.addPolicy(managedPolicyArn(partition, each), policyJson(managedPolicyDocument(each)));
  }
  const seed: IdentitySeed = {
    name,
    path,
    attached,
    policies: policy === undefined ? {} : { [IDENTITY_POLICY_NAME]: policyJson(policy) },
  };
  if (kind === 'role') {
    iam.addRole(seed);
  } else {
    iam.addUser(seed);
  }
}

function seedRegistry(seed: RegistrySeed, registry: Registry, defaultTags: Tags): void {
  const { policy, replication, scanning, accountSettings } = registry;
  // The settings first, because they decide which policy is valid.
  for (const { name, value } of accountSettings) seed.setAccountSetting(name, value);
  for (const repository of registry.repositories) {
    seed.addRepository(repositorySeed(repository, defaultTags));
  }
  if (policy !== undefined) seed.setPolicy(policyText(policy));
  seed.setReplication(replication.map(replicationSeed));
  if (scanning !== undefined) seed.setScanning(scanningSeed(scanning));
  for (const template of registry.creationTemplates) seed.addCreationTemplate(templateSeed(template));
  for (const rule of registry.pullThroughCache) seed.addPullThroughCacheRule(cacheRuleSeed(rule));
  for (const principal of registry.pullTimeUpdateExclusions) seed.addPullTimeUpdateExclusion(principal);
  seed.setInspector(registry.enablesInspector ? 'ENABLED' : 'DISABLED');
}

function repositorySeed({ name, policy, settings }: Repository, defaultTags: Tags): RepositorySeed {
  const { scanOnPush, lifecyclePolicy } = settings;
  return {
    name,
    ...mutabilitySeed(settings.imageTagMutability),
    encryptionConfiguration: encryptionSeed(settings.encryption),
    imageScanningConfiguration: { scanOnPush: scanOnPush ?? false },
    tags: { ...defaultTags, ...settings.tags },
    ...(policy === undefined ? {} : { policy: policyText(policy) }),
    ...(lifecyclePolicy === undefined ? {} : { lifecyclePolicy: lifecyclePolicy.text }),
  };
}

function templateSeed(template: CreationTemplate): TemplateSeed {
  const { prefix, appliedFor, description, settings, policy, customRoleArn } = template;
  const tags = Object.entries(settings.tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    prefix,
    appliedFor: [...appliedFor],
    ...mutabilitySeed(settings.imageTagMutability),
    encryptionConfiguration: encryptionSeed(settings.encryption),
    ...(description === undefined ? {} : { description }),
    ...(tags.length === 0 ? {} : { resourceTags: tags }),
    ...(policy === undefined ? {} : { repositoryPolicy: policyText(policy) }),
    ...(settings.lifecyclePolicy === undefined ? {} : { lifecyclePolicy: settings.lifecyclePolicy.text }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
  };
}

function mutabilitySeed({ mode, exclusionFilters }: ImageTagMutability) {
  const filters = exclusionFilters.map((filter) => ({ filterType: 'WILDCARD' as const, filter }));
  return {
    imageTagMutability: mode,
    ...(filters.length === 0 ? {} : { imageTagMutabilityExclusionFilters: filters }),
  };
}

function encryptionSeed({ type, kmsKey }: Encryption) {
  return { encryptionType: type, ...(kmsKey === undefined ? {} : { kmsKey }) };
}

function replicationSeed({ filters, destinations }: Registry['replication'][number]) {
  return {
    destinations: destinations.map(({ accountId, region }) => ({ registryId: accountId, region })),
    ...(filters === 'all'
      ? {}
      : { repositoryFilters: filters.map((filter) => ({ filter, filterType: 'PREFIX_MATCH' as const })) }),
  };
}

function scanningSeed({ type, rules }: NonNullable<Registry['scanning']>) {
  return {
    scanType: type,
    rules: rules.map(({ frequency, filters }) => ({
      scanFrequency: frequency,
      repositoryFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD' as const })),
    })),
  };
}

function cacheRuleSeed({
  prefix,
  upstream,
  upstreamPrefix,
  credentialArn,
  customRoleArn,
}: PullThroughCacheRule) {
  return {
    ecrRepositoryPrefix: prefix,
    upstreamRegistryUrl: upstream,
    upstreamRegistry: upstreamName(upstream),
    ...(upstreamPrefix === undefined ? {} : { upstreamRepositoryPrefix: upstreamPrefix }),
    ...(credentialArn === undefined ? {} : { credentialArn }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
  };
}

const UPSTREAM_NAMES: Readonly<Record<string, UpstreamRegistry>> = {
  'cgr.dev': 'chainguard',
  'ghcr.io': 'github-container-registry',
  'public.ecr.aws': 'ecr-public',
  'quay.io': 'quay',
  'registry-1.docker.io': 'docker-hub',
  'registry.gitlab.com': 'gitlab-container-registry',
  'registry.k8s.io': 'k8s',
};

function upstreamName(host: string): UpstreamRegistry {
  return UPSTREAM_NAMES[host] ?? (host.endsWith('.azurecr.io') ? 'azure-container-registry' : 'ecr');
}
