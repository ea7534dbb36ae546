/** A call that a client made. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly accountId: string;
  readonly region: string;
  /** Undefined if the call is for none or several. */
  readonly repository: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
  /** Whether the operation changes something in AWS. */
  readonly isWrite: boolean;
}

const READS = /^(BatchGet|Describe|Get|List)/;

/** The calls in the order in which they arrived, and how many were in progress at the same time. */
export class CallLog {
  public readonly calls: Call[] = [];
  public maxInFlight = 0;
  private inFlight = 0;

  public begin(): void {
    this.inFlight += 1;
    this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
  }

  public end(): void {
    this.inFlight -= 1;
  }

  public add(call: Omit<Call, 'isWrite'>): void {
    const isWrite = call.service !== 'sts' && !READS.test(call.operation);
    this.calls.push({ ...call, isWrite });
  }

  public clear(): void {
    this.calls.length = 0;
    this.maxInFlight = this.inFlight;
  }
}
