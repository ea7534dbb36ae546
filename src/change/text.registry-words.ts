import type { StacksBy } from '../model/deployment';
import type { Change } from './change';

type RegistryChange = Extract<Change, { kind: 'registry-removed' | 'registry-renamed' | 'registry-moved' }>;

export function describeRegistryChange(change: RegistryChange, by: StacksBy): string {
  const consequence = change.held === 'nothing' ? undefined : consequenceOf(change, by);
  return [describeRegistry(change), ...(consequence === undefined ? [] : [consequence])].join('; ');
}

function describeRegistry(change: RegistryChange): string {
  switch (change.kind) {
    case 'registry-removed':
      return `registry removed (account ${change.id.accountId}, ${change.id.region})`;
    case 'registry-renamed':
      return `registry renamed from ${change.before}`;
    case 'registry-moved':
      return (
        `registry moved from account ${change.before.accountId}, ${change.before.region} to account ` +
        `${change.after.accountId}, ${change.after.region}`
      );
  }
}

/** Returns what Terraform does with the contents of the registry. */
function consequenceOf(change: RegistryChange, by: StacksBy): string | undefined {
  switch (change.kind) {
    case 'registry-removed':
      // In other layouts the provider of the account remains, so repositories are destroyed normally, or the
      // removed stack is reported separately.
      return by === 'topology'
        ? 'Terraform needs its provider to destroy what it holds, so empty it and deploy first'
        : undefined;
    case 'registry-renamed':
      return change.isNameTaken
        ? `the addresses of ${change.before} are another registry's now: move both in the state before the next plan`
        : RENAMED[by];
    case 'registry-moved':
      // Since version 6 the provider stores the Region of each resource in the state, and replaces the resource
      // if the Region changes.
      if (change.before.accountId === change.after.accountId) {
        return 'Terraform replaces everything it holds: repositories are destroyed here and created there, without their images';
      }
      return by === 'account'
        ? "Terraform creates everything there, and destroys in the former account's stack what it leaves behind"
        : MOVED;
  }
}

/** Terraform would read the resources of the state from the new account, where others may have the same names. */
const MOVED =
  'remove everything it holds from the state before the next plan: Terraform then creates it there and no longer manages ' +
  'what stays in the former account, images included (docs/topology.md, Renaming, moving, removing)';

const RENAMED: Readonly<Record<StacksBy, string>> = {
  topology:
    "Terraform cannot plan ('Provider configuration not present') until what it holds is moved in the state to the new addresses",
  account:
    'Terraform destroys what it holds and creates it anew, unless it is moved in the state to the new addresses before',
  registry:
    'its stacks have other names: move their states, and what they hold to the new addresses, before the next plan',
};
