export interface In {
  /** The registry's name, the newer one where it was renamed; with its place where two share the name. */
  readonly registry: string;
}

/** What policies say of one principal, several actions alike. */
export interface Permission {
  readonly policy: 'registry policy' | 'repository policy' | 'identity policy';
  readonly effect: 'Allow' | 'Deny';
  /** As the policy has it; empty in an identity policy. */
  readonly principal: string;
  /** In words close to the policy's own, where there is one. */
  readonly condition: string | undefined;
  /** Sorted. */
  readonly actions: readonly string[];
  /** ARNs, sorted. */
  readonly resources: readonly string[];
}

/** A setting before and after, in words. */
export interface SettingChange<Name extends string = string> {
  /** As the declaration calls it. */
  readonly setting: Name;
  /** In a word or two: `IMMUTABLE`, `KMS with arn:…`, `none`. Undefined where it was not there. */
  readonly before: string | undefined;
  readonly after: string;
}
