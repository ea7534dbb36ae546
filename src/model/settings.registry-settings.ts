import type { AccountSetting } from './settings.account-setting';
import type { CreationTemplate } from './settings.creation-template';
import type { UnknownValue } from './unknown';
import type { PullThroughCacheRule } from './pull-through-cache';
import type { Scanning } from './scanning';

/** The settings of a registry other than its repositories, policy and replication. */
export interface RegistrySettings<Unknown extends UnknownValue = never> {
  /** Undefined if not configured: each repository then has its own setting. */
  readonly scanning: Scanning | undefined | Unknown;
  /**
   * Whether this registry enables Amazon Inspector for ECR. False if the administrator of the organization
   * enables it.
   */
  readonly enablesInspector: boolean | Unknown;
  /** Sorted by prefix. */
  readonly creationTemplates: readonly CreationTemplate<Unknown>[] | Unknown;
  /** Sorted by prefix. */
  readonly pullThroughCache: readonly PullThroughCacheRule<Unknown>[] | Unknown;
  /** Sorted by name. A setting that is not listed is not managed. */
  readonly accountSettings: readonly AccountSetting<Unknown>[] | Unknown;
}

/** The settings of a registry that is managed elsewhere. */
export const UNKNOWN_REGISTRY_SETTINGS = {
  scanning: 'notKnown',
  enablesInspector: 'notKnown',
  creationTemplates: 'notKnown',
  pullThroughCache: 'notKnown',
  accountSettings: 'notKnown',
} as const satisfies RegistrySettings<UnknownValue>;

/** The settings of a registry without any configuration. */
export const DEFAULT_REGISTRY_SETTINGS: RegistrySettings = {
  scanning: undefined,
  enablesInspector: false,
  creationTemplates: [],
  pullThroughCache: [],
  accountSettings: [],
};
