import type { KnownRegistryId } from '../../aws/arn';
import { sortedBy, sortedUnique } from '../../base/collections';
import { waitForAll } from '../../base/promises';
import type { RegistrySettings } from '../../model/resource-types';
import type { AccountSetting } from '../../model/settings';
import type { PlannedRegistry } from '../../model/topology';
import { UNKNOWN, type Unknown } from '../../model/unknown';
import type { AwsSession } from '../session';
import { decodeCacheRule, decodeReplication, decodeScanning } from './decode-registry';
import type { LivePart, PolicyWithOtherHeader, Unreadable } from './live-topology';
import { PartReader } from './part-reader';
import {
  readRepositories,
  REPOSITORY_PARTS,
  type RepositoryProgress,
  type WantedParts,
} from './read-repositories';
import { readTemplates } from './read-templates';
import { RegistryCalls } from './registry-calls';

/** What a registry contains, without its name. */
export type LiveContents = Omit<PlannedRegistry, 'accountId' | 'name' | 'region'>;

interface ReadRegistry {
  readonly contents: LiveContents;
  readonly unreadable: readonly Unreadable[];
  readonly otherHeaders: readonly PolicyWithOtherHeader[];
}

/**
 * Reads one registry.
 * @throws FatalFailure if AWS rejects the credentials or cannot be reached
 */
export async function readRegistry(
  session: AwsSession,
  id: KnownRegistryId,
  wanted: WantedParts,
  onProgress: RepositoryProgress,
): Promise<ReadRegistry> {
  const { parts } = wanted;
  const reader = new PartReader();
  const calls = new RegistryCalls(session, id, reader);
  const readPart: ReadPart = (part, read) =>
    parts.has(part) ? reader.read(part, undefined, () => read(calls)) : Promise.resolve(UNKNOWN);
  const [repositories, policy, replication, settings] = await waitForAll([
    readRepositories(calls, wanted, onProgress),
    readPart('policy', readRegistryPolicy),
    readPart('replication', readReplication),
    readSettings(readPart),
  ]);
  const countOf = (part: LivePart) =>
    part === 'settings' ? SETTINGS.length : REPOSITORY_PARTS.includes(part) ? repositories.length : undefined;
  return {
    contents: { repositories, policy, replication, ...settings },
    unreadable: reader.unreadable(id, countOf),
    otherHeaders: calls.otherHeaders,
  };
}

/** Reads a part, unless it is not wanted. Returns `UNKNOWN` then, and if it cannot be read. */
type ReadPart = <Value>(
  part: LivePart,
  read: (calls: RegistryCalls) => Promise<Value | Unknown>,
) => Promise<Value | Unknown>;

async function readSettings(readPart: ReadPart): Promise<RegistrySettings<Unknown>> {
  const [
    scanning,
    enablesInspector,
    creationTemplates,
    pullThroughCache,
    accountSettings,
    pullTimeUpdateExclusions,
  ] = await waitForAll([
    readPart('scanning', readScanning),
    readPart('inspector', readInspector),
    readPart('creationTemplates', readTemplates),
    readPart('pullThroughCache', readCacheRules),
    readPart('settings', readAccountSettings),
    readPart('pullTimeUpdateExclusions', readExclusions),
  ]);
  return {
    scanning,
    enablesInspector,
    creationTemplates,
    pullThroughCache,
    accountSettings,
    pullTimeUpdateExclusions,
  };
}

async function readRegistryPolicy(calls: RegistryCalls): Promise<PlannedRegistry['policy']> {
  const call = 'ecr:GetRegistryPolicy';
  const found = await calls.callIfExists(call, {}, 'RegistryPolicyNotFoundException');
  return calls.policy(found?.policyText, { part: 'policy', call });
}

async function readReplication(calls: RegistryCalls): Promise<PlannedRegistry['replication']> {
  const call = 'ecr:DescribeRegistry';
  const { replicationConfiguration } = await calls.call(call, {});
  const message = 'A replication rule has a kind of filter that is not supported.';
  return (
    decodeReplication(replicationConfiguration) ??
    calls.parts.unsupported('replication', undefined, { call, message })
  );
}

/** ECR returns a configuration also for a registry in which none was set: `DEFAULT_SCANNING`. */
async function readScanning(calls: RegistryCalls): Promise<PlannedRegistry['scanning']> {
  const call = 'ecr:GetRegistryScanningConfiguration';
  const { scanningConfiguration } = await calls.call(call, {});
  const message = 'The scanning configuration has a value that is not supported.';
  return (
    decodeScanning(scanningConfiguration) ?? calls.parts.unsupported('scanning', undefined, { call, message })
  );
}

/** Also true if the administrator of the organization enabled Amazon Inspector, which nothing distinguishes. */
async function readInspector(calls: RegistryCalls): Promise<boolean | Unknown> {
  const call = 'inspector2:BatchGetAccountStatus';
  const { accounts = [], failedAccounts = [] } = await calls.call(call, { accountIds: [calls.id.accountId] });
  const status = accounts.find(({ accountId }) => accountId === calls.id.accountId)?.resourceState?.ecr
    ?.status;
  if (status !== undefined) return status === 'ENABLED' || status === 'ENABLING';
  const [failed] = failedAccounts;
  return calls.parts.report('inspector', undefined, {
    call,
    kind: failed?.errorCode === 'ACCESS_DENIED' ? 'denied' : 'rejected',
    code: failed?.errorCode ?? 'NoAccountStatus',
    message: failed?.errorMessage ?? 'Amazon Inspector returned no status of the account.',
  });
}

async function readCacheRules(calls: RegistryCalls): Promise<PlannedRegistry['pullThroughCache']> {
  const pages = await calls.callAll('ecr:DescribePullThroughCacheRules', { maxResults: PAGE_SIZE });
  const rules = pages.flatMap(({ pullThroughCacheRules = [] }) => pullThroughCacheRules);
  return sortedBy(rules.map(decodeCacheRule), ({ prefix }) => prefix);
}

async function readExclusions(calls: RegistryCalls): Promise<PlannedRegistry['pullTimeUpdateExclusions']> {
  const pages = await calls.callAll('ecr:ListPullTimeUpdateExclusions', {});
  return sortedUnique(pages.flatMap(({ pullTimeUpdateExclusions = [] }) => pullTimeUpdateExclusions));
}

/** The maximum of ECR. */
const PAGE_SIZE = 1000;

/** Sorted. */
const SETTINGS = [
  'BASIC_SCAN_TYPE_VERSION',
  'BLOB_MOUNTING',
  'REGISTRY_POLICY_SCOPE',
] as const satisfies readonly AccountSetting['name'][];

/** ECR returns the default of a setting that was never changed. */
async function readAccountSettings(calls: RegistryCalls): Promise<readonly AccountSetting<Unknown>[]> {
  return waitForAll(SETTINGS.map(async (name) => ({ name, value: await readAccountSetting(calls, name) })));
}

function readAccountSetting(calls: RegistryCalls, name: AccountSetting['name']): Promise<string | Unknown> {
  const call = 'ecr:GetAccountSetting';
  return calls.parts.read('settings', name, async () => {
    const { value } = await calls.call(call, { name });
    const message = `ECR returned no value of the account setting ${name}.`;
    return value ?? calls.parts.unsupported('settings', name, { call, message });
  });
}
