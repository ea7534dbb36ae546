import {
  identityArn,
  LIMITS,
  parseIdentityArn,
  policyText,
  sortedUnique,
  type Identity,
  type PolicyDocument,
  type Registry,
  type RepositoryName,
  type Topology,
} from '../../registry';
import type { Linked } from '../link/linked';
import { identityMode, identityOf } from '../resolve/placements';
import type { Reporter } from '../reporter';
import { listed } from '../suggest';

/** Checks the length of each policy in the form that AWS stores. */
export function checkPolicyLengths(
  { registries, identities }: Topology,
  linked: Linked,
  reporter: Reporter,
): void {
  const said = new Set<RepositoryName>();
  for (const registry of registries) {
    checkRegistryPolicy(registry, reporter);
    const worst = checkRepositoryPolicies(registry, said, reporter);
    if (worst !== undefined) said.add(worst);
  }
  for (const identity of identities) checkIdentityPolicy(identity, linked, reporter);
}

function checkRegistryPolicy({ name, policy }: Registry, reporter: Reporter): void {
  if (policy === undefined) return;
  const { length } = policyText(policy);
  if (length <= LIMITS.registryPolicyLength) return;
  const resources = sortedUnique(policy.statements.flatMap((statement) => statement.resources?.values ?? []));
  reporter.atKey(
    ['registries', name],
    'policy/registry-too-long',
    `The registry policy of '${name}' has ${length} characters, of which ECR takes ${LIMITS.registryPolicyLength}: it names ` +
      `${resources.length} repositories or prefixes.`,
    registryPolicyHelp(length, resources),
  );
}

/**
 * Only `createRepositories: true` allows a prefix instead of names: replicas that Terraform creates are listed by
 * name.
 */
function registryPolicyHelp(length: number, resources: readonly string[]): string {
  const fitting = Math.floor((resources.length * LIMITS.registryPolicyLength) / length);
  const prefixes = resources.some((arn) => arn.endsWith('*')) ? ', and fewer, shorter prefixes help too' : '';
  return (
    `Of these, about ${fitting} fit. A rule with createRepositories: true puts a prefix there instead of every ` +
    `repository${prefixes}; ECR then creates the replicas, set up as a creation template of the registry says.`
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
  said: ReadonlySet<RepositoryName>,
  reporter: Reporter,
): RepositoryName | undefined {
  const lengthOf = policyLengths();
  const long = repositories.flatMap(({ name: repository, policy }) => {
    const length = policy === undefined ? 0 : lengthOf(policy);
    return policy === undefined || length <= LIMITS.repositoryPolicyLength
      ? []
      : { repository, policy, length };
  });
  const [worst, ...others] = [...long].sort((a, b) => b.length - a.length);
  if (worst === undefined || said.has(worst.repository)) return undefined;
  const more =
    others.length === 1 ? 'that of 1 more repository' : `those of ${others.length} more repositories`;
  const rest =
    others.length === 0 ? '' : `, and ${more} there ${others.length === 1 ? 'is' : 'are'} too long as well`;
  reporter.atKey(
    ['repositories', worst.repository],
    'policy/repository-too-long',
    `The repository policy of '${worst.repository}' in '${name}' has ${worst.length} characters, of which ECR takes ` +
      `${LIMITS.repositoryPolicyLength}${rest}: it names ${granteesIn(worst.policy).length} principals.`,
    foldingHelp(worst.policy),
  );
  return worst.repository;
}

/** Repositories with equal grants share one policy object, and there may be thousands of them. */
function policyLengths(): (policy: PolicyDocument) => number {
  const known = new Map<PolicyDocument, number>();
  return (policy) => {
    const length = known.get(policy) ?? policyText(policy).length;
    known.set(policy, length);
    return length;
  };
}

/** Returns the principals of a policy, or the values of a principal condition if a statement has one. */
function granteesIn({ statements }: PolicyDocument): readonly string[] {
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
function foldingHelp(policy: PolicyDocument): string {
  const byAccount = new Map<string, number>();
  for (const arn of granteesIn(policy)) {
    const account = parseIdentityArn(arn)?.accountId;
    if (account !== undefined) byAccount.set(account, (byAccount.get(account) ?? 0) + 1);
  }
  const many = [...byAccount].filter(([, number]) => number > 1).sort(([, a], [, b]) => b - a);
  if (many.length === 0) {
    return 'Grant it to { organization: o-… } or an organizational unit instead of to every account.';
  }
  const accounts = many.map(([account, number]) => `${number} of account ${account}`);
  return (
    `Roles and users can be folded into a grant to their account (whose own policies then say who): ${listed(accounts, 4)}; ` +
    'or into { arn: …, viaAccountRoot: true } with *, or { organization: o-… }.'
  );
}

function checkIdentityPolicy(identity: Identity, linked: Linked, reporter: Reporter): void {
  if (identity.policy === undefined) return;
  const { length } = policyText(identity.policy);
  const most = LIMITS.inlinePoliciesLength[identity.kind];
  if (length <= most) return;
  const arn = identityArn(identity);
  const [first] = linked.grants.flatMap((grant) =>
    grant.principals.filter(({ grantee }) => {
      const named = identityOf(grantee);
      return (
        named !== undefined &&
        identityArn(named) === arn &&
        identityMode(grant, grantee, named, linked) === 'inline'
      );
    }),
  );
  const names = identity.policy.statements.flatMap(({ resources }) => resources?.values ?? []).length - 1;
  reporter.atValue(
    first?.path ?? ['access'],
    'policy/identity-too-long',
    `The inline policy of ${identity.kind} '${identity.name}' has ${length} characters, of which IAM takes ${most}: it names ` +
      `${names} repositories.`,
    "Write 'identity: managed' for the AWS managed policy, or 'identity: none' and attach a policy of your own.",
  );
}
