import type { ResourceParts } from '../../plan/plans';

export const CACHE_RULE_TYPE = 'aws_ecr_pull_through_cache_rule';

export const cacheRuleValues = (upstream: string, rest: object = {}): object => ({
  ecr_repository_prefix: 'hub',
  upstream_registry_url: upstream,
  upstream_repository_prefix: 'ROOT',
  ...rest,
});

/** The rule `hub`; without `before` it is created, without `after` it is destroyed. */
export const cacheRule = (
  before: object | undefined,
  after: object | undefined,
  parts: Partial<ResourceParts> = {},
): ResourceParts => ({
  type: CACHE_RULE_TYPE,
  name: 'hub',
  provider: 'develop',
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
  ...parts,
});

export const HUB = `${CACHE_RULE_TYPE}.hub`;
