import { sortedUnique } from '../base/collections';
import type { Tags } from '../model/settings';
import { isKnown, type Unknown } from '../model/unknown';

/** How a report shows changes of each kind. */
export type ChangeKinds<Kind extends string> = Readonly<Record<Kind, ChangeKind>>;

interface ChangeKind {
  readonly category: ChangeCategory;
  /** The last depends on whether the value exists before and after. */
  readonly mark: '+' | '-' | '~' | 'added or removed';
}

/** The section of a report that shows a change of the model. */
export type ChangeCategory = 'repository' | 'rule' | 'setting' | 'statement' | 'unknown';

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
  /** The principal that the conditions select too, as text: `organization o-a1b2c3d4e5`. No principal in an identity policy. */
  readonly principalText: string;
  /** Whether the statement applies to every AWS account, also if it has other conditions. */
  readonly isPublic: boolean;
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

/** A tag that is added, removed or changed. The value is undefined if the tag does not exist. */
export interface TagChange {
  readonly tag: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Returns the changes sorted by tag. Empty if the tags before or after are unknown. */
export function tagChanges(previous: Tags | Unknown, current: Tags | Unknown): readonly TagChange[] {
  // In a large plan, most tags are the same object.
  if (previous === current || !isKnown(previous) || !isKnown(current)) return [];
  return sortedUnique([...Object.keys(previous), ...Object.keys(current)])
    .map((tag) => ({ tag, before: valueOf(previous, tag), after: valueOf(current, tag) }))
    .filter(({ before, after }) => before !== after);
}

/** A tag may have the name `constructor`. */
function valueOf(tags: Tags, tag: string): string | undefined {
  return Object.hasOwn(tags, tag) ? tags[tag] : undefined;
}

/**
 * Returns text such as `tag team of repository app added ('shop')`.
 * @param owner the resource, after `of`
 */
export function tagChangeText({ tag, before, after }: TagChange, owner: string): string {
  const subject = `tag ${tag} of ${owner}`;
  if (before === undefined) return `${subject} added ('${after ?? ''}')`;
  return after === undefined
    ? `${subject} removed ('${before}')`
    : `${subject} changed from '${before}' to '${after}'`;
}
