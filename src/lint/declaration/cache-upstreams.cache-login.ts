import type { Upstream } from '../../aws/upstream';
import type { BoundCacheRule, BoundRegistry } from '../../declaration/bind/bound-declaration';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import { checkServiceRole } from './creation-templates.service-role';

/** Checks how ECR authenticates to the upstream of a cache rule: with a secret, with a role, or without credentials. */
export function checkCacheCredentials(
  rule: BoundCacheRule,
  upstream: Upstream,
  registry: BoundRegistry,
  reporter: Reporter,
): void {
  if (upstream.kind === 'public') checkPublicCredentials(rule, upstream, registry, reporter);
  else checkEcrCredentials(rule, upstream, registry, reporter);
}

function checkPublicCredentials(
  rule: BoundCacheRule,
  { host, needsSecret }: Extract<Upstream, { readonly kind: 'public' }>,
  registry: BoundRegistry,
  reporter: Reporter,
): void {
  const { credentialArn, customRoleArn } = rule;
  if (customRoleArn !== undefined) {
    reporter.atKey(
      customRoleArn.path,
      'cache/role',
      `A role lets ECR pull from ECR; it says nothing to ${host}.`,
      needsSecret ? 'Remove it; ECR logs in there with credentialArn.' : 'Remove it.',
    );
  }
  if (credentialArn !== undefined) {
    checkSecret(rule, registry, reporter);
  } else if (needsSecret && !hasKey(rule, 'credentialArn', reporter)) {
    reporter.atKey(
      rule.path,
      'cache/credentials',
      `ECR pulls from ${host} with credentials only, and this rule names none.`,
      'Store them in AWS Secrets Manager, in this account and Region, as ecr-pullthroughcache/<name>, and write credentialArn: <ARN of the secret>.',
    );
  }
}

/** "The secret must also be in the same account and Region": `pull-through-cache.html`. */
function checkSecret({ credentialArn }: BoundCacheRule, registry: BoundRegistry, reporter: Reporter): void {
  if (credentialArn === undefined) return;
  const { name, account, region, partition } = registry;
  const [, secretPartition, , secretRegion, secretAccount] = credentialArn.text.split(':');
  const report = (location: string, help: string) => {
    reporter.atValue(
      credentialArn.path,
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
  rule: BoundCacheRule,
  { id }: Extract<Upstream, { readonly kind: 'ecr' }>,
  registry: BoundRegistry,
  reporter: Reporter,
): void {
  const { credentialArn, customRoleArn } = rule;
  const ownAccountId = registry.account?.id;
  if (credentialArn !== undefined) {
    reporter.atKey(
      credentialArn.path,
      'cache/credentials',
      'ECR logs in to ECR with a role, and not with a secret.',
      ownAccountId === id.accountId ? 'Remove it.' : 'Remove it, and write customRoleArn.',
    );
  }
  if (customRoleArn !== undefined) {
    checkServiceRole(customRoleArn, registry, 'cache/role', reporter);
  } else if (
    ownAccountId !== undefined &&
    ownAccountId !== id.accountId &&
    !hasKey(rule, 'customRoleArn', reporter)
  ) {
    reporter.atKey(
      rule.path,
      'cache/role',
      `The upstream is in another account, where ECR pulls with a role of '${registry.account?.name ?? ''}', and this rule names none.`,
      'Write customRoleArn: the ARN of a role that trusts pullthroughcache.ecr.amazonaws.com; docs/topology.md has its policy.',
    );
  }
}

/** Returns whether the rule has the key, also if its value was rejected: then the problem is already reported. */
function hasKey({ path }: BoundCacheRule, key: string, reporter: Reporter): boolean {
  return reporter.declaredKeys(path).includes(key);
}
