import { getPartition, registryKey, tryGetPartition, UPSTREAM_HOSTS, type Upstream } from '../../registry';
import { registryIdOf } from '../link/contents';
import type { Linked, LinkedCacheRule, LinkedRegistry, LinkedText } from '../link/linked';
import { namesRegistry } from '../link/pull-through-cache';
import type { Reporter } from '../reporter';
import { didYouMean, listed, unknownRegion } from '../suggest';

/** Checks that the upstream exists, that ECR can pull from it, and that it is not the registry itself. */
export function checkUpstream(
  { upstream: written }: LinkedCacheRule,
  upstream: Upstream | undefined,
  registry: LinkedRegistry,
  linked: Linked,
  reporter: Reporter,
): void {
  if (written === undefined) return;
  if (upstream === undefined) checkName(written, linked, reporter);
  if (upstream?.kind !== 'ecr') return;
  const id = registryIdOf(registry);
  const there = getPartition(upstream.id.region).id;
  if (id !== undefined && registryKey(id) === registryKey(upstream.id)) {
    reporter.atValue(
      written.path,
      'cache/upstream',
      `'${registry.name}' is its own upstream.`,
      'Name the registry that images are pushed to.',
    );
  } else if (registry.partition !== undefined && registry.partition.id !== there) {
    reporter.atValue(
      written.path,
      'cache/upstream',
      `The upstream is in the partition ${there}, and '${registry.name}' in ${registry.partition.id}: no role is let in from one to the other.`,
      'Copy the images with a pipeline that logs in to both.',
    );
  }
}

function checkName(written: LinkedText, { registries }: Linked, reporter: Reporter): void {
  const { text, path } = written;
  const names = registries.map(({ name }) => name);
  if (namesRegistry(written)) {
    // A missing or invalid account or Region of the upstream registry is already reported.
    if (names.some((name) => name === text)) return;
    reporter.atValue(
      path,
      'cache/upstream',
      `'${text}' is not a registry. Declared: ${listed(names)}. Others are named by their host: ${hosts()}.`,
      suggested(text, [...names, ...UPSTREAM_HOSTS]),
    );
    return;
  }
  const [, region = ''] = /^[0-9]+\.dkr\.ecr\.([a-z0-9-]+)\./.exec(text) ?? [];
  const [message, help] =
    region !== '' && tryGetPartition(region) === undefined
      ? unknownRegion(region)
      : [`ECR pulls from no '${text}'. It does from ${hosts()}.`, suggested(text, UPSTREAM_HOSTS)];
  reporter.atValue(path, 'cache/upstream', message, help);
}

function hosts(): string {
  return listed(
    [...UPSTREAM_HOSTS, 'ECR (<account id>.dkr.ecr.<region>.amazonaws.com)'],
    UPSTREAM_HOSTS.length + 1,
  );
}

/** Suggests an upstream with a similar spelling or the same domain name: `registry-1.docker.io` for `docker.io`. */
function suggested(text: string, names: readonly string[]): string | undefined {
  const near = didYouMean(text, names);
  if (near !== undefined || text.includes('.dkr.')) return near;
  const alike = names.find((name) => text.includes(name.split('.').at(-2) ?? name));
  return alike === undefined ? undefined : `Did you mean '${alike}'?`;
}
