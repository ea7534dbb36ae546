import type { UnknownValue } from '../model/unknown';
import type { RepositoryName } from '../aws/names';
import type { CreationTemplate, TemplateUse } from '../model/settings.creation-template';
import type { OfRegistry, Permission, SettingChange } from './change.change-parts';
import type { TagChange } from './change.tags';

/** A change to the settings of a registry other than its repositories, policy and replication. */
export type SettingsChange =
  | (OfRegistry & {
      readonly kind: 'scanning-changed';
      /** Undefined if unknown. */
      readonly before: string | undefined;
      /** Undefined if no longer set. */
      readonly after: string | undefined;
    })
  /** Whether this registry enables Amazon Inspector for ECR. */
  | (OfRegistry & { readonly kind: 'inspector-changed'; readonly after: boolean })
  | (OfRegistry & {
      readonly kind: 'account-setting-changed';
      /** `BLOB_MOUNTING`. */
      readonly setting: string;
      /** Undefined if unknown. */
      readonly before: string | undefined;
      /** Undefined if no longer managed. ECR keeps the value. */
      readonly after: string | undefined;
    })
  /** The value is known only after apply, so the change is unknown. */
  | (OfRegistry & {
      readonly kind: 'not-known';
      /** Undefined for a setting of the registry. */
      readonly repository: RepositoryName | undefined;
      /** `scanning`, `policy`, `tags`. */
      readonly what: string;
    })
  | TemplateChange
  | CacheRuleChange;

interface OfTemplate extends OfRegistry {
  /** The prefix of the creation template. */
  readonly template: CreationTemplate['prefix'];
}

export type TemplateChange =
  | (OfTemplate & {
      readonly kind: 'creation-template-added';
      readonly appliedFor: readonly TemplateUse[] | UnknownValue;
    })
  | (OfTemplate & { readonly kind: 'creation-template-removed' })
  | (OfTemplate & SettingChange & { readonly kind: 'creation-template-setting-changed' })
  | (OfTemplate & TagChange & { readonly kind: 'creation-template-tag' })
  /** A permission that the repository policy of the template gives in created repositories. */
  | (OfTemplate &
      Permission & {
        readonly kind: 'creation-template-permission-added' | 'creation-template-permission-removed';
      })
  | (OfTemplate & { readonly kind: 'creation-template-not-known'; readonly settings: readonly string[] });

interface OfCacheRule extends OfRegistry {
  /** The prefix of the pull-through cache. */
  readonly cache: string;
}

export type CacheRuleChange =
  | (OfCacheRule & {
      readonly kind: 'cache-rule-added';
      /** The upstream registry as text. Undefined if unknown. */
      readonly upstream: string | undefined;
    })
  | (OfCacheRule & { readonly kind: 'cache-rule-removed' })
  | (OfCacheRule &
      SettingChange & {
        readonly kind: 'cache-rule-setting-changed';
        /** Set if ECR cannot remove the value. */
        readonly outcome?: 'refused';
      })
  | (OfCacheRule & { readonly kind: 'cache-rule-not-known'; readonly settings: readonly string[] });
