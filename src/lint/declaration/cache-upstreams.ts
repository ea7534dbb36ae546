import { registryKey } from '../../aws/arn';
import { getPartition, tryGetPartition } from '../../aws/partitions';
import { UPSTREAM_HOSTS, type Upstream } from '../../aws/upstream';
import { didYouMean, formatList } from '../../base/text';
import type { BoundDeclaration, BoundRegistry } from '../../declaration/bind/bound-declaration';
import { registryIdOf } from '../../declaration/bind/registry-contents';
import { isRegistryName } from '../../declaration/bind/registry-settings';
import { isPresent, type Located } from '../../declaration/schema/located';
import type { DeclaredCacheRule } from '../../declaration/schema/registries';
import type { DiagnosticText } from '../../declaration/syntax/diagnostic-codes';
import type { Reporter as DiagnosticReporter } from '../../declaration/syntax/diagnostics';
import { unknownRegionMessage } from '../../declaration/syntax/suggestions';
import { checkServiceRole } from './creation-templates';

export const CACHE_UPSTREAM_RULES = {
  'cache/upstream': {
    severity: 'error',
    doc: 'The upstream of a pull-through cache is its own registry, or a registry that ECR cannot pull from.',
    why:
      'ECR pulls only from certain public registries, and from ECR registries in the same partition. ' +
      'Use a host from the [table](topology.md#pullthroughcache), or the name of a declared registry in ' +
      'the same partition. ' +
      'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
  },
  'cache/credentials': {
    severity: 'error',
    doc: 'A pull-through cache has no secret although its upstream requires one, has a secret in another account or Region, or has a secret for an ECR upstream.',
    why:
      'ECR reads only secrets in the account and Region of the cache. It does not use a secret to pull ' +
      'from ECR. Use a secret named `ecr-pullthroughcache/…` in the same account and Region, or remove ' +
      'it if the upstream is ECR. ' +
      'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
  },
  'cache/role': {
    severity: 'error',
    doc: 'A pull-through cache has no role although its upstream is ECR in another account, has a role that ECR cannot assume, or has a role for an upstream other than ECR.',
    why:
      'ECR pulls from ECR in another account with a role in the account of the cache. Use a role in ' +
      'that account that trusts `pullthroughcache.ecr.amazonaws.com`, or remove it if the upstream is ' +
      'not ECR. https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
  },
} as const satisfies Readonly<Record<string, DiagnosticText>>;

type Reporter = DiagnosticReporter<keyof typeof CACHE_UPSTREAM_RULES>;

/** Checks that the upstream exists, that ECR can pull from it, and that it is not the registry itself. */
export function checkUpstream(
  { value: { upstream: declared } }: DeclaredCacheRule,
  upstream: Upstream | undefined,
  registry: BoundRegistry,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  if (!isPresent(declared)) return;
  if (upstream === undefined) checkUpstreamName(declared, bound, reporter);
  if (upstream?.kind !== 'ecr') return;
  const id = registryIdOf(registry);
  const upstreamPartition = getPartition(upstream.id.region).id;
  if (id !== undefined && registryKey(id) === registryKey(upstream.id)) {
    reporter.atValue(
      declared.path,
      'cache/upstream',
      `Registry '${registry.name}' cannot be its own upstream.`,
      'Set the registry that images are pushed to.',
    );
  } else if (registry.partition !== undefined && registry.partition.id !== upstreamPartition) {
    reporter.atValue(
      declared.path,
      'cache/upstream',
      `The upstream is in partition ${upstreamPartition}, but '${registry.name}' is in partition ${registry.partition.id}. ECR cannot pull from another partition, because IAM roles are not valid there.`,
      'Copy the images with a pipeline that logs in to both registries.',
    );
  }
}

function checkUpstreamName(
  declared: Located<string>,
  { registries, isComplete }: BoundDeclaration,
  reporter: Reporter,
): void {
  const { value: text, path } = declared;
  const names = registries.map(({ name }) => name);
  if (isRegistryName(text)) {
    // A missing or invalid account or Region of the upstream registry is already reported.
    if (names.some((name) => name === text) || !isComplete.registries) return;
    reporter.atValue(
      path,
      'cache/upstream',
      `Registry '${text}' is not declared. Declared registries: ${formatList(names)}. For a registry outside this file, set its host: ${upstreamHosts()}.`,
      suggestUpstream(text, [...names, ...UPSTREAM_HOSTS]),
    );
    return;
  }
  const [, region = ''] = /^[0-9]+\.dkr\.ecr\.([a-z0-9-]+)\./.exec(text) ?? [];
  const [message, help] =
    region !== '' && tryGetPartition(region) === undefined
      ? unknownRegionMessage(region)
      : [
          `ECR cannot pull from '${text}'. Supported upstreams: ${upstreamHosts()}.`,
          suggestUpstream(text, UPSTREAM_HOSTS),
        ];
  reporter.atValue(path, 'cache/upstream', message, help);
}

function upstreamHosts(): string {
  return formatList(
    [...UPSTREAM_HOSTS, 'ECR (<account id>.dkr.ecr.<region>.amazonaws.com)'],
    UPSTREAM_HOSTS.length + 1,
  );
}

/** Suggests an upstream with a similar spelling or the same domain name: `registry-1.docker.io` for `docker.io`. */
function suggestUpstream(text: string, names: readonly string[]): string | undefined {
  const suggestion = didYouMean(text, names);
  if (suggestion !== undefined || text.includes('.dkr.')) return suggestion;
  const similarHost = names.find((name) => text.includes(name.split('.').at(-2) ?? name));
  return similarHost === undefined ? undefined : `Did you mean '${similarHost}'?`;
}

/** Checks how ECR authenticates to the upstream of a cache rule: with a secret, with a role, or without credentials. */
export function checkCacheCredentials(
  rule: DeclaredCacheRule,
  upstream: Upstream,
  registry: BoundRegistry,
  reporter: Reporter,
): void {
  if (upstream.kind === 'public') checkPublicCredentials(rule, upstream, registry, reporter);
  else checkEcrCredentials(rule, upstream, registry, reporter);
}

function checkPublicCredentials(
  rule: DeclaredCacheRule,
  { host, needsSecret }: Extract<Upstream, { readonly kind: 'public' }>,
  registry: BoundRegistry,
  reporter: Reporter,
): void {
  const { credentialArn, customRoleArn } = rule.value;
  if (isPresent(customRoleArn)) {
    reporter.atKey(
      customRoleArn.path,
      'cache/role',
      `'customRoleArn' has no effect for ${host}. ECR uses a role only to pull from ECR.`,
      needsSecret ? `Remove it. ECR logs in to ${host} with 'credentialArn'.` : 'Remove it.',
    );
  }
  if (isPresent(credentialArn)) {
    checkSecret(credentialArn, registry, reporter);
  } else if (needsSecret && credentialArn === undefined) {
    reporter.atKey(
      rule.path,
      'cache/credentials',
      `${host} requires credentials, but this rule has no 'credentialArn'.`,
      'Store the credentials in AWS Secrets Manager, in this account and Region, in a secret named ecr-pullthroughcache/<name>. Then add credentialArn: <ARN of the secret>.',
    );
  }
}

/** "The secret must also be in the same account and Region": `pull-through-cache.html`. */
function checkSecret(secret: Located<string>, registry: BoundRegistry, reporter: Reporter): void {
  const { name, account, region, partition } = registry;
  const [, secretPartition, , secretRegion, secretAccount] = secret.value.split(':');
  const report = (location: string, expected: string, help: string) => {
    reporter.atValue(
      secret.path,
      'cache/credentials',
      `The secret is in ${location}, but '${name}' is in ${expected}. ECR reads only secrets in the account and Region of the cache.`,
      help,
    );
  };
  if (account?.id !== undefined && secretAccount !== account.id) {
    report(
      `account ${secretAccount ?? ''}`,
      `account '${account.name}'`,
      `Store a secret in account '${account.name}'.`,
    );
  } else if (region !== undefined && secretRegion !== region) {
    report(
      secretRegion ?? '',
      region,
      `Store a secret in ${region}, or replicate the secret to ${region} and use the ARN of the replica.`,
    );
  } else if (partition !== undefined && secretPartition !== partition.id) {
    report(
      `partition ${secretPartition ?? ''}`,
      `partition ${partition.id}`,
      `Start the ARN with 'arn:${partition.id}:'.`,
    );
  }
}

function checkEcrCredentials(
  rule: DeclaredCacheRule,
  { id }: Extract<Upstream, { readonly kind: 'ecr' }>,
  registry: BoundRegistry,
  reporter: Reporter,
): void {
  const { credentialArn, customRoleArn } = rule.value;
  const ownAccountId = registry.account?.id;
  if (isPresent(credentialArn)) {
    reporter.atKey(
      credentialArn.path,
      'cache/credentials',
      "'credentialArn' has no effect for an ECR upstream. ECR does not use a secret to pull from ECR.",
      ownAccountId === id.accountId ? 'Remove it.' : "Remove it, and set 'customRoleArn'.",
    );
  }
  if (isPresent(customRoleArn)) {
    checkServiceRole(customRoleArn, registry, 'cache/role', reporter);
  } else if (ownAccountId !== undefined && ownAccountId !== id.accountId && customRoleArn === undefined) {
    reporter.atKey(
      rule.path,
      'cache/role',
      `The upstream is in another account, but this rule has no 'customRoleArn'. ECR pulls from another account with a role in account '${registry.account?.name ?? ''}'.`,
      'Set customRoleArn to the ARN of a role that trusts pullthroughcache.ecr.amazonaws.com. docs/reference/topology.md shows the policy that the role needs.',
    );
  }
}
