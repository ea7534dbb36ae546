import type { NotKnown } from '../not-known';
import type { RepositoryName } from '../names';
import type { CreationTemplate, TemplateUse } from '../creation-template';
import type { In, Permission, SettingChange } from './change-parts';
import type { TagChange } from './tags';

/** What is different in what a registry has beside its repositories, its policy and its replication. */
export type SettingsChange =
  | (In & {
      readonly kind: 'scanning-changed';
      /** Undefined where nobody can tell. */
      readonly before: string | undefined;
      /** Undefined where nothing is said of it any more. */
      readonly after: string | undefined;
    })
  /** Whether Amazon Inspector is turned on for ECR from here. */
  | (In & { readonly kind: 'inspector-changed'; readonly after: boolean })
  | (In & {
      readonly kind: 'account-setting-changed';
      /** `BLOB_MOUNTING`. */
      readonly setting: string;
      /** Undefined where nobody can tell. */
      readonly before: string | undefined;
      /** Undefined where it is left as it is, and managed no more. */
      readonly after: string | undefined;
    })
  /** Known only after apply, so that nothing can be said of what changes. */
  | (In & {
      readonly kind: 'not-known';
      /** Undefined where it is the registry's own. */
      readonly repository: RepositoryName | undefined;
      /** `scanning`, `policy`, `tags`. */
      readonly what: string;
    })
  | TemplateChange
  | CacheRuleChange;

interface OfTemplate extends In {
  /** The prefix of the creation template. */
  readonly template: CreationTemplate['prefix'];
}

export type TemplateChange =
  | (OfTemplate & {
      readonly kind: 'creation-template-added';
      readonly appliedFor: readonly TemplateUse[] | NotKnown;
    })
  | (OfTemplate & { readonly kind: 'creation-template-removed' })
  | (OfTemplate & SettingChange & { readonly kind: 'creation-template-setting-changed' })
  | (OfTemplate & TagChange & { readonly kind: 'creation-template-tag' })
  /** What its repository policy says of the repositories that it is about. */
  | (OfTemplate &
      Permission & {
        readonly kind: 'creation-template-permission-added' | 'creation-template-permission-removed';
      })
  | (OfTemplate & { readonly kind: 'creation-template-not-known'; readonly settings: readonly string[] });

interface OfCacheRule extends In {
  /** The prefix of the pull-through cache. */
  readonly cache: string;
}

export type CacheRuleChange =
  | (OfCacheRule & {
      readonly kind: 'cache-rule-added';
      /** Where its images come from, in words; undefined where nobody can tell. */
      readonly upstream: string | undefined;
    })
  | (OfCacheRule & { readonly kind: 'cache-rule-removed' })
  | (OfCacheRule &
      SettingChange & {
        readonly kind: 'cache-rule-setting-changed';
        /** If ECR refuses to remove the value. */
        readonly outcome?: 'refused';
      })
  | (OfCacheRule & { readonly kind: 'cache-rule-not-known'; readonly settings: readonly string[] });
