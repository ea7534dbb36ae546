import { readTopology } from '../../src/live/registry/read-topology';
import type { Topology } from '../../src/model/topology';
import { differenceText } from '../../src/verify/difference';
import { findDifferences } from '../../src/verify/differences';
import { targetsOf, useFake } from '../live/fake-profiles';
import { Fake } from '../live/fake/fake';
import { seedTopology } from '../live/fake/seed-topology';
import { DECLARED, DEFAULT_TAGS, DEPLOYED, SEEDED } from './seeded-differences';

let fake: Fake;
let restore: () => void;

/** Each account is opened once for all tests, because that takes longest. */
const TARGETS = targetsOf(DECLARED.registries);

beforeAll(async () => {
  fake = await Fake.start();
  const ids = DECLARED.registries.map(({ accountId }) => accountId);
  ({ restore } = useFake(fake, Object.fromEntries(ids.map((id) => [id, id]))));
});

beforeEach(() => {
  fake.reset();
});

afterAll(async () => {
  restore();
  await fake.close();
});

/** The settings last, because ECR rejects a policy that the scope of the registry does not support. */
function deploy(topology: Topology): void {
  const registries = topology.registries.map((each) => ({ ...each, accountSettings: [] }));
  seedTopology(fake, { ...topology, registries });
  for (const { accountId, region, accountSettings } of topology.registries) {
    const registry = fake.registry(accountId, region);
    for (const { name, value } of accountSettings) registry.setAccountSetting(name, value);
  }
}

async function differencesInAws(): Promise<readonly string[]> {
  const live = await readTopology(TARGETS);
  expect(live.unreadable).toEqual([]);
  return findDifferences(DECLARED, live, { defaultTags: DEFAULT_TAGS, ignoresUndeclared: false })
    .filter(({ identity }) => identity === undefined)
    .map((difference) => `${difference.kind} ${differenceText(difference)}`);
}

test('finds nothing after a deploy, and only reads', async () => {
  deploy(DEPLOYED);

  expect(await differencesInAws()).toEqual([]);
  expect(fake.writes).toEqual([]);
});

test.each(Object.entries(SEEDED))('reads that %s, and nothing else', async (_, { change, expected }) => {
  deploy(change(DEPLOYED));

  expect(await differencesInAws()).toEqual(expected);
});
