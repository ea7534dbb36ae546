import type { StacksBy } from '../model/deployment';
import type { Change } from './change';
import { describeImportsChange } from './stacks.imports';
import { describeIdentityPermission, describePermission } from './permissions.permission-words';
import { describeRegistryChange } from './text.registry-words';
import { describeReplicationOrder } from './backfills';
import { describeSettingsChange, fromTo } from './text.settings-words';
import { describeStacksChange } from './stacks.layout-words';
import { tagChangeText } from './change.tags';

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
  'the apply fails, because ECR cannot remove the credentials of a rule: replace it (docs/topology.md, pullThroughCache)';

const OUTCOMES = {
  replaced:
    'Terraform destroys the repository and creates it anew, without its images (fails while it holds images, unless ' +
    'forceDelete was applied before)',
  kept: 'Terraform plans nothing, and the repository keeps the key it has',
} as const;

function describe(by: StacksBy, change: Change): string {
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
          ? ', and its images with it (forceDelete is on)'
          : ' (fails while it holds images)') +
        (change.preventDestroy ? '; preventDestroy goes with it and does not prevent this' : '')
      );
    case 'repository-setting':
      return `${change.registry}: ${change.setting} of repository ${change.repository} ${toggleText(change.after)}`;
    case 'repository-setting-changed':
      return `${change.registry}: ${change.setting} of repository ${change.repository} ${fromTo(change.before, change.after)}`;
    case 'repository-tag':
      return `${change.registry}: ${tagChangeText(change, `repository ${change.repository}`)}`;
    case 'scanning-changed':
    case 'inspector-changed':
    case 'account-setting-changed':
    case 'not-known':
    case 'creation-template-added':
    case 'creation-template-removed':
    case 'creation-template-setting-changed':
    case 'creation-template-tag':
    case 'creation-template-permission-added':
    case 'creation-template-permission-removed':
    case 'creation-template-not-known':
    case 'cache-rule-added':
    case 'cache-rule-removed':
    case 'cache-rule-setting-changed':
    case 'cache-rule-not-known':
      return `${change.registry}: ${describeSettingsChange(change)}`;
    case 'identity-not-known':
      return `${change.identity}: its identity policy cannot be told from the plan`;
    case 'replication-added':
    case 'replication-removed': {
      const subject = change.filter === 'all' ? 'every repository' : change.filter;
      const verb = change.kind === 'replication-added' ? 'added' : 'removed';
      return `${change.registry}: replication of ${subject} to ${change.destination} ${verb}`;
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
  if (after !== undefined) return after ? 'turned on' : 'turned off';
  return 'not said any more: it stays on, and every later plan shows this change again, until it is false';
}
