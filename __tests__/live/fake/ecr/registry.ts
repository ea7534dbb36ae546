import type {
  DescribePullThroughCacheRulesRequest,
  DescribePullThroughCacheRulesResponse,
  DescribeRegistryResponse,
  DescribeRepositoryCreationTemplatesRequest,
  DescribeRepositoryCreationTemplatesResponse,
  GetAccountSettingRequest,
  GetAccountSettingResponse,
  GetRegistryScanningConfigurationResponse,
  ListPullTimeUpdateExclusionsRequest,
  ListPullTimeUpdateExclusionsResponse,
  PutRegistryScanningConfigurationRequest,
  PutRegistryScanningConfigurationResponse,
  PutReplicationConfigurationRequest,
  PutReplicationConfigurationResponse,
  PullThroughCacheRule,
  ReplicationRule,
  RepositoryCreationTemplate,
} from '@aws-sdk/client-ecr';
import { AwsError, invalidParameter } from '../aws-error';
import { page } from '../pages';
import { required } from '../parameters';
import type { RegistryState } from '../world';
import { registryOf, type EcrContext } from './context';
import { scopeOf } from './repositories';

export function describeRegistry({ own }: EcrContext): DescribeRegistryResponse {
  return { registryId: own.accountId, replicationConfiguration: { rules: [...own.replication] } };
}

export function putReplicationConfiguration(
  { own }: EcrContext,
  input: PutReplicationConfigurationRequest,
): PutReplicationConfigurationResponse {
  const { rules } = required(input.replicationConfiguration, 'replicationConfiguration');
  own.replication = checkedReplication(own, required(rules, 'replicationConfiguration.rules'));
  return { replicationConfiguration: { rules: [...own.replication] } };
}

const MAX_RULES = 10;
const MAX_DESTINATIONS = 25;
const MAX_FILTERS = 100;

export function checkedReplication(
  { accountId, region }: RegistryState,
  rules: readonly ReplicationRule[],
): readonly ReplicationRule[] {
  const refuse = (constraint: string) => invalidParameter('replicationConfiguration', constraint);
  if (rules.length > MAX_RULES) {
    throw refuse(`Replication configuration can not contain more than ${MAX_RULES} rules`);
  }
  const destinations = rules.flatMap((rule) => required(rule.destinations, 'destinations'));
  if (destinations.some((each) => each.registryId === accountId && each.region === region)) {
    throw refuse('Replication destination cannot be the same as the source registry');
  }
  const unique = new Set(destinations.map((each) => `${each.registryId ?? ''}/${each.region ?? ''}`));
  if (unique.size > MAX_DESTINATIONS) {
    throw refuse(
      `Replication configuration can not contain more than ${MAX_DESTINATIONS} unique destinations`,
    );
  }
  if (rules.some(({ repositoryFilters = [] }) => repositoryFilters.length > MAX_FILTERS)) {
    throw refuse(`Member must have length less than or equal to ${MAX_FILTERS}`);
  }
  return rules;
}

export function getRegistryScanningConfiguration({
  own,
}: EcrContext): GetRegistryScanningConfigurationResponse {
  return { registryId: own.accountId, scanningConfiguration: own.scanning };
}

export function putRegistryScanningConfiguration(
  { own }: EcrContext,
  input: PutRegistryScanningConfigurationRequest,
): PutRegistryScanningConfigurationResponse {
  own.scanning = { scanType: input.scanType ?? 'BASIC', rules: input.rules ?? [] };
  return { registryScanningConfiguration: own.scanning };
}

export function describeRepositoryCreationTemplates(
  { own, world }: EcrContext,
  input: DescribeRepositoryCreationTemplatesRequest,
): DescribeRepositoryCreationTemplatesResponse {
  const { prefixes } = input;
  const all = [...own.templates.values()].filter(
    ({ prefix }) => prefixes === undefined || prefixes.includes(prefix ?? ''),
  );
  const keyOf = ({ prefix = '' }: RepositoryCreationTemplate) => prefix;
  const list = { items: all, scope: scopeOf(own, 'templates'), keyOf };
  const { items, ...rest } = page(world.options, list, input);
  return { registryId: own.accountId, repositoryCreationTemplates: items, ...rest };
}

export function describePullThroughCacheRules(
  context: EcrContext,
  input: DescribePullThroughCacheRulesRequest,
): DescribePullThroughCacheRulesResponse {
  const registry = registryOf(context, input);
  const { ecrRepositoryPrefixes: prefixes } = input;
  const missing = prefixes?.find((prefix) => !registry.cacheRules.has(prefix));
  if (missing !== undefined) {
    throw new AwsError(
      'PullThroughCacheRuleNotFoundException',
      `The pull through cache rule with repository prefix '${missing}' does not exist in the registry with id '${registry.accountId}'`,
    );
  }
  const all = [...registry.cacheRules.values()].filter(
    ({ ecrRepositoryPrefix = '' }) => prefixes === undefined || prefixes.includes(ecrRepositoryPrefix),
  );
  const keyOf = ({ ecrRepositoryPrefix = '' }: PullThroughCacheRule) => ecrRepositoryPrefix;
  const list = { items: all, scope: scopeOf(registry, 'cacheRules'), keyOf };
  const { items, ...rest } = page(context.world.options, list, input);
  return { pullThroughCacheRules: items, ...rest };
}

export function getAccountSetting(
  { own }: EcrContext,
  input: GetAccountSettingRequest,
): GetAccountSettingResponse {
  const name = required(input.name, 'name');
  const value = own.accountSettings.get(name);
  if (value === undefined) {
    throw new AwsError('ValidationException', `The account setting name '${name}' is not valid`);
  }
  return { name, value };
}

export function listPullTimeUpdateExclusions(
  { own, world }: EcrContext,
  input: ListPullTimeUpdateExclusionsRequest,
): ListPullTimeUpdateExclusionsResponse {
  const list = { items: own.exclusions, scope: scopeOf(own, 'exclusions'), keyOf: (arn: string) => arn };
  const { items, ...rest } = page(world.options, list, input);
  return { pullTimeUpdateExclusions: items, ...rest };
}
