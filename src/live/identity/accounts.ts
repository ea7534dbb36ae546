import type { AccountId } from '../../aws/names';
import { memoize } from '../../base/collections';
import { AwsError } from '../failure';
import type { AwsApi } from './iam-calls';
import type { UnreadReason } from './unread';

/**
 * Opens an account. Returns undefined if there are no credentials for it.
 * @throws AwsError if AWS does not accept the credentials
 */
export type OpenAccount = (accountId: AccountId) => Promise<AwsApi | undefined>;

type OpenedAccount =
  | { readonly kind: 'opened'; readonly aws: AwsApi }
  | { readonly kind: 'closed'; readonly reason: UnreadReason };

/** Opens each account once. */
export class Accounts {
  public constructor(private readonly openAccount: OpenAccount) {}

  public readonly open = memoize(async (accountId: AccountId): Promise<OpenedAccount> => {
    try {
      const aws = await this.openAccount(accountId);
      return aws === undefined
        ? { kind: 'closed', reason: { kind: 'undeclared-account' } }
        : { kind: 'opened', aws };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { kind: 'closed', reason: { kind: 'failed', failure: error.failure } };
    }
  });

  /** Returns undefined if the account cannot be opened. */
  public async tryOpen(accountId: AccountId): Promise<AwsApi | undefined> {
    const opened = await this.open(accountId);
    return opened.kind === 'opened' ? opened.aws : undefined;
  }
}
