/** Where progress is shown. */
interface ProgressStream {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Work that ends earlier shows no progress. */
const DELAY = 2_000;

/**
 * Shows the current step of long work in one line of a terminal, which is replaced and then removed. Logs of CI systems
 * and pipes have no such line. Most work is synchronous, so a timer could not fire: steps are shown when they start.
 */
export class Progress {
  private readonly isShown: boolean;
  private readonly start: number;
  private hasLine = false;

  public constructor(
    private readonly stream: ProgressStream,
    environment: Environment,
    private readonly now: () => number = Date.now,
  ) {
    this.isShown = stream.isTTY === true && environment.TERM !== 'dumb' && !isSet(environment.CI);
    this.start = now();
  }

  /** Shows a step if the work has lasted long enough. */
  public step(text: string): void {
    if (this.now() - this.start >= DELAY) this.show(text);
  }

  /** Shows a step that may last long. */
  public show(text: string): void {
    if (!this.isShown) return;
    this.stream.write(`\r${text}${CLEAR_REST}`);
    this.hasLine = true;
  }

  /** Removes the line. Call it before other output. */
  public end(): void {
    if (this.hasLine) this.stream.write(`\r${CLEAR_REST}`);
    this.hasLine = false;
  }
}

/** Removes the characters from the cursor to the end of the line. */
const CLEAR_REST = '\x1B[K';

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== '' && variable !== 'false';
}
