import { sortedBy } from '../base/collections';
import type { Account, Backend, Credentials, Deployment } from '../model/deployment';
import type { DeploymentChange } from './change';
import { tagChanges } from './change-parts';

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
  const updated = new Map(after.map((account) => [account.name, account]));
  return sortedBy(new Set([...old.keys(), ...updated.keys()]), (name) => name).flatMap(
    (account): readonly DeploymentChange[] => {
      const previous = old.get(account);
      const current = updated.get(account);
      if (previous === undefined) {
        return current === undefined ? [] : [{ kind: 'account-added', account, id: current.id }];
      }
      if (current === undefined) return [{ kind: 'account-removed', account, id: previous.id }];
      return [
        ...setting(account, 'id', previous.id, current.id),
        ...setting(
          account,
          'credentials',
          describeCredentials(previous.credentials),
          describeCredentials(current.credentials),
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
      const external = credentials.externalId === undefined ? '' : ' with an external ID';
      return `role ${credentials.arn}${session}${external}`;
    }
  }
}

function diffBackends(before: Backend, after: Backend): readonly DeploymentChange[] {
  const [previous, current] = [describeBackend(before), describeBackend(after)];
  if (previous === current) return [];
  return [
    {
      kind: 'backend',
      before: previous,
      after: current,
      isMoved: stateLocation(before) !== stateLocation(after),
    },
  ];
}

/** Returns the location of the state, without the settings for access. */
function stateLocation(backend: Backend): string {
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
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return `${kind} (${entries.map(([key, value]) => `${key} ${String(value)}`).join(', ')})`;
}

function diffTags(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly DeploymentChange[] {
  return tagChanges(before, after).flatMap(
    ({ tag, before: previous, after: current }): readonly DeploymentChange[] => {
      if (previous === undefined) {
        return current === undefined ? [] : [{ kind: 'tag-added', tag, value: current }];
      }
      if (current === undefined) return [{ kind: 'tag-removed', tag, value: previous }];
      return [{ kind: 'tag-changed', tag, before: previous, after: current }];
    },
  );
}
