import { sortedBy } from '../../base/collections';
import { UNKNOWN, type Unknown } from '../../model/unknown';
import type { CallName } from '../calls';
import { AwsError, type Failure } from '../failure';
import type { LivePart, Unreadable } from './live-topology';

/** How many values of one part may fail in a way that repeats until the part is given up. */
const MAX_REPEATED_FAILURES = 3;

/** Failures after which no call of ECR succeeds. */
const FATAL_KINDS: readonly Failure['kind'][] = ['credentials', 'network'];

/** Failures that probably repeat for each value, and take seconds each, because the SDK retries the call. */
const REPEATED_KINDS: readonly Failure['kind'][] = [
  ...FATAL_KINDS,
  'not-supported',
  'throttled',
  'unavailable',
];

/**
 * Reads the parts of one registry. A part that cannot be read is `UNKNOWN`, with its reason in `unreadable`.
 */
export class PartReader {
  private readonly failed = new Map<LivePart, Map<string | undefined, Failure>>();
  private fatal: Failure | undefined = undefined;

  /**
   * Returns what `read` returns, or `UNKNOWN` if a call of AWS fails.
   * @param name of the value in the part. Undefined for the whole part
   * @throws FatalFailure if no call can succeed
   */
  public async read<Value>(
    part: LivePart,
    name: string | undefined,
    read: () => Promise<Value>,
  ): Promise<Value | Unknown> {
    if (this.fatal !== undefined) throw new FatalFailure(this.fatal);
    if (this.isGivenUp(part)) return UNKNOWN;
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { failure } = error;
      if (isFatal(failure)) {
        this.fatal ??= failure;
        throw new FatalFailure(this.fatal);
      }
      return this.report(part, name, failure);
    }
  }

  /** Records a value that AWS returned, but this version does not support. Returns `UNKNOWN`. */
  public unsupported(
    part: LivePart,
    name: string | undefined,
    { call, message }: { readonly call: CallName; readonly message: string },
  ): Unknown {
    return this.report(part, name, { call, kind: 'unsupported-value', code: 'UnsupportedValue', message });
  }

  /** Records a value that could not be read. Returns `UNKNOWN`. */
  public report(part: LivePart, name: string | undefined, failure: Failure): Unknown {
    const failures = this.failed.get(part) ?? new Map<string | undefined, Failure>();
    // A value has one reason, also if several of its settings are unknown.
    if (!failures.has(name)) failures.set(name, failure);
    this.failed.set(part, failures);
    return UNKNOWN;
  }

  /** Whether the part is unknown for every name, because several failed in a way that repeats. */
  public isGivenUp(part: LivePart): boolean {
    const failures = [...(this.failed.get(part)?.values() ?? [])];
    return failures.filter(({ kind }) => REPEATED_KINDS.includes(kind)).length >= MAX_REPEATED_FAILURES;
  }

  /**
   * Returns the parts that could not be read. A part that failed for all of its names in the same way is listed once.
   * @param countOf the number of names of a part, if it has several
   */
  public unreadable(
    registry: Unreadable['registry'],
    countOf: (part: LivePart) => number | undefined,
  ): readonly Unreadable[] {
    return [...this.failed].flatMap(([part, failures]): readonly Unreadable[] => {
      const each = sortedBy(failures, ([name]) => name ?? '');
      const first = each[0]?.[1];
      if (first === undefined) return [];
      const isWhole =
        this.isGivenUp(part) ||
        (each.length > 1 &&
          each.length === countOf(part) &&
          each.every(([, failure]) => isSame(failure, first)));
      return isWhole
        ? [{ registry, part, name: undefined, failure: first }]
        : each.map(([name, failure]) => ({ registry, part, name, failure }));
    });
  }
}

/** No call of the registry can succeed. */
export class FatalFailure extends Error {
  public constructor(public readonly failure: Failure) {
    super(failure.message);
  }
}

/** Amazon Inspector and IAM have their own endpoints, which a private network may not reach. */
function isFatal({ call, kind }: Failure): boolean {
  return call.startsWith('ecr:') && FATAL_KINDS.includes(kind);
}

/** Messages can contain the name of the resource. */
function isSame(one: Failure, other: Failure): boolean {
  return one.call === other.call && one.kind === other.kind && one.code === other.code;
}
