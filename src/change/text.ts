import type { StacksBy } from '../model/deployment';
import { DEFAULT_SCANNING } from '../model/scanning';
import { isKnown } from '../model/unknown';
import { describeReplicationOrder } from './replication-order';
import {
  tagChangeText,
  type CacheRuleChange,
  type Change,
  type SettingChange,
  type SettingsChange,
  type TemplateChange,
} from './change';
import { describeIdentityPermission, describePermission } from './permissions';
import { scanningText } from './setting-text';
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

/** Returns the text after the name of the registry. */
function describeSettingsChange(change: SettingsChange): string {
  switch (change.kind) {
    case 'scanning-changed':
      return `scanning ${scanningChangeText(change.before, change.after)}`;
    case 'inspector-changed':
      // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/inspector2_enabler
      return change.after
        ? 'Amazon Inspector enabled for ECR, and disabled for every type that is not enabled with it (EC2, LAMBDA, LAMBDA_CODE, CODE_REPOSITORY)'
        : 'Amazon Inspector disabled for ECR';
    case 'account-setting-changed': {
      const { setting, before, after } = change;
      if (after !== undefined) return `account setting ${setting} ${fromTo(before, after)}`;
      // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_account_setting
      return `account setting ${setting} managed no more${before === undefined ? '' : `: it stays ${before}`}`;
    }
    case 'not-known': {
      const owner = change.repository === undefined ? '' : ` of repository ${change.repository}`;
      return `${change.what}${owner} ${UNKNOWN_TEXT}`;
    }
    case 'cache-rule-added':
    case 'cache-rule-removed':
    case 'cache-rule-setting-changed':
    case 'cache-rule-not-known':
      return describeCacheRule(change, `pull-through cache ${change.cache}`);
    case 'creation-template-added':
    case 'creation-template-removed':
    case 'creation-template-setting-changed':
    case 'creation-template-tag':
    case 'creation-template-permission-added':
    case 'creation-template-permission-removed':
    case 'creation-template-not-known':
      return describeTemplate(change, `creation template ${change.template}`);
  }
}

/**
 * When the configuration is destroyed, the provider sets basic scanning without rules.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_registry_scanning_configuration
 */
function scanningChangeText(before: string | undefined, after: string | undefined): string {
  if (after !== undefined) return fromTo(before, after);
  const defaultText = scanningText(DEFAULT_SCANNING);
  return before === defaultText
    ? `managed no more: it stays ${defaultText}`
    : `${fromTo(before, defaultText)}, and managed no more`;
}

const UNKNOWN_TEXT = 'cannot be told from the plan';

function describeTemplate(change: TemplateChange, template: string): string {
  switch (change.kind) {
    case 'creation-template-added':
      return isKnown(change.appliedFor)
        ? `${template} added for ${change.appliedFor.join(', ')}`
        : `${template} added`;
    case 'creation-template-removed':
      return `${template} removed; repositories that ECR created by it stay as they are`;
    case 'creation-template-setting-changed':
      return settingChangeText(change, template);
    case 'creation-template-tag':
      return tagChangeText(change, template);
    case 'creation-template-permission-added':
    case 'creation-template-permission-removed': {
      const isAdded = change.kind === 'creation-template-permission-added';
      return `in repositories that ECR creates by ${template}, ${describePermission(change, isAdded)}`;
    }
    case 'creation-template-not-known':
      return `${change.settings.join(', ')} of ${template} ${UNKNOWN_TEXT}`;
  }
}

function describeCacheRule(change: CacheRuleChange, cache: string): string {
  switch (change.kind) {
    case 'cache-rule-added':
      return `${cache} added${change.upstream === undefined ? '' : `, of ${change.upstream}`}`;
    case 'cache-rule-removed':
      return `${cache} removed; images that it has fetched stay`;
    case 'cache-rule-setting-changed':
      return settingChangeText(change, cache);
    case 'cache-rule-not-known':
      return `${change.settings.join(', ')} of ${cache} ${UNKNOWN_TEXT}`;
  }
}

function settingChangeText({ setting, before, after }: SettingChange, owner: string): string {
  return `${setting} of ${owner} ${fromTo(before, after)}`;
}

/** Returns `set to …` if the previous value is unknown. */
function fromTo(before: string | undefined, after: string): string {
  return before === undefined ? `set to ${after}` : `changed from ${before} to ${after}`;
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
