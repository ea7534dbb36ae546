import { repositoryArn, type RegistryId } from '../arn';
import { wildcardMatchesExtension, wildcardMatch } from '../wildcard';

/** Why a `Resource` matches no repository of a registry. */
export type ResourceFault =
  | 'not-an-arn'
  | 'url'
  | 'other-service'
  | 'no-repository'
  | 'other-partition'
  | 'other-region'
  | 'other-account';

/**
 * Returns why a `Resource`, which may have wildcards, matches no repository of this registry, or undefined if
 * it can match one.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-examples.html
 */
export function resourceFault(registry: RegistryId, resource: string): ResourceFault | undefined {
  // A policy variable may have any value.
  if (resource.includes('${')) return undefined;
  const repositoryPrefix = repositoryArn(registry, '*').slice(0, -1);
  if (wildcardMatchesExtension(resource, repositoryPrefix, ':')) return undefined;
  if (!resource.startsWith('arn:')) return resource.includes('.dkr') ? 'url' : 'not-an-arn';
  const [, partition = '', service = '', region = '', account = '', ...rest] = resource.split(':');
  const [, ownPartition = '', ownService = ''] = repositoryPrefix.split(':');
  if (!wildcardMatch(service, ownService)) return 'other-service';
  if (!wildcardMatchesExtension(rest.join(':'), 'repository/', ':')) return 'no-repository';
  if (!wildcardMatch(partition, ownPartition)) return 'other-partition';
  if (!wildcardMatch(region, registry.region)) return 'other-region';
  return wildcardMatch(account, registry.accountId) ? 'no-repository' : 'other-account';
}
