import { identityArn, type KnownIdentityId } from '../../aws/arn';
import type { AccountId } from '../../aws/names';
import type { Region } from '../../aws/partitions';
import { groupBy, sortedBy } from '../../base/collections';
import { waitForAll } from '../../base/promises';
import type { Identity } from '../../model/topology';
import { isKnown, UNKNOWN, type Unknown } from '../../model/unknown';
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

/** Reads all identity policies of roles and users. Those of accounts without credentials are left out. */
export async function readAllPolicies(
  identities: readonly KnownIdentityId[],
  openAccount: OpenAccount,
  region: Region,
): Promise<LiveIdentities> {
  const accounts = new Accounts(openAccount);
  const unique = new Map(identities.map((identity) => [identityArn(identity), identity]));
  const byAccount = [...groupBy(unique.values(), ({ accountId }) => accountId)];
  const read = await waitForAll(
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
  const read = await waitForAll(
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
