import type { Account, Backend, Credentials, Deployment } from '../deployment';
import { sortedBy } from '../order';
import type { DeploymentChange } from './change';
import { tagChanges } from './tags';

/** Returns the changes to accounts, backend and default tags. */
export function diffDeployments(before: Deployment, after: Deployment): readonly DeploymentChange[] {
  return [
    ...diffAccounts(before.accounts, after.accounts),
    ...diffBackends(before.backend, after.backend),
    ...diffTags(before.tags, after.tags),
  ];
}

function diffAccounts(before: readonly Account[], after: readonly Account[]): readonly DeploymentChange[] {
  const old = new Map(before.map((account) => [account.name, account]));
  const fresh = new Map(after.map((account) => [account.name, account]));
  return sortedBy(new Set([...old.keys(), ...fresh.keys()]), (name) => name).flatMap(
    (account): readonly DeploymentChange[] => {
      const was = old.get(account);
      const is = fresh.get(account);
      if (was === undefined) return is === undefined ? [] : [{ kind: 'account-added', account, id: is.id }];
      if (is === undefined) return [{ kind: 'account-removed', account, id: was.id }];
      return [
        ...setting(account, 'id', was.id, is.id),
        ...setting(
          account,
          'credentials',
          describeCredentials(was.credentials),
          describeCredentials(is.credentials),
        ),
      ];
    },
  );
}

function setting(
  account: string,
  name: 'id' | 'credentials',
  before: string,
  after: string,
): readonly DeploymentChange[] {
  return before === after ? [] : [{ kind: 'account-setting', account, setting: name, before, after }];
}

/** Leaves out the external ID, because it is a shared secret. */
function describeCredentials(credentials: Credentials): string {
  switch (credentials.kind) {
    case 'ambient':
      return 'ambient credentials';
    case 'profile':
      return `profile ${credentials.profile}`;
    case 'assumeRole': {
      const session = credentials.sessionName === undefined ? '' : ` as session ${credentials.sessionName}`;
      const external = credentials.externalId === undefined ? '' : ' with an external id';
      return `role ${credentials.arn}${session}${external}`;
    }
  }
}

function diffBackends(before: Backend, after: Backend): readonly DeploymentChange[] {
  const [was, is] = [describeBackend(before), describeBackend(after)];
  if (was === is) return [];
  return [{ kind: 'backend', before: was, after: is, isMoved: placeOf(before) !== placeOf(after) }];
}

/** Returns the location of the state, without the settings for access. */
function placeOf(backend: Backend): string {
  switch (backend.kind) {
    case 'local':
      return `local ${backend.path}`;
    case 's3':
      return `s3 ${backend.region} ${backend.bucket} ${backend.key}`;
    case 'cloud':
      return `cloud ${backend.hostname ?? ''} ${backend.organization} ${backend.workspace}`;
  }
}

function describeBackend({ kind, ...settings }: Backend): string {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return `${kind} (${given.map(([key, value]) => `${key} ${String(value)}`).join(', ')})`;
}

function diffTags(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly DeploymentChange[] {
  return tagChanges(before, after).flatMap(({ tag, before: was, after: is }): readonly DeploymentChange[] => {
    if (was === undefined) return is === undefined ? [] : [{ kind: 'tag-added', tag, value: is }];
    if (is === undefined) return [{ kind: 'tag-removed', tag, value: was }];
    return [{ kind: 'tag-changed', tag, before: was, after: is }];
  });
}
