import { isSameValue, type NotKnown } from '../../registry';
import type { PlannedResource } from '../resources/planned';

type Action = PlannedResource['action'];

/**
 * A value of a registry, such as its policy, that one resource should manage, although several may. Each resource writes or
 * deletes the whole value, independent of the others. Resources may be added in any order.
 */
export class Standing<Values> {
  private value: Values | undefined = undefined;
  private hold: Hold | undefined = undefined;
  private isTaken = false;
  private isDisputed = false;

  /** Adds the value of a resource. The value of a deleted resource is ignored: it deletes any current value. */
  public add(value: Values, action: Action): void {
    if (action === 'delete') {
      this.isTaken = true;
      return;
    }
    const hold = HOLDS[action];
    const former = this.hold;
    if (former !== undefined && former > hold) return;
    this.isDisputed = former === hold && (this.isDisputed || !isSameValue(this.value, value));
    this.value = value;
    this.hold = hold;
  }

  /** Whether the value is deleted and written. AWS deletes attached policies with the old object. */
  public get isAnew(): boolean {
    return this.isTaken && this.hold === PUT;
  }

  /** Whether the value is deleted and not written again. */
  public get isGone(): boolean {
    return this.isTaken && this.hold !== PUT;
  }

  /** The value with the highest precedence; undefined if the value does not exist. */
  public get any(): Values | undefined {
    return this.isGone ? undefined : this.value;
  }

  /**
   * Returns `notKnown` if the order of the resources decides: one writes the value and another deletes it, or two differ.
   * Returns undefined if the value does not exist.
   * @param isParentRecreated whether the repository is recreated, so that the value exists only if it is written again
   */
  public known(isOnAnew = false): Values | NotKnown | undefined {
    if (isOnAnew && this.hold !== PUT) return undefined;
    // If the repository is recreated, the value is written after the deletion.
    if (this.isTaken && !isOnAnew) return this.hold === PUT ? 'notKnown' : undefined;
    return this.isDisputed ? 'notKnown' : this.value;
  }
}

/** Writing the value takes precedence over leaving it unchanged, and leaving it unchanged over forgetting it. */
type Hold = 1 | 2 | 3;
const PUT = 3;

const HOLDS: Readonly<Record<Exclude<Action, 'delete'>, Hold>> = {
  forget: 1,
  'no-op': 2,
  create: PUT,
  update: PUT,
  replace: PUT,
};
