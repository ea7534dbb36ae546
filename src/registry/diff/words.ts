import type { Change } from './change';
import { describeIdentityPermission, describePermission } from './permission-words';

/** One change as one line for a reviewer: where, what, and what it costs where it costs images. */
export function describeChange(change: Change): string {
  switch (change.kind) {
    case 'registry-added':
      return `${change.registry}: registry added (account ${change.id.accountId}, ${change.id.region})`;
    case 'registry-removed':
    case 'registry-renamed':
    case 'registry-moved':
      return `${change.registry}: ${describeRegistryChange(change)}`;
    case 'repository-added':
      return `${change.registry}: repository ${change.repository} added`;
    case 'repository-removed':
      return (
        `${change.registry}: repository ${change.repository} removed` +
        (change.forceDelete === true
          ? ', and its images with it (forceDelete is on)'
          : ' (fails while it holds images)') +
        (change.preventDestroy ? '; preventDestroy goes with it and does not prevent this' : '')
      );
    case 'repository-setting':
      return `${change.registry}: ${change.setting} of repository ${change.repository} turned ${change.after ? 'on' : 'off'}`;
    case 'repository-setting-changed':
      return `${change.registry}: ${change.setting} of repository ${change.repository} changed from ${change.before} to ${change.after}`;
    case 'scanning-changed':
      return change.before === undefined
        ? `${change.registry}: scanning set to ${change.after}`
        : `${change.registry}: scanning changed from ${change.before} to ${change.after}`;
    case 'not-known': {
      const whose = change.repository === undefined ? '' : ` of repository ${change.repository}`;
      return `${change.registry}: ${change.what}${whose} cannot be told from the plan`;
    }
    case 'identity-not-known':
      return `${change.identity}: its identity policy cannot be told from the plan`;
    case 'replication-added':
    case 'replication-removed': {
      const what = change.filter === 'all' ? 'every repository' : change.filter;
      const verb = change.kind === 'replication-added' ? 'added' : 'removed';
      return `${change.registry}: replication of ${what} to ${change.destination} ${verb}`;
    }
    case 'permission-added':
    case 'permission-removed':
      return `${change.registry}: ${describePermission(change, change.kind === 'permission-added')}`;
    case 'identity-permission-added':
    case 'identity-permission-removed':
      return (
        `${change.identity}: its identity policy ` +
        describeIdentityPermission(change, change.kind === 'identity-permission-added')
      );
    case 'managed-policy-attached':
    case 'managed-policy-detached':
      return `${change.identity}: ${change.policy} ${change.kind === 'managed-policy-attached' ? 'attached' : 'detached'}`;
    case 'account-added':
      return `account ${change.account}: added (${change.id})`;
    case 'account-removed':
      return `account ${change.account}: removed (${change.id})`;
    case 'account-setting':
      return `account ${change.account}: ${change.setting} changed from ${change.before} to ${change.after}`;
    case 'backend': {
      const init = change.isMoved
        ? "move the state with 'terraform init'"
        : "run 'terraform init -reconfigure'";
      return `backend: changed from ${change.before} to ${change.after}; ${init} (docs/topology.md, Changing the backend)`;
    }
    case 'tag-added':
      return `tags: ${change.tag} added ('${change.value}')`;
    case 'tag-removed':
      return `tags: ${change.tag} removed ('${change.value}')`;
    case 'tag-changed':
      return `tags: ${change.tag} changed from '${change.before}' to '${change.after}'`;
  }
}

type RegistryChange = Extract<Change, { kind: 'registry-removed' | 'registry-renamed' | 'registry-moved' }>;

function describeRegistryChange(change: RegistryChange): string {
  const what = describeRegistry(change);
  return change.held === 'nothing' ? what : `${what}; ${costOf(change)}`;
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

/** What Terraform makes of it, where the registry holds something. */
function costOf(change: RegistryChange): string {
  switch (change.kind) {
    case 'registry-removed':
      return 'Terraform needs its provider to destroy what it holds, so empty it and deploy first';
    case 'registry-renamed':
      return change.isNameTaken
        ? `the addresses of ${change.before} are another registry's now: move both in the state before the next plan`
        : "Terraform cannot plan ('Provider configuration not present') until what it holds is moved in the state to the new addresses";
    case 'registry-moved':
      // From version 6 the provider keeps the Region of each resource in the state, and replaces what changes it.
      return change.before.accountId === change.after.accountId
        ? 'Terraform replaces everything it holds: repositories are destroyed here and created there, without their images'
        : 'Terraform creates everything there and forgets what it leaves behind, images included';
  }
}
