export interface OfRegistry {
  /**
   * The name of the registry, after the change if it is renamed. Followed by account and Region if two
   * registries share the name.
   */
  readonly registry: string;
}

/** What policies allow or deny one principal. Contains the actions with the same resources. */
export interface Permission {
  readonly policy: 'registry policy' | 'repository policy' | 'identity policy';
  readonly effect: 'Allow' | 'Deny';
  /** As in the policy. Empty in an identity policy. */
  readonly principal: string;
  /** The condition of the statement as text. Undefined if there is none. */
  readonly condition: string | undefined;
  /** Sorted. */
  readonly actions: readonly string[];
  /** ARNs, sorted. */
  readonly resources: readonly string[];
}

/** A setting before and after, as text. */
export interface SettingChange<Name extends string = string> {
  /** The key in the declaration. */
  readonly setting: Name;
  /** Short text: `IMMUTABLE`, `KMS with arn:…`, `none`. Undefined if it did not exist. */
  readonly before: string | undefined;
  readonly after: string;
}
