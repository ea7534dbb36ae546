import { identityArn, parseIdentityArn } from '../../aws/arn';
import { LIMITS } from '../../aws/limits';
import type { RepositoryName } from '../../aws/names';
import { policyText, type PolicyDocument } from '../../aws/policy/document';
import { sortedUnique } from '../../base/collections';
import { count, formatList } from '../../base/text';
import type { BoundDeclaration } from '../../declaration/bind/bound-declaration';
import { identityMode, identityOf } from '../../declaration/lower/access';
import type { Identity, Registry, Topology } from '../../model/topology';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const policyLengths = defineDeclarationRules({
  rules: {
    'policy/registry-too-long': {
      severity: 'error',
      doc: 'A registry policy is longer than ECR allows.',
      why:
        'ECR allows 10,240 characters, enough for some 130 repositories listed by name ' +
        '([limits](../guides/access.md#limits)). Set `createRepositories: true` in the replication rules: the ' +
        'policy then contains a prefix instead of every repository, and ECR creates the replicas with the ' +
        'settings of a creation template.',
    },
    'policy/repository-too-long': {
      severity: 'error',
      doc: 'A repository policy is longer than ECR allows.',
      why:
        'ECR allows 10,240 characters. Grant access to an account, an organization or a pattern of roles ' +
        'instead of each principal.',
    },
    'policy/identity-too-long': {
      severity: 'error',
      doc: 'An identity policy is longer than IAM allows.',
      why:
        'IAM allows 10,240 characters for the inline policies of a role, and 2,048 for those of a user. ' +
        'Write `identity: managed`, or `identity: none` and attach your own policy. ' +
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
    },
  },
  lowered({ topology, bound }, reporter) {
    checkPolicyLengths(topology, bound, reporter);
  },
});

type Reporter = ReporterOf<typeof policyLengths>;

/** Checks the length of each policy in the form that AWS stores. */
function checkPolicyLengths(
  { registries, identities }: Topology,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  const reported = new Set<RepositoryName>();
  for (const registry of registries) {
    checkRegistryPolicy(registry, reporter);
    const longest = checkRepositoryPolicies(registry, reported, reporter);
    if (longest !== undefined) reported.add(longest);
  }
  for (const identity of identities) checkIdentityPolicy(identity, bound, reporter);
}

function checkRegistryPolicy({ name, policy }: Registry, reporter: Reporter): void {
  if (policy === undefined) return;
  const { length } = policyText(policy);
  if (length <= LIMITS.registryPolicyLength) return;
  const resources = sortedUnique(policy.statements.flatMap((statement) => statement.resources?.values ?? []));
  reporter.atKey(
    ['registries', name],
    'policy/registry-too-long',
    `The registry policy of '${name}' has ${length} characters. ECR allows ${LIMITS.registryPolicyLength}. It contains ` +
      `${resources.length} repositories or prefixes.`,
    registryPolicyHelp(length, resources),
  );
}

/**
 * Only `createRepositories: true` allows a prefix instead of names: replicas that Terraform creates are listed by
 * name.
 */
function registryPolicyHelp(length: number, resources: readonly string[]): string {
  const fittingCount = Math.floor((resources.length * LIMITS.registryPolicyLength) / length);
  const prefixes = resources.some((arn) => arn.endsWith('*')) ? ' Fewer or shorter prefixes help too.' : '';
  return (
    `About ${fittingCount} of these fit. Set createRepositories: true in the replication rules, so that the policy contains a ` +
    'prefix instead of every repository. ECR then creates the replicas with the settings of a creation template of the ' +
    `registry.${prefixes}`
  );
}

/**
 * One grant can exceed the limit in many repositories, so each registry and each repository is reported once.
 *
 * @param reported the repositories already reported for another registry
 * @returns the repository that is reported, or undefined
 */
function checkRepositoryPolicies(
  { name, repositories }: Registry,
  reported: ReadonlySet<RepositoryName>,
  reporter: Reporter,
): RepositoryName | undefined {
  const lengthOf = createLengthLookup();
  const tooLong = repositories.flatMap(({ name: repository, policy }) => {
    const length = policy === undefined ? 0 : lengthOf(policy);
    return policy === undefined || length <= LIMITS.repositoryPolicyLength
      ? []
      : { repository, policy, length };
  });
  const [longest, ...others] = [...tooLong].sort((a, b) => b.length - a.length);
  if (longest === undefined || reported.has(longest.repository)) return undefined;
  const moreText =
    others.length === 1
      ? 'The policy of 1 more repository in this registry is too long as well.'
      : `The policies of ${others.length} more repositories in this registry are too long as well.`;
  reporter.atKey(
    ['repositories', longest.repository],
    'policy/repository-too-long',
    `The repository policy of '${longest.repository}' in '${name}' has ${longest.length} characters. ECR allows ` +
      `${LIMITS.repositoryPolicyLength}. It contains ${count(principalsIn(longest.policy).length, 'principal', 'principals')}.` +
      (others.length === 0 ? '' : ` ${moreText}`),
    groupingHelp(longest.policy),
  );
  return longest.repository;
}

/** Repositories with equal grants share one policy object, and there may be thousands of them. */
function createLengthLookup(): (policy: PolicyDocument) => number {
  const lengths = new Map<PolicyDocument, number>();
  return (policy) => {
    const length = lengths.get(policy) ?? policyText(policy).length;
    lengths.set(policy, length);
    return length;
  };
}

/** Returns the principals of a policy, or the values of a principal condition if a statement has one. */
function principalsIn({ statements }: PolicyDocument): readonly string[] {
  return sortedUnique(
    statements.flatMap(({ principals, conditions }) => {
      const narrowed = conditions.flatMap(({ key, values }) =>
        key.startsWith('aws:Principal') ? values : [],
      );
      return narrowed.length > 0 ? narrowed : (principals?.values.map(({ value }) => value) ?? []);
    }),
  );
}

/** Suggests principals that cover many: an account instead of its roles, an organization instead of accounts. */
function groupingHelp(policy: PolicyDocument): string {
  const byAccount = new Map<string, number>();
  for (const arn of principalsIn(policy)) {
    const account = parseIdentityArn(arn)?.accountId;
    if (account !== undefined) byAccount.set(account, (byAccount.get(account) ?? 0) + 1);
  }
  const repeatedAccounts = [...byAccount].filter(([, number]) => number > 1).sort(([, a], [, b]) => b - a);
  if (repeatedAccounts.length === 0) {
    return 'Grant access to { organization: o-… } or an organizational unit instead of each account.';
  }
  const accounts = repeatedAccounts.map(([account, number]) => `${number} in account ${account}`);
  return (
    `Grant access to an account instead of its roles and users: ${formatList(accounts, 4)}. The identity policies in the ` +
    "account then decide which of them have access. Or use { arn: …, viaAccountRoot: true } with '*', or { organization: o-… }."
  );
}

function checkIdentityPolicy(identity: Identity, bound: BoundDeclaration, reporter: Reporter): void {
  if (identity.policy === undefined) return;
  const { length } = policyText(identity.policy);
  const max = LIMITS.inlinePoliciesLength[identity.kind];
  if (length <= max) return;
  const arn = identityArn(identity);
  const [first] = bound.grants.flatMap((grant) =>
    grant.principals.filter(({ grantee }) => {
      const namedIdentity = identityOf(grantee);
      return (
        namedIdentity !== undefined &&
        identityArn(namedIdentity) === arn &&
        identityMode(grant, grantee, namedIdentity, bound) === 'inline'
      );
    }),
  );
  const names = identity.policy.statements.flatMap(({ resources }) => resources?.values ?? []).length - 1;
  reporter.atValue(
    first?.path ?? ['access'],
    'policy/identity-too-long',
    `The inline policy of ${identity.kind} '${identity.name}' has ${length} characters. IAM allows ${max}. It contains ` +
      `${count(names, 'repository', 'repositories')}.`,
    "Write 'identity: managed' to attach an AWS managed policy, or 'identity: none' and attach your own policy.",
  );
}
