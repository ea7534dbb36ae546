import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTopology } from '../../src/live/registry/read-topology';
import { declaredTargets } from '../../src/live/registry/targets';
import type { Account } from '../../src/model/deployment';
import type { Topology } from '../../src/model/topology';
import { differenceText } from '../../src/verify/difference';
import { findDifferences } from '../../src/verify/differences';
import { Fake } from '../live/fake/fake';
import { seedTopology } from '../live/fake/seed-topology';
import { uncheckedAccountId, uncheckedAccountName } from '../../src/aws/names';
import { DECLARED, DEFAULT_TAGS, DEPLOYED, SEEDED } from './seeded-differences';

let fake: Fake;
let folder: string;
const environment = { ...process.env };

const ACCOUNTS = ['111111111111', '444444444444'].map((id): Account => ({
  name: uncheckedAccountName(`account-${id}`),
  id: uncheckedAccountId(id),
  credentials: { kind: 'profile', profile: `account-${id}` },
}));

/** Each account is opened once for all tests, because that takes longest. */
const TARGETS = declaredTargets(DECLARED.registries, ACCOUNTS);

beforeAll(async () => {
  fake = await Fake.start();
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
  const profiles = Object.fromEntries(ACCOUNTS.map(({ name, id }) => [name, id]));
  Object.assign(process.env, fake.environment(folder, profiles));
});

beforeEach(() => {
  fake.reset();
});

afterAll(async () => {
  process.env = environment;
  rmSync(folder, { recursive: true });
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
