/**
 * Replaces names piece by piece: `ci-deploy-prod` becomes `name1-name2-name3`. The same piece always has the same
 * replacement, and no replacement starts or ends like another one, so patterns with `*` match the same names as before.
 */
export class NameRedaction {
  private readonly runs = new Set<string>();
  /** Texts next to a wildcard. A longer text may contain them, so it is split there. */
  private readonly fragments = new Set<string>();
  private replacements: ReadonlyMap<string, string> | undefined;

  /** @param text a name, or a pattern with `*`, `?` and policy variables */
  public add(text: string): void {
    for (const [position, part] of partsOf(text).entries()) {
      if (!isRun(part)) continue;
      this.runs.add(part);
      const neighbors = [partsOf(text)[position - 1]?.at(-1), partsOf(text)[position + 1]?.at(0)];
      if (neighbors.some((character) => character !== undefined && '*?$}'.includes(character))) {
        this.fragments.add(part);
      }
    }
  }

  /** Call it after all names were added. */
  public redact(text: string): string {
    return partsOf(text)
      .map((part) => (isRun(part) ? this.redactRun(part) : part))
      .join('');
  }

  private redactRun(run: string): string {
    this.replacements ??= this.numberPieces();
    return splitAt(run, this.fragments)
      .map((piece) => this.replacements?.get(piece) ?? 'name')
      .join('');
  }

  private numberPieces(): ReadonlyMap<string, string> {
    while (this.splitFragments()) {
      // A fragment that was split splits other texts in turn.
    }
    const pieces = [...new Set([...this.runs].flatMap((run) => splitAt(run, this.fragments)))];
    const { length: width } = String(pieces.length);
    return new Map(pieces.map((piece, index) => [piece, `name${String(index + 1).padStart(width, '0')}`]));
  }

  /** Adds the parts into which texts split a fragment, so that the fragment has the same parts everywhere. */
  private splitFragments(): boolean {
    const { size } = this.fragments;
    for (const run of this.runs) {
      const cuts = cutsOf(run, this.fragments);
      for (const fragment of [...this.fragments]) {
        for (const start of occurrences(run, fragment)) {
          const inside = cuts.filter((cut) => cut > start && cut < start + fragment.length);
          for (const part of slices(
            fragment,
            inside.map((cut) => cut - start),
          )) {
            this.fragments.add(part);
          }
        }
      }
    }
    return this.fragments.size > size;
  }
}

/** Returns letters and digits, policy variables, and what is between them. */
function partsOf(text: string): readonly string[] {
  return text.match(/\$\{[^}]*\}|[A-Za-z0-9]+|[^A-Za-z0-9$]+|\$/g) ?? [];
}

function isRun(part: string): boolean {
  return /^[A-Za-z0-9]/.test(part);
}

function splitAt(run: string, fragments: ReadonlySet<string>): readonly string[] {
  return slices(run, cutsOf(run, fragments));
}

/** Returns where fragments start and end in a text. */
function cutsOf(run: string, fragments: ReadonlySet<string>): readonly number[] {
  const cuts = new Set<number>();
  for (const fragment of fragments) {
    for (const start of occurrences(run, fragment)) cuts.add(start).add(start + fragment.length);
  }
  return [...cuts].filter((cut) => cut > 0 && cut < run.length);
}

function slices(text: string, cuts: readonly number[]): readonly string[] {
  const sorted = [0, ...[...cuts].sort((a, b) => a - b), text.length];
  return sorted.slice(1).map((end, index) => text.slice(sorted[index], end));
}

function occurrences(text: string, part: string): readonly number[] {
  const found: number[] = [];
  for (let start = text.indexOf(part); start !== -1; start = text.indexOf(part, start + 1)) found.push(start);
  return found;
}
