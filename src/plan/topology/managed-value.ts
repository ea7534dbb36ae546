import { isSameValue } from '../../base/collections';
import { UNKNOWN, type Unknown } from '../../model/unknown';
import type { PlannedRegistryResource } from '../model/planned-resource';

type Action = PlannedRegistryResource['action'];

/**
 * A value of a registry, such as its policy, that one resource should manage, although several may. Each resource writes or
 * deletes the whole value, independent of the others. Resources may be added in any order.
 */
export class ManagedValue<Values> {
  private value: Values | undefined = undefined;
  private writer: PlannedRegistryResource | undefined = undefined;
  private precedence: Precedence | undefined = undefined;
  private isDeletedByResource = false;
  private isConflicting = false;

  /** Adds the value of a resource. The value of a deleted resource is ignored: it deletes any current value. */
  public add(value: Values, action: Action, resource: PlannedRegistryResource): void {
    if (action === 'delete') {
      this.isDeletedByResource = true;
      return;
    }
    const precedence = PRECEDENCE_BY_ACTION[action];
    const previous = this.precedence;
    if (previous !== undefined && previous > precedence) return;
    this.isConflicting = previous === precedence && (this.isConflicting || !isSameValue(this.value, value));
    this.value = value;
    if (previous !== precedence) this.writer = resource;
    this.precedence = precedence;
  }

  /** Whether the value is deleted and written. AWS deletes attached policies with the old object. */
  public get isRecreated(): boolean {
    return this.isDeletedByResource && this.precedence === WRITTEN;
  }

  /** Whether the value is deleted and not written again. */
  public get isDeleted(): boolean {
    return this.isDeletedByResource && this.precedence !== WRITTEN;
  }

  /**
   * The resource whose value has the highest precedence, and the first of several. It manages the value even if another
   * resource deletes it.
   */
  public get resource(): PlannedRegistryResource | undefined {
    return this.writer;
  }

  /** The value with the highest precedence; undefined if the value does not exist. */
  public get current(): Values | undefined {
    return this.isDeleted ? undefined : this.value;
  }

  /**
   * Returns `UNKNOWN` if the order of the resources decides: one writes the value and another deletes it, or two differ.
   * Returns undefined if the value does not exist.
   * @param isParentRecreated whether the repository is recreated, so that the value exists only if it is written again
   */
  public knownValue(isParentRecreated = false): Values | Unknown | undefined {
    if (isParentRecreated && this.precedence !== WRITTEN) return undefined;
    // If the repository is recreated, the value is written after the deletion.
    if (this.isDeletedByResource && !isParentRecreated) {
      return this.precedence === WRITTEN ? UNKNOWN : undefined;
    }
    return this.isConflicting ? UNKNOWN : this.value;
  }
}

/** Writing the value takes precedence over leaving it unchanged, and leaving it unchanged over forgetting it. */
type Precedence = 1 | 2 | 3;
const WRITTEN = 3;

const PRECEDENCE_BY_ACTION: Readonly<Record<Exclude<Action, 'delete'>, Precedence>> = {
  forget: 1,
  'no-op': 2,
  create: WRITTEN,
  update: WRITTEN,
  replace: WRITTEN,
};
