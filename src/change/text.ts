import type { StacksBy } from '../model/deployment';
import { describeReplicationOrder } from './replication-order';
import type { Change } from './change';
import { tagChangeText } from './change-parts';
import { describeIdentityPermission, describePermission } from './permissions';
import { describeSettingsChange, isSettingsChange } from './registry-settings';
import { fromTo, UNKNOWN_TEXT } from './setting-text';
import { describeImportsChange, describeStacksChange } from './stacks';

/**
 * Returns one change as one line for the review of a plan. Leaves out the effect of Terraform on a repository,
 * because the plan shows it. Includes the cost if images are lost.
 */
export function describeChange(change: Change): string {
  return describe('topology', change);
}

/**
 * Returns one change of a declaration as one line, including the effect of Terraform. The layout decides what
 * happens to the resources of a removed registry.
 */
export function describeChangeIn(by: StacksBy, change: Change): string {
  const text = describe(by, change);
  if (change.kind === 'cache-rule-setting-changed' && change.outcome === 'refused') {
    return `${text}; ${REMOVAL_REFUSED}`;
  }
  const outcome = change.kind === 'repository-setting-changed' ? change.outcome : undefined;
  return outcome === undefined ? text : `${text}; ${OUTCOMES[outcome]}`;
}

const REMOVAL_REFUSED =
  'the apply fails, because ECR cannot remove the credentials of a rule; replace the rule (docs/reference/topology.md, pullThroughCache)';

const OUTCOMES = {
  replaced:
    'Terraform destroys the repository and creates it again, empty (fails while it contains images, unless forceDelete ' +
    'was applied before)',
  kept: 'Terraform plans no change, and the repository keeps its key',
} as const;

function describe(by: StacksBy, change: Change): string {
  if (isSettingsChange(change)) return `${change.registry}: ${describeSettingsChange(change)}`;
  switch (change.kind) {
    case 'registry-added':
      return `${change.registry}: registry added (account ${change.id.accountId}, ${change.id.region})`;
    case 'registry-removed':
    case 'registry-renamed':
    case 'registry-moved':
      return `${change.registry}: ${describeRegistryChange(change, by)}`;
    case 'repository-added':
      return `${change.registry}: repository ${change.repository} added`;
    case 'repository-removed':
      return (
        `${change.registry}: repository ${change.repository} removed` +
        (change.forceDelete === true
          ? ' with all its images (forceDelete is enabled)'
          : ' (fails while it contains images)') +
        (change.preventDestroy
          ? '; preventDestroy does not prevent this, because it is removed together with the repository'
          : '')
      );
    case 'repository-setting':
      return `${change.registry}: ${change.setting} of repository ${change.repository} ${toggleText(change.after)}`;
    case 'repository-setting-changed':
      return `${change.registry}: ${change.setting} of repository ${change.repository} ${fromTo(change.before, change.after)}`;
    case 'repository-tag':
      return `${change.registry}: ${tagChangeText(change, `repository ${change.repository}`)}`;
    case 'identity-not-known':
      return `${change.identity}: its identity policy ${UNKNOWN_TEXT}`;
    case 'replication-added':
    case 'replication-removed': {
      const subject = change.filter === 'all' ? 'every repository' : change.filter;
      const verb = change.kind === 'replication-added' ? 'added' : 'removed';
      return `${change.registry}: replication of ${subject} to ${change.destination} ${verb}`;
    }
    case 'permission-added':
    case 'permission-removed':
      return `${change.registry}: ${describePermission(change, change.kind === 'permission-added' ? 'now' : 'no longer')}`;
    case 'identity-permission-added':
    case 'identity-permission-removed':
      return (
        `${change.identity}: its identity policy ` +
        describeIdentityPermission(change, change.kind === 'identity-permission-added' ? 'now' : 'no longer')
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
      return `backend: changed from ${change.before} to ${change.after}; ${init} (docs/reference/topology.md, Changing the backend)`;
    }
    case 'imports-added':
    case 'imports-removed':
      return `imports: ${describeImportsChange(change)}`;
    case 'replication-first':
      return `stacks: ${describeReplicationOrder(change)}`;
    case 'stacks-by':
    case 'stack-removed':
    case 'stack-renamed':
      return `stacks: ${describeStacksChange(change)}`;
    case 'tag-added':
      return `tags: ${change.tag} added ('${change.value}')`;
    case 'tag-removed':
      return `tags: ${change.tag} removed ('${change.value}')`;
    case 'tag-changed':
      return `tags: ${change.tag} changed from '${change.before}' to '${change.after}'`;
  }
}

/** https://github.com/hashicorp/terraform-provider-aws/issues/47132 */
function toggleText(after: boolean | undefined): string {
  if (after !== undefined) return after ? 'enabled' : 'disabled';
  return 'no longer set: it stays enabled, and each later plan shows this change again until you set it to false';
}

type RegistryChange = Extract<Change, { kind: 'registry-removed' | 'registry-renamed' | 'registry-moved' }>;

function describeRegistryChange(change: RegistryChange, by: StacksBy): string {
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
        ? 'Terraform needs its provider to destroy its contents; remove the contents and deploy first'
        : undefined;
    case 'registry-renamed':
      return change.isNameTaken
        ? `another registry now has the addresses of ${change.before}; move the resources of both in the state before the next plan`
        : RENAMED[by];
    case 'registry-moved':
      // Since version 6 the provider stores the Region of each resource in the state, and replaces the resource
      // if the Region changes.
      if (change.before.accountId === change.after.accountId) {
        return 'Terraform replaces all its contents: it destroys the repositories with their images, and creates them empty in the new Region';
      }
      return by === 'account'
        ? 'Terraform creates all its contents in the new account, and destroys them in the stack of the former account'
        : MOVED;
  }
}

/** Terraform would read the resources of the state from the new account, where others may have the same names. */
const MOVED =
  'remove all its contents from the state before the next plan: Terraform then creates them in the new account, and no ' +
  'longer manages those in the former account, images included (docs/guides/rename-move-remove.md)';

const RENAMED: Readonly<Record<StacksBy, string>> = {
  topology:
    "Terraform cannot plan ('Provider configuration not present') until you move its contents in the state to the new addresses",
  account:
    'Terraform destroys its contents and creates them again, unless you move them in the state to the new addresses before',
  registry:
    'its stacks have other names; before the next plan, move their states, and the resources in them to the new addresses',
};
