import { registryKey } from '../../aws/arn';
import { getPartition, tryGetPartition } from '../../aws/partitions';
import { UPSTREAM_HOSTS, type Upstream } from '../../aws/upstream';
import type {
  BoundCacheRule,
  BoundDeclaration,
  BoundRegistry,
  BoundText,
} from '../../declaration/bind/bound-declaration';
import { registryIdOf } from '../../declaration/bind/registry-contents';
import { isRegistryName } from '../../declaration/bind/registry-settings.pull-through-cache';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import { didYouMean, formatList, unknownRegionMessage } from '../../declaration/syntax/suggestions.suggest';

/** Checks that the upstream exists, that ECR can pull from it, and that it is not the registry itself. */
export function checkUpstream(
  { upstream: declared }: BoundCacheRule,
  upstream: Upstream | undefined,
  registry: BoundRegistry,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  if (declared === undefined) return;
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

function checkUpstreamName(declared: BoundText, { registries }: BoundDeclaration, reporter: Reporter): void {
  const { text, path } = declared;
  const names = registries.map(({ name }) => name);
  if (isRegistryName(declared)) {
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
