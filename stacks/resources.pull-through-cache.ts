import { EcrPullThroughCacheRule } from '@cdktf/provider-aws/lib/ecr-pull-through-cache-rule';
import type { TerraformStack } from 'cdktf';
import type { ResourceOf } from '../src/model/deployment.resource';
import type { Placement } from './arguments.placement';

export function addPullThroughCacheRule(
  stack: TerraformStack,
  { id, rule }: ResourceOf<'aws_ecr_pull_through_cache_rule'>,
  placement: Placement,
): EcrPullThroughCacheRule {
  const { prefix, upstream, upstreamPrefix, credentialArn, customRoleArn } = rule;
  return new EcrPullThroughCacheRule(stack, `pull-through-cache.${id}`, {
    ...placement,
    ecrRepositoryPrefix: prefix,
    upstreamRegistryUrl: upstream,
    ...(upstreamPrefix === undefined ? {} : { upstreamRepositoryPrefix: upstreamPrefix }),
    ...(credentialArn === undefined ? {} : { credentialArn }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
  });
}
