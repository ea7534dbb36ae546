import { BackfillWorld, EACH_ONCE } from './backfill-world';
import { ecrTopology } from './in-process';

let world: BackfillWorld;

afterEach(async () => {
  await world.close();
});

const run = (...args: readonly string[]) => ecrTopology(['backfill', ...args], { env: world.environment });

test('starts one backfill for each destination, and reports that every image is replicated', async () => {
  world = await BackfillWorld.create();

  const { stdout, stderr, status } = await run('--yes');
  console.log(stdout);
  console.log(stderr);
  expect(world.starts()).toEqual(EACH_ONCE);
  expect(status).toBe(0);
  const again = await run('--yes');
  console.log(again);
  console.log(await run('--status'));
  expect(world.starts()).toEqual(EACH_ONCE);
  console.log(await run('--dry-run', '--format', 'json'));
});
