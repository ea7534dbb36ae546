import { isSameValue, type NotKnown } from '../../registry';
import type { PlannedResource } from '../resources/planned';

type Action = PlannedResource['action'];

/**
 * One thing of a registry that one resource should manage, and several may: each puts and deletes it as a whole, whatever
 * the others have put. Resources are added in any order.
 */
export class Standing<Values> {
  private value: Values | undefined = undefined;
  private hold: Hold | undefined = undefined;
  private isTaken = false;
  private isDisputed = false;

  /** What a resource has, and what becomes of it: a resource that deletes it does so whatever it has. */
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

  /** Whether it is deleted, and is there again: what hung on it does not come back. */
  public get isAnew(): boolean {
    return this.isTaken && this.hold === PUT;
  }

  /** Whether it is deleted, and nothing puts it again. */
  public get isGone(): boolean {
    return this.isTaken && this.hold !== PUT;
  }

  /** The last that was said of it; undefined where it is not there. */
  public get any(): Values | undefined {
    return this.isGone ? undefined : this.value;
  }

  /**
   * As far as it is certain: not where the order decides, of what puts and what deletes, or of two that differ.
   * @param isOnAnew whether what it hangs on is deleted and created, and it is there only where it is put again
   */
  public known(isOnAnew = false): Values | NotKnown | undefined {
    if (isOnAnew && this.hold !== PUT) return undefined;
    // What goes with the repository is put after it.
    if (this.isTaken && !isOnAnew) return this.hold === PUT ? 'notKnown' : undefined;
    return this.isDisputed ? 'notKnown' : this.value;
  }
}

/** Who has the last word: what puts it, then what manages it and leaves it as it is. What is forgotten is let go. */
type Hold = 1 | 2 | 3;
const PUT = 3;

const HOLDS: Readonly<Record<Exclude<Action, 'delete'>, Hold>> = {
  forget: 1,
  'no-op': 2,
  create: PUT,
  update: PUT,
  replace: PUT,
};
