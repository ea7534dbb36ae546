import type { AccountId } from '../../aws/names';
import { getPartition } from '../../aws/partitions';
import { memoize } from '../../base/collections';
import type { Account } from '../../model/deployment';
import type { Registry } from '../../model/topology';
import { AwsError, failureHelp } from '../failure';
import { openAccount, WrongAccountError, type AwsSession } from '../session';
import type { SourceProblem } from './outcome';
import { sourceRegistry, type SourceRegistry } from './source-registry';

/** Opens each account once, with the Region of the first registry. */
export class RegistrySessions {
  private readonly sessionOf: (id: AccountId) => Promise<AwsSession>;
  private readonly regions = new Map<AccountId, Registry['region']>();

  public constructor(accounts: readonly Account[]) {
    this.sessionOf = memoize(async (id) => {
      const account = accounts.find((each) => each.id === id);
      const region = this.regions.get(id);
      // `open` sets the Region, and each registry of a topology has an account.
      if (account === undefined || region === undefined) throw new Error(`account ${id} is not declared`);
      return openAccount(account, region);
    });
  }

  /** @throws AwsError or WrongAccountError */
  public async open({ accountId, region }: Registry): Promise<AwsSession> {
    if (!this.regions.has(accountId)) this.regions.set(accountId, region);
    return this.sessionOf(accountId);
  }
}

export async function openSource(sessions: RegistrySessions, registry: Registry): Promise<SourceRegistry> {
  return sourceRegistry(await sessions.open(registry), registry.region);
}

/** Returns why a registry could not be read. Throws other errors, which are bugs. */
export function problemIn(registry: Registry, error: unknown): SourceProblem {
  if (error instanceof WrongAccountError) {
    return {
      registry,
      message: error.message,
      help: `Set the profile or the role of account '${error.account.name}' in topology.yaml, or use other credentials. Nothing was read.`,
    };
  }
  if (!(error instanceof AwsError)) throw error;
  const { failure } = error;
  if (failure.kind === 'not-supported' && failure.call.endsWith('Backfills')) {
    return {
      registry,
      message: `ECR has no replication backfill in ${registry.region} (partition ${getPartition(registry.region).id}): ${failure.code} for ${failure.call}.`,
      help: 'Copy the images with another tool, such as crane or skopeo. If the endpoint is an emulator, it does not implement the call.',
    };
  }
  return { registry, message: `${failure.call} failed: ${failure.message}`, help: failureHelp(failure) };
}
