import { identityArn } from '../aws/arn';
import type { RepositoryName } from '../aws/names';
import type { TopologyChange } from '../change/change';
import type { SettingChange, TagChange } from '../change/change-parts';
import { templatePermissionText } from '../change/creation-templates';
import { describeIdentityPermission, describePermission } from '../change/permissions';
import { isSettingsChange, type SettingsChange } from '../change/registry-settings';
import type { Identity } from '../model/topology';
import type { Difference, DifferenceKind } from './difference';

/** What is common to the differences of one change. */
type Owner = Pick<Difference, 'category' | 'identity' | 'registry' | 'repository'>;

/**
 * Returns the difference that a change from AWS to the declaration shows, or undefined if the change exists only in
 * Terraform. What the change adds is missing in AWS; what it removes is not declared.
 */
export function differenceOf(change: TopologyChange): Difference | undefined {
  if (isSettingsChange(change)) return settingsDifferenceOf(change);
  switch (change.kind) {
    case 'repository-added':
      return whole(ofRepository(change, 'repository'), 'missing', repositoryNoun(change.repository));
    case 'repository-removed':
      return whole(ofRepository(change, 'repository'), 'undeclared', repositoryNoun(change.repository));
    case 'repository-setting':
      return toggled(
        ofRepository(change, 'setting'),
        `${change.setting} of ${repositoryNoun(change.repository)}`,
        change.after ?? false,
      );
    case 'repository-setting-changed':
      return setting(ofRepository(change, 'setting'), change, repositoryNoun(change.repository));
    case 'repository-tag':
      return tag(ofRepository(change, 'setting'), change, repositoryNoun(change.repository));
    case 'replication-added':
    case 'replication-removed': {
      const filter = change.filter === 'all' ? 'every repository' : change.filter;
      const kind = change.kind === 'replication-added' ? 'missing' : 'undeclared';
      return whole(ofRegistry(change, 'rule'), kind, `replication of ${filter} to ${change.destination}`);
    }
    case 'permission-added':
    case 'permission-removed':
      return whole(
        ofRegistry(change, 'statement'),
        change.kind === 'permission-added' ? 'missing' : 'undeclared',
        describePermission(change, undefined),
      );
    case 'identity-permission-added':
    case 'identity-permission-removed':
      return whole(
        ofIdentity(change),
        change.kind === 'identity-permission-added' ? 'missing' : 'undeclared',
        `its identity policy ${describeIdentityPermission(change, undefined)}`,
      );
    case 'managed-policy-attached':
    case 'managed-policy-detached':
      return whole(
        ofIdentity(change),
        change.kind === 'managed-policy-attached' ? 'missing' : 'undeclared',
        `attached policy ${change.policy}`,
      );
    // Registries are the declared ones, and an unknown policy is compared as if it were equal.
    case 'registry-added':
    case 'registry-moved':
    case 'registry-removed':
    case 'registry-renamed':
    case 'identity-not-known':
      return undefined;
  }
}

function settingsDifferenceOf(change: SettingsChange): Difference | undefined {
  switch (change.kind) {
    case 'scanning-changed':
      return different(ofRegistry(change, 'setting'), 'scanning', change.after, change.before);
    case 'inspector-changed':
      return toggled(ofRegistry(change, 'setting'), INSPECTOR, change.after);
    case 'account-setting-changed':
      return different(
        ofRegistry(change, 'setting'),
        `account setting ${change.setting}`,
        change.after,
        change.before,
      );
    case 'pull-time-update-exclusion-added':
    case 'pull-time-update-exclusion-removed':
      return whole(
        ofRegistry(change, 'setting'),
        change.kind === 'pull-time-update-exclusion-added' ? 'missing' : 'undeclared',
        `pull time update exclusion of ${change.principal}`,
      );
    case 'creation-template-added':
      return whole(ofRegistry(change, 'setting'), 'missing', templateNoun(change));
    case 'creation-template-removed':
      return whole(ofRegistry(change, 'setting'), 'undeclared', templateNoun(change));
    case 'creation-template-setting-changed':
      return setting(ofRegistry(change, 'setting'), change, templateNoun(change));
    case 'creation-template-tag':
      return tag(ofRegistry(change, 'setting'), change, templateNoun(change));
    case 'creation-template-permission-added':
    case 'creation-template-permission-removed':
      return whole(
        ofRegistry(change, 'statement'),
        change.kind === 'creation-template-permission-added' ? 'missing' : 'undeclared',
        templatePermissionText(templateNoun(change), describePermission(change, undefined)),
      );
    case 'cache-rule-added':
      return whole(ofRegistry(change, 'setting'), 'missing', cacheNoun(change));
    case 'cache-rule-removed':
      return whole(ofRegistry(change, 'setting'), 'undeclared', cacheNoun(change));
    case 'cache-rule-setting-changed':
      return setting(ofRegistry(change, 'setting'), change, cacheNoun(change));
    // An unknown value is compared as if it were equal.
    case 'not-known':
    case 'creation-template-not-known':
    case 'cache-rule-not-known':
      return undefined;
  }
}

export const INSPECTOR = 'Amazon Inspector for ECR';

/** A role or user that does not exist is one difference, and not one for each of its permissions. */
export function missingIdentity(identity: Identity): Difference {
  return whole(
    ofIdentity({ identity: identityArn(identity) }),
    'missing',
    `the ${identity.kind} does not exist`,
  );
}

function ofRegistry({ registry }: { readonly registry: string }, category: Difference['category']): Owner {
  return { category, registry, identity: undefined, repository: undefined };
}

function ofRepository(
  { registry, repository }: { readonly registry: string; readonly repository: RepositoryName },
  category: Difference['category'],
): Owner {
  return { category, registry, identity: undefined, repository };
}

function ofIdentity({ identity }: { readonly identity: string }): Owner {
  return { category: 'statement', registry: undefined, identity, repository: undefined };
}

function repositoryNoun(name: RepositoryName): string {
  return `repository ${name}`;
}

function templateNoun({ template }: { readonly template: string }): string {
  return `creation template ${template}`;
}

function cacheNoun({ cache }: { readonly cache: string }): string {
  return `pull-through cache ${cache}`;
}

function whole(owner: Owner, kind: DifferenceKind, subject: string): Difference {
  return { kind, ...owner, subject, declared: undefined, live: undefined };
}

export function different(
  owner: Owner,
  subject: string,
  declared: string | undefined,
  live: string | undefined,
): Difference {
  return { kind: 'different', ...owner, subject, declared: declared ?? 'none', live: live ?? 'none' };
}

function toggled(owner: Owner, subject: string, isDeclared: boolean): Difference {
  return different(owner, subject, toggleText(isDeclared), toggleText(!isDeclared));
}

function toggleText(isEnabled: boolean): string {
  return isEnabled ? 'enabled' : 'disabled';
}

/** The text of a setting that has no value in a change. */
const NONE = 'none';

function setting(owner: Owner, { setting: name, before, after }: SettingChange, noun: string): Difference {
  const subject = `${name} of ${noun}`;
  if (after === NONE) {
    return { kind: 'undeclared', ...owner, subject, declared: undefined, live: before };
  }
  return before === undefined || before === NONE
    ? { kind: 'missing', ...owner, subject, declared: after, live: undefined }
    : different(owner, subject, after, before);
}

function tag(owner: Owner, { tag: name, before, after }: TagChange, noun: string): Difference {
  const subject = `tag ${name} of ${noun}`;
  if (after === undefined) {
    return { kind: 'undeclared', ...owner, subject, declared: undefined, live: quoted(before) };
  }
  return before === undefined
    ? { kind: 'missing', ...owner, subject, declared: quoted(after), live: undefined }
    : different(owner, subject, quoted(after), quoted(before));
}

function quoted(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `'${text}'`;
}
