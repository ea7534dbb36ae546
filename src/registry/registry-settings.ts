import type { AccountSetting } from './account-setting';
import type { CreationTemplate } from './creation-template';
import type { NotKnown } from './not-known';
import type { PullThroughCacheRule } from './pull-through-cache';
import type { Scanning } from './scanning';

/** What a registry has beside its repositories, its policy and its replication. */
export interface RegistrySettings<Unknown extends NotKnown = never> {
  /** Undefined where nothing is said of it: ECR then leaves scanning to each repository. */
  readonly scanning: Scanning | undefined | Unknown;
  /** Whether Amazon Inspector is switched on for ECR from here, and not by whoever administers it for the organization. */
  readonly enablesInspector: boolean | Unknown;
  /** Sorted by prefix. */
  readonly creationTemplates: readonly CreationTemplate<Unknown>[] | Unknown;
  /** Sorted by prefix. */
  readonly pullThroughCache: readonly PullThroughCacheRule<Unknown>[] | Unknown;
  /** Sorted by name; what is not there is left as it is. */
  readonly accountSettings: readonly AccountSetting<Unknown>[] | Unknown;
}

/** Of a registry whose settings are managed elsewhere. */
export const REGISTRY_NOT_KNOWN = {
  scanning: 'notKnown',
  enablesInspector: 'notKnown',
  creationTemplates: 'notKnown',
  pullThroughCache: 'notKnown',
  accountSettings: 'notKnown',
} as const satisfies RegistrySettings<NotKnown>;

/** Of a registry of which nothing is said. */
export const BARE_REGISTRY: RegistrySettings = {
  scanning: undefined,
  enablesInspector: false,
  creationTemplates: [],
  pullThroughCache: [],
  accountSettings: [],
};
