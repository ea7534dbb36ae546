import { registryKey, type KnownRegistryId, type RegistryId } from '../aws/arn';
import { isAccountId, type RegistryName } from '../aws/names';
import { isRegionKnown } from '../aws/partitions';
import { groupBy, sortedBy } from '../base/collections';
import { nameRegistries, type UnnamedAccount } from '../declaration/write/registry-names';
import type { LoadedTopology } from '../lint/declaration/load';
import { AwsError, failureHelp } from '../live/failure';
import { withoutAwsDefaults } from '../live/registry/aws-defaults';
import type { PolicyWithOtherHeader, Unreadable } from '../live/registry/live-topology';
import { readTopology, type ReadProgress } from '../live/registry/read-topology';
import { declaredTargets, type ReadTarget } from '../live/registry/targets';
import { AwsSession, openInAnyRegion } from '../live/session';
import type { Account, Backend, Credentials, StacksBy } from '../model/deployment';
import type { PlannedTopology } from '../model/topology';
import { reasonOf } from '../report/live/unreadable';
import type { StateTopology, UnlocatedResource } from '../plan/state/state-topology';
import { UsageError } from './exit';
import type { SourceAccount } from './adopt-sources';

/** What exists, with the names that the declaration gives it. */
export interface Existing {
  readonly topology: PlannedTopology;
  readonly accounts: readonly Account[];
  readonly stacksBy?: StacksBy;
  readonly backend?: Backend;
  /** Whether it was read from states, and not from AWS. */
  readonly isInStates: boolean;
  /** Values of AWS that could not be read. */
  readonly unreadable: readonly Unreadable[];
  /** The policies of AWS whose header Terraform changes. */
  readonly otherHeaders: readonly PolicyWithOtherHeader[];
  /** Resources of states that cannot be located. */
  readonly unlocated: readonly UnlocatedResource[];
}

/** How registries are read from AWS. */
export interface LiveReading {
  /** Whether the policies of the roles and users that repository policies name are read too. */
  readonly readsIdentities: boolean;
  readonly onProgress: (progress: ReadProgress) => void;
}

/**
 * Reads the registries of profiles from AWS.
 * @throws UsageError if AWS does not accept the credentials of a profile, or if two profiles are of the same account
 */
export async function readAccounts(
  sources: readonly SourceAccount[],
  reading: LiveReading,
): Promise<Existing> {
  // The first failure in the order of the command line, not in that of the answers.
  const sessions = await Promise.allSettled(sources.map(openSession));
  const opened = sources.flatMap((source, index) => {
    const result = sessions[index];
    if (result?.status === 'rejected') throw result.reason;
    return result === undefined ? [] : { ...source, session: result.value };
  });
  for (const [id, group] of groupBy(opened, ({ session }) => session.accountId)) {
    if (group.length > 1) {
      const profiles = group.map(({ credentials }) => profileText(credentials)).join(' and ');
      throw new UsageError(`${profiles} belong to the same account ${id}. Use one of them for all Regions.`);
    }
  }
  const named = nameRegistries(
    opened.map(({ session, credentials, regions }) => ({
      id: session.accountId,
      label: credentials.kind === 'profile' ? credentials.profile : undefined,
      registries: regions.map((region) => ({ region })),
    })),
  );
  const accounts = opened.map(({ credentials }, index): Account | readonly Account[] => {
    const account = named[index];
    return account === undefined ? [] : { name: account.name, id: account.id, credentials };
  });
  const targets = opened.flatMap(({ session }, index) =>
    (named[index]?.registries ?? []).map((registry): ReadTarget => ({
      ...registry,
      accountId: session.accountId,
      open: () => Promise.resolve(session),
    })),
  );
  return { ...(await readTargets(targets, reading)), accounts: accounts.flat() };
}

function profileText(credentials: Credentials): string {
  return credentials.kind === 'profile' ? `Profile '${credentials.profile}'` : 'The default credentials';
}

/** @throws UsageError if AWS does not accept the credentials */
async function openSession({ credentials, regions }: SourceAccount): Promise<AwsSession> {
  try {
    return await openInAnyRegion(regions, (region) => AwsSession.open(credentials, region));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { failure } = error;
    throw new UsageError(`${profileText(credentials)}: ${reasonOf(failure)} ${failureHelp(failure)}`, {
      cause: error,
    });
  }
}

/** Reads declared registries from AWS. */
export async function readDeclared(
  { topology, deployment }: LoadedTopology,
  reading: LiveReading,
): Promise<Existing> {
  const { accounts, stacksBy, backend } = deployment;
  const targets = declaredTargets(topology.registries, accounts);
  return { ...(await readTargets(targets, reading)), accounts, stacksBy, backend };
}

async function readTargets(
  targets: readonly ReadTarget[],
  { readsIdentities, onProgress }: LiveReading,
): Promise<Omit<Existing, 'accounts'>> {
  const { topology, ...others } = await readTopology(targets, {
    onProgress,
    ...(readsIdentities ? { identities: [] } : {}),
  });
  return { topology: withoutAwsDefaults(topology), isInStates: false, unlocated: [], ...others };
}

/** Returns the registries of states. States contain no credentials. */
export function existingInStates({ topology, unlocated, labels }: StateTopology): Existing {
  const ids = topology.registries.map(({ accountId, region }) => ({ accountId, region })).filter(isKnownId);
  const unnamed = [...groupBy(ids, ({ accountId }) => accountId)].map(([id, registries]): UnnamedAccount => ({
    id,
    label: undefined,
    registries: registries.map((each) => ({ region: each.region, label: labels.get(registryKey(each)) })),
  }));
  const named = nameRegistries(unnamed);
  const names = new Map(
    named.flatMap(({ id, registries }) =>
      registries.map(({ name, region }) => [registryKey({ accountId: id, region }), name] as const),
    ),
  );
  return {
    topology: renameRegistries(topology, names),
    accounts: named.map(({ name, id }) => ({ name, id, credentials: { kind: 'ambient' } })),
    isInStates: true,
    unreadable: [],
    otherHeaders: [],
    unlocated,
  };
}

function isKnownId(id: RegistryId): id is KnownRegistryId {
  return isAccountId(id.accountId) && isRegionKnown(id.region);
}

function renameRegistries(
  topology: PlannedTopology,
  names: ReadonlyMap<string, RegistryName>,
): PlannedTopology {
  const renamed = topology.registries.map((registry) => ({
    ...registry,
    name: names.get(registryKey(registry)) ?? registry.name,
  }));
  return { ...topology, registries: sortedBy(renamed, ({ name }) => name) };
}
