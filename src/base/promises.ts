/** The values of promises. */
type Awaiteds<Promises extends readonly unknown[]> = {
  -readonly [Index in keyof Promises]: Awaited<Promises[Index]>;
};

/**
 * Waits for all promises, and returns their values. Unlike `Promise.all`, it also waits for the others if one fails, so that
 * nothing continues in the background.
 * @throws the error of the first promise that failed, in the order of the list
 */
export async function waitForAll<const Promises extends readonly unknown[]>(
  promises: Promises,
): Promise<Awaiteds<Promises>> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/**
 * Maps items, a limited number at a time, and returns the results in the order of the items. After an error, no further item
 * is started.
 * @throws the first error
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  maximum: number,
  map: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const remaining = items.entries();
  let hasFailed = false;
  const work = async () => {
    for (const [index, item] of remaining) {
      if (hasFailed) return;
      try {
        results[index] = await map(item);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await waitForAll(Array.from({ length: maximum }, work));
  return results;
}

/** Runs a limited number of functions at a time. The others wait in order. */
export class Limit {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  public constructor(private readonly maximum: number) {}

  public async run<Result>(callback: () => Promise<Result>): Promise<Result> {
    if (this.running < this.maximum) this.running += 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await callback();
    } finally {
      // The next one replaces this one: if `running` became lower first, another call could start before it.
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
