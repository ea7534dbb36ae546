import { isKnown } from '../model/unknown';
import { DEFAULT_SCANNING } from '../model/scanning';
import { describePermission } from './permissions.permission-words';
import type { CacheRuleChange, SettingsChange, TemplateChange } from './change.settings-change';
import type { SettingChange } from './change.change-parts';
import { scanningText } from './setting-text';
import { tagChangeText } from './change.tags';

/** Returns the text after the name of the registry. */
export function describeSettingsChange(change: SettingsChange): string {
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
export function fromTo(before: string | undefined, after: string): string {
  return before === undefined ? `set to ${after}` : `changed from ${before} to ${after}`;
}
