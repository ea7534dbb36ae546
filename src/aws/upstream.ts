import { registryHost, type KnownRegistryId } from './arn';
import { isAccountId, nameRule } from './names';
import { isListedRegion, PARTITION_PATTERN } from './partitions';

/** The registry that a pull-through cache rule pulls from. */
export type Upstream =
  | { readonly kind: 'public'; readonly host: string; readonly needsSecret: boolean }
  | { readonly kind: 'ecr'; readonly id: KnownRegistryId };

/**
 * The supported hosts outside ECR private registries, and whether ECR requires a secret with credentials.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
const PUBLIC_UPSTREAMS: ReadonlyMap<string, boolean> = new Map([
  ['public.ecr.aws', false],
  ['registry.k8s.io', false],
  ['quay.io', false],
  ['registry-1.docker.io', true],
  ['ghcr.io', true],
  ['registry.gitlab.com', true],
  ['cgr.dev', true],
]);

/** All supported hosts, for a message. Each Azure registry has its own host. */
export const UPSTREAM_HOSTS: readonly string[] = [...PUBLIC_UPSTREAMS.keys(), '<name>.azurecr.io'];

/** Returns the upstream of a host name, or undefined if ECR cannot cache from it or its Region does not exist. */
export function parseUpstream(host: string): Upstream | undefined {
  const needsSecret = /^[a-z0-9]+\.azurecr\.io$/.test(host) || PUBLIC_UPSTREAMS.get(host);
  if (needsSecret !== undefined) return { kind: 'public', host, needsSecret };
  const [, accountId = '', region = ''] = /^([0-9]+)\.dkr\.ecr\.([a-z0-9-]+)\./.exec(host) ?? [];
  if (!isAccountId(accountId) || !isListedRegion(region)) return undefined;
  const id = { accountId, region };
  return registryHost(id) === host ? { kind: 'ecr', id } : undefined;
}

/** API `CredentialArn`: a secret whose name has the prefix that ECR requires. */
export const CACHE_SECRET_ARN = nameRule(
  new RegExp(
    `^arn:${PARTITION_PATTERN}:secretsmanager:[a-z0-9-]{2,25}:[0-9]{12}:secret:ecr-pullthroughcache/[A-Za-z0-9/_+=.@-]{1,512}$`,
  ),
  "be the ARN of a secret whose name starts with 'ecr-pullthroughcache/'",
);

export function upstreamHost(upstream: Upstream): string {
  return upstream.kind === 'public' ? upstream.host : registryHost(upstream.id);
}
