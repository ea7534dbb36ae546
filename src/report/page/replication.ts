import type { RegistryName } from '../../aws/names';

/** What one registry replicates to another. */
export interface ReplicationEntry {
  readonly from: RegistryName;
  /** `name` is undefined if the destination is not in the topology. */
  readonly to: { readonly name: RegistryName | undefined; readonly text: string };
  /** Repository name prefixes, or all. */
  readonly filters: 'all' | readonly string[];
  /** Number of repositories of the source that the filters match. */
  readonly repositories: number;
  readonly isOtherAccount: boolean;
  readonly isOtherRegion: boolean;
  readonly answer: { readonly kind: 'yes' | 'no' | 'unknown'; readonly text: string };
  /** The line of the first rule. */
  readonly line: number | undefined;
  /** With `--live`: images that the destination does not have. Undefined if not compared. */
  readonly missing: string | undefined;
}
