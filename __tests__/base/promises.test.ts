import { setTimeout as delay } from 'node:timers/promises';
import { Limit, mapConcurrently, waitForAll } from '../../src/base/promises';

test('waits for the other promises before it fails', async () => {
  const finished: string[] = [];
  const slow = delay(10).then(() => finished.push('slow'));

  await expect(waitForAll([Promise.reject(new Error('first')), slow])).rejects.toThrow('first');

  expect(finished).toEqual(['slow']);
});

test('returns the results in the order of the items, and limits how many run at a time', async () => {
  let running = 0;
  let most = 0;
  const results = await mapConcurrently([3, 1, 2, 5, 4], 2, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await delay(item);
    running -= 1;
    return item * 10;
  });

  expect(results).toEqual([30, 10, 20, 50, 40]);
  expect(most).toBe(2);
});

test('starts no item after an error', async () => {
  const started: number[] = [];
  const work = mapConcurrently([1, 2, 3, 4, 5, 6], 2, async (item) => {
    started.push(item);
    await delay(1);
    if (item === 1) throw new Error('one');
  });

  await expect(work).rejects.toThrow('one');
  expect(started.length).toBeLessThan(5);
});

test('runs the waiting functions in order, and a function that throws does not block them', async () => {
  const limit = new Limit(1);
  const started: number[] = [];
  const results = [1, 2, 3].map((item) =>
    limit.run(async () => {
      started.push(item);
      await delay(1);
      if (item === 1) throw new Error('one');
      return item;
    }),
  );

  await expect(Promise.allSettled(results)).resolves.toMatchObject([
    { status: 'rejected' },
    { value: 2 },
    { value: 3 },
  ]);
  expect(started).toEqual([1, 2, 3]);
});

test('keeps the limit if a function is added when another one ends', async () => {
  const limit = new Limit(1);
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await delay(1);
    running -= 1;
  };
  const first = Promise.resolve();
  const waiting = [limit.run(() => first), limit.run(work)];
  // Runs between the end of the first function and the start of the second one.
  await first.then(() => waiting.push(limit.run(work)));
  await Promise.all(waiting);

  expect(most).toBe(1);
});
