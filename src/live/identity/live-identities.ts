import { identityArn, parseIdentityArn, type KnownIdentityId } from '../../aws/arn';
import type { AccountId } from '../../aws/names';
import type { Region } from '../../aws/partitions';
import { groupBy, sortedBy } from '../../base/collections';
import type { Identity, PlannedTopology } from '../../model/topology';
import { isKnown, knownStatements, UNKNOWN, type Unknown } from '../../model/unknown';
import { Accounts, type OpenAccount } from './accounts';
import { IdentityReader } from './identity-policies';
import { UnreadCollector, type UnreadPolicies } from './unread';

/** Roles and users with all their identity policies in AWS. */
export interface LiveIdentities {
  /**
   * Sorted by ARN. The model has one policy for each identity, so `policy` has the statements of all its policies. It is unknown if one of
   * them could not be read.
   */
  readonly identities: readonly Identity<Unknown>[];
  readonly unread: readonly UnreadPolicies[];
}

/** Returns the roles and users that policies name as principals, by their full ARN. Sorted by ARN. */
export function namedIdentities({ registries }: PlannedTopology): readonly KnownIdentityId[] {
  const statements = registries.flatMap(({ policy, repositories }) => [
    ...knownStatements(policy),
    ...repositories.flatMap((repository) => knownStatements(repository.policy)),
  ]);
  const principals = statements.flatMap((each) => each.principals?.values ?? []);
  return distinctIdentities(principals.flatMap(({ value }) => parseIdentityArn(value) ?? []));
}

/** Returns each identity once, sorted by ARN. */
export function distinctIdentities(identities: readonly KnownIdentityId[]): readonly KnownIdentityId[] {
  const byArn = new Map(identities.map((identity) => [identityArn(identity), identity]));
  return sortedBy(byArn.values(), identityArn);
}

/** Reads the identity policies of roles and users. Those of accounts without credentials are left out. */
export async function readIdentities(
  identities: readonly KnownIdentityId[],
  openAccount: OpenAccount,
  region: Region,
): Promise<LiveIdentities> {
  const accounts = new Accounts(openAccount);
  const byAccount = [...groupBy(identities, ({ accountId }) => accountId)];
  const read = await Promise.all(
    byAccount.map(([accountId, members]) => readAccount(accountId, members, accounts, region)),
  );
  return {
    identities: sortedBy(
      read.flatMap((each) => each.identities),
      identityArn,
    ),
    unread: read.flatMap(({ unread }) => unread),
  };
}

async function readAccount(
  accountId: AccountId,
  identities: readonly KnownIdentityId[],
  accounts: Accounts,
  region: Region,
): Promise<LiveIdentities> {
  const opened = await accounts.open(accountId);
  const collector = new UnreadCollector(accountId);
  if (opened.kind === 'closed') {
    if (opened.reason.kind === 'undeclared-account') return { identities: [], unread: [] };
    collector.report('identity', opened.reason);
    return { identities: identities.map((each) => withPolicy(each, UNKNOWN)), unread: collector.unread };
  }
  const reader = new IdentityReader(opened.aws, region, collector);
  const read = await Promise.all(
    identities.map(async (identity) => {
      const { policies } = await reader.read(identity, true);
      const known = policies.filter(isKnown);
      const statements = known.flatMap(({ policy }) => policy.statements);
      return withPolicy(identity, known.length === policies.length ? { statements } : UNKNOWN);
    }),
  );
  return { identities: read, unread: collector.unread.filter(({ layer }) => layer === 'identity') };
}

function withPolicy(identity: KnownIdentityId, policy: Identity<Unknown>['policy']): Identity<Unknown> {
  return { ...identity, policy, managedPolicies: [] };
}
