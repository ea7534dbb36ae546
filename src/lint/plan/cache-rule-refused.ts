import { registryKey, type RegistryId } from '../../aws/arn';
import { isAccountId } from '../../aws/names';
import { isRegionKnown } from '../../aws/partitions';
import { ROOT } from '../../aws/namespaces';
import { CACHE_SECRET_ARN, parseUpstream, UPSTREAM_HOSTS, type Upstream } from '../../aws/upstream';
import { formatList, shellWord } from '../../base/text';
import type { PullThroughCacheRule } from '../../model/pull-through-cache';
import { isKnown, type Unknown } from '../../model/unknown';
import { isChangedInAws, type PlannedOf, type PlannedResource } from '../../plan/model/planned-resource';
import { registryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { customRoleFault } from '../predicates/service-roles';
import { defineRule, type Problem } from '../rule';

export const cacheRuleRefused = defineRule({
  id: 'cache-rule-refused',
  severity: 'error',
  doc: 'ECR rejects the pull-through cache rule during the apply.',
  why:
    'terraform plan does not check the upstream or its credentials. The apply fails with ' +
    'UnsupportedUpstreamRegistryException, SecretNotFoundException or InvalidParameterException. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html',
  options: {},
  check: ({ resources }) => resources.filter(isChangedInAws).flatMap(problemsOf),
});

type CacheRule = PullThroughCacheRule<Unknown>;
type Fault = Pick<Problem, 'help' | 'message'>;

const CREDENTIALS = [
  { key: 'customRoleArn', argument: 'custom_role_arn' },
  { key: 'credentialArn', argument: 'credential_arn' },
] as const;

function problemsOf(resource: PlannedResource): readonly Problem[] {
  if (resource.kind !== 'cache-rule' || resource.after === undefined) return [];
  const { registry, rule: cache } = resource.after;
  if (!isKnown(cache)) return [];
  const configurationFaults = faultsOf(cache, registry);
  const faults = configurationFaults.length > 0 ? configurationFaults : removalFaults(resource, cache);
  if (faults.length === 0) return [];
  return [
    {
      at: addressOf(resource),
      subject: { registry },
      message: `ECR rejects the pull-through cache rule '${cache.prefix}' (${registryMark(registry)}). ${faults.map(({ message }) => message).join(' ')}`,
      help: faults.map(({ help }) => help).join(' '),
    },
  ];
}

/**
 * UpdatePullThroughCacheRule requires a role or a secret, so an update cannot remove the last one. A replacement can.
 * https://github.com/pulumi/pulumi-aws/issues/5714
 */
function removalFaults(
  { action, address, before }: PlannedOf<'cache-rule'>,
  cache: CacheRule,
): readonly Fault[] {
  if (action !== 'update' || before === undefined || !isKnown(before.rule)) return [];
  const previousRule = before.rule;
  if (CREDENTIALS.some(({ key }) => cache[key] !== undefined)) return [];
  const removed = CREDENTIALS.filter(({ key }) => previousRule[key] !== undefined);
  return removed.map(({ argument }) => ({
    message: `${argument} is removed, but ECR cannot remove the credentials of an existing rule ('Please set either credential arn or role arn to update the credentials').`,
    help: `Set ${argument} again. Or replace the rule, which keeps the cached images: terraform apply -replace=${shellWord(address)}`,
  }));
}

function faultsOf(cache: CacheRule, registry: RegistryId): readonly Fault[] {
  const { prefix, upstream: host, upstreamPrefix = ROOT } = cache;
  const prefixFaults =
    prefix === ROOT && isKnown(upstreamPrefix) && upstreamPrefix !== ROOT
      ? [
          {
            message: `A rule with the prefix ${ROOT} cannot have upstream_repository_prefix = '${upstreamPrefix}'.`,
            help: `Remove upstream_repository_prefix, or use the prefix '${upstreamPrefix}'.`,
          },
        ]
      : [];
  if (!isKnown(host)) return prefixFaults;
  const upstream = parseUpstream(host);
  if (upstream === undefined) return [unknownUpstream(host), ...prefixFaults];
  const credentialsFault =
    upstream.kind === 'public' ? publicFault(cache, upstream, registry) : ecrFault(cache, upstream, registry);
  return [...(credentialsFault === undefined ? [] : [credentialsFault]), ...prefixFaults];
}

function unknownUpstream(host: string): Fault {
  const fullHost = UPSTREAM_HOSTS.find((each) => each.endsWith(`.${host}`));
  return {
    message: `'${host}' is not an upstream that ECR supports (UnsupportedUpstreamRegistryException).`,
    help:
      fullHost === undefined
        ? `Use one of ${formatList(UPSTREAM_HOSTS, UPSTREAM_HOSTS.length)}, or an ECR registry (<account id>.dkr.ecr.<region>.amazonaws.com).`
        : `Use '${fullHost}'.`,
  };
}

function publicFault(
  { credentialArn }: CacheRule,
  { host, needsSecret }: Extract<Upstream, { readonly kind: 'public' }>,
  { accountId, region }: RegistryId,
): Fault | undefined {
  const help =
    'Store the credentials in AWS Secrets Manager in this account and Region, under a name that starts with ' +
    'ecr-pullthroughcache/. Set credential_arn to the ARN of the secret.';
  if (credentialArn === undefined) {
    return needsSecret
      ? { message: `${host} requires credentials, and credential_arn is not set.`, help }
      : undefined;
  }
  if (!isKnown(credentialArn)) return undefined;
  if (CACHE_SECRET_ARN.fault(credentialArn) !== undefined) {
    return {
      message: `credential_arn is '${credentialArn}', but the name of the secret must start with ecr-pullthroughcache/.`,
      help,
    };
  }
  const [, , , secretRegion, secretAccount] = credentialArn.split(':');
  const isElsewhere =
    (isAccountId(accountId) && secretAccount !== accountId) ||
    (isRegionKnown(region) && secretRegion !== region);
  if (!isElsewhere) return undefined;
  return {
    message: `credential_arn is a secret of ${secretAccount ?? ''} in ${secretRegion ?? ''}, but ECR reads only secrets of the same account and Region as the rule.`,
    help,
  };
}

function ecrFault(
  { customRoleArn }: CacheRule,
  { id }: Extract<Upstream, { readonly kind: 'ecr' }>,
  registry: RegistryId,
): Fault | undefined {
  if (registryKey(id) === registryKey(registry)) {
    return {
      message: 'The registry is its own upstream.',
      help: 'Use the registry that images are pushed to.',
    };
  }
  const account = isAccountId(registry.accountId) ? registry.accountId : undefined;
  const help = `Set custom_role_arn to a role of ${account ?? 'this account'} that trusts pullthroughcache.ecr.amazonaws.com and can pull from ${id.accountId}.`;
  if (customRoleArn !== undefined) {
    const message = isKnown(customRoleArn) ? customRoleFault(customRoleArn, registry) : undefined;
    return message === undefined ? undefined : { message, help };
  }
  if (account === undefined || id.accountId === account) return undefined;
  return {
    message: `The upstream is a registry of another account (${id.accountId}), and custom_role_arn is not set.`,
    help,
  };
}
