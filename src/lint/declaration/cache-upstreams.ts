import { registryKey } from '../../aws/arn';
import { getPartition, tryGetPartition } from '../../aws/partitions';
import { UPSTREAM_HOSTS, type Upstream } from '../../aws/upstream';
import { formatList } from '../../base/text';
import type { BoundDeclaration, BoundRegistry } from '../../declaration/bind/bound-declaration';
import { registryIdOf } from '../../declaration/bind/registry-contents';
import { isRegistryName } from '../../declaration/bind/registry-settings';
import { isPresent, type Located } from '../../declaration/schema/located';
import type { DeclaredCacheRule } from '../../declaration/schema/registries';
import type { DiagnosticText } from '../../declaration/syntax/diagnostic-codes';
import type { Reporter as DiagnosticReporter } from '../../declaration/syntax/diagnostics';
import { didYouMean, unknownRegionMessage } from '../../declaration/syntax/suggestions';
import { checkServiceRole } from './creation-templates';

export const CACHE_UPSTREAM_RULES = {
  'cache/upstream': {
    severity: 'error',
    doc: 'The upstream of a cache is the registry itself, or one that ECR cannot pull from.',
    why:
      'Use a host of the [table](topology.md#pullthroughcache), or the name of a declared registry of the same ' +
      'partition. https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
  },
  'cache/credentials': {
    severity: 'error',
    doc: 'A cache has no secret although its upstream requires one, or a secret of another account or Region, or one for ECR.',
    why:
      'Use a secret `ecr-pullthroughcache/…` of the same account and Region, and none for ECR. ' +
      'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
  },
  'cache/role': {
    severity: 'error',
    doc: 'A cache of ECR in another account has no role, or one of another account; or another cache has a role.',
    why:
      "Use a role of the cache's account that trusts `pullthroughcache.ecr.amazonaws.com`, and none for " +
      'upstreams other than ECR. https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
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
      `'${registry.name}' is its own upstream.`,
      'Name the registry that images are pushed to.',
    );
  } else if (registry.partition !== undefined && registry.partition.id !== upstreamPartition) {
    reporter.atValue(
      declared.path,
      'cache/upstream',
      `The upstream is in the partition ${upstreamPartition}, and '${registry.name}' in ${registry.partition.id}: no role is let in from one to the other.`,
      'Copy the images with a pipeline that logs in to both.',
    );
  }
}

function checkUpstreamName(
  declared: Located<string>,
  { registries }: BoundDeclaration,
  reporter: Reporter,
): void {
  const { value: text, path } = declared;
  const names = registries.map(({ name }) => name);
  if (isRegistryName(text)) {
    // A missing or invalid account or Region of the upstream registry is already reported.
    if (names.some((name) => name === text)) return;
    reporter.atValue(
      path,
      'cache/upstream',
      `'${text}' is not a registry. Declared: ${formatList(names)}. Others are named by their host: ${upstreamHosts()}.`,
      suggestUpstream(text, [...names, ...UPSTREAM_HOSTS]),
    );
    return;
  }
  const [, region = ''] = /^[0-9]+\.dkr\.ecr\.([a-z0-9-]+)\./.exec(text) ?? [];
  const [message, help] =
    region !== '' && tryGetPartition(region) === undefined
      ? unknownRegionMessage(region)
      : [
          `ECR pulls from no '${text}'. It does from ${upstreamHosts()}.`,
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
      `A role lets ECR pull from ECR; it says nothing to ${host}.`,
      needsSecret ? 'Remove it; ECR logs in there with credentialArn.' : 'Remove it.',
    );
  }
  if (isPresent(credentialArn)) {
    checkSecret(credentialArn, registry, reporter);
  } else if (needsSecret && credentialArn === undefined) {
    reporter.atKey(
      rule.path,
      'cache/credentials',
      `ECR pulls from ${host} with credentials only, and this rule names none.`,
      'Store them in AWS Secrets Manager, in this account and Region, as ecr-pullthroughcache/<name>, and write credentialArn: <ARN of the secret>.',
    );
  }
}

/** "The secret must also be in the same account and Region": `pull-through-cache.html`. */
function checkSecret(secret: Located<string>, registry: BoundRegistry, reporter: Reporter): void {
  const { name, account, region, partition } = registry;
  const [, secretPartition, , secretRegion, secretAccount] = secret.value.split(':');
  const report = (location: string, help: string) => {
    reporter.atValue(
      secret.path,
      'cache/credentials',
      `The secret is in ${location}: ECR reads one of its own account and Region only.`,
      help,
    );
  };
  if (account?.id !== undefined && secretAccount !== account.id) {
    report(
      `account ${secretAccount ?? ''}, and '${name}' in '${account.name}'`,
      `Store one in '${account.name}'.`,
    );
  } else if (region !== undefined && secretRegion !== region) {
    report(
      `${secretRegion ?? ''}, and '${name}' in ${region}`,
      `Store one in ${region}, or replicate the secret there and name the replica.`,
    );
  } else if (partition !== undefined && secretPartition !== partition.id) {
    report(
      `the partition ${secretPartition ?? ''}, and '${name}' in ${partition.id}`,
      `Start the ARN with arn:${partition.id}:.`,
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
      'ECR logs in to ECR with a role, and not with a secret.',
      ownAccountId === id.accountId ? 'Remove it.' : 'Remove it, and write customRoleArn.',
    );
  }
  if (isPresent(customRoleArn)) {
    checkServiceRole(customRoleArn, registry, 'cache/role', reporter);
  } else if (ownAccountId !== undefined && ownAccountId !== id.accountId && customRoleArn === undefined) {
    reporter.atKey(
      rule.path,
      'cache/role',
      `The upstream is in another account, where ECR pulls with a role of '${registry.account?.name ?? ''}', and this rule names none.`,
      'Write customRoleArn: the ARN of a role that trusts pullthroughcache.ecr.amazonaws.com; docs/reference/topology.md has its policy.',
    );
  }
}
