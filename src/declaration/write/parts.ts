import type { RegistryName, RepositoryName } from '../../aws/names';
import type { ManagedPolicy } from '../../aws/policy/managed-policies';

/** A part of the topology that the declaration can contain or leave out as a whole. */
export type Part =
  | { readonly kind: RegistryPartKind; readonly registry: RegistryName }
  | {
      readonly kind: 'lifecycle' | 'repository' | 'repositoryPolicy' | 'scanOnPush';
      readonly registry: RegistryName;
      readonly repository: RepositoryName;
    }
  | { readonly kind: NamedPartKind; readonly registry: RegistryName; readonly name: string }
  | { readonly kind: 'identityPolicy'; readonly arn: string }
  | { readonly kind: 'attachment'; readonly arn: string; readonly policy: ManagedPolicy };

type RegistryPartKind =
  | 'accountSettings'
  | 'cacheRules'
  | 'creationTemplates'
  | 'exclusions'
  | 'inspector'
  | 'registry'
  | 'registryPolicy'
  | 'replication'
  | 'scanning';

export type NamedPartKind = 'accountSetting' | 'cacheRule' | 'creationTemplate' | 'exclusion';

/** A text that is unique for each part. */
export function partKey(part: Part): string {
  return JSON.stringify(part);
}

/** A part that is left out, and the reason as a sentence. */
export interface Omission {
  readonly part: Part;
  readonly why: string;
  /** What the user can do, as an imperative sentence. */
  readonly fix?: string | undefined;
  /** Whether the reason is that a value is unknown. */
  readonly isUnknown?: true;
}
