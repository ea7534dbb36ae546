import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { policyText, type PolicyDocument } from '../../../src/aws/policy/document';
import { readPolicy } from '../../../src/aws/policy/read';
import { readTopology } from '../../../src/live/registry/read-topology';
import { DEFAULT_SCANNING } from '../../../src/model/scanning';
import type { Encryption } from '../../../src/model/settings';
import type { PlannedRegistry, PlannedRepository, Registry } from '../../../src/model/topology';
import { isKnown, UNKNOWN, type Unknown } from '../../../src/model/unknown';
import { topologyOf } from '../../declaration/declarations';
import { declarationsWithLimitedStatements } from '../../declaration/random-declarations';
import { runs } from '../../random-runs';
import { Fake } from '../fake/fake';
import { seedTopology } from '../fake/seed-topology';
import { targetsOf, useFake } from '../fake-profiles';

const EVERYTHING = topologyOf(readFileSync('examples/everything.yaml', 'utf8'));

let fake: Fake;
let profiles: ReturnType<typeof useFake>;

beforeAll(async () => {
  fake = await Fake.start();
  const ids = ['111111111111', '222222222222', '333333333333', '444444444444', '999999999999'];
  profiles = useFake(fake, Object.fromEntries(ids.map((id) => [id, id])));
});

beforeEach(() => {
  fake.reset();
});

afterAll(async () => {
  profiles.restore();
  await fake.close();
});

test('reads every part of the model, equal to what was deployed', async () => {
  seedTopology(fake, EVERYTHING);

  const { topology, unreadable } = await readTopology(targetsOf(EVERYTHING.registries));

  expect(unreadable).toEqual([]);
  expect(topology.registries.map(withMeaning)).toEqual(
    EVERYTHING.registries.map(asDeployed).map(withMeaning),
  );
  expect(topology.registries.map(jsonOfValues)).toEqual(
    EVERYTHING.registries.map(asDeployed).map(jsonOfValues),
  );
  expect(fake.writes).toEqual([]);
});

test('reads random topologies, equal to what was deployed', async () => {
  await fc.assert(
    fc.asyncProperty(declarationsWithLimitedStatements, async (declared) => {
      const deployed = topologyOf(stringify(declared));
      fake.reset();
      seedTopology(fake, deployed);
      const { topology, unreadable } = await readTopology(targetsOf(deployed.registries));
      expect(unreadable).toEqual([]);
      expect(topology.registries.map(withMeaning)).toEqual(
        deployed.registries.map(asDeployed).map(withMeaning),
      );
    }),
    runs(10),
  );
});

/** What AWS contains after a registry is deployed: defaults instead of values that are not managed. */
function asDeployed(registry: Registry): PlannedRegistry {
  const { scanning, accountSettings } = registry;
  return {
    ...registry,
    repositories: registry.repositories.map((repository) => ({
      ...repository,
      forceDelete: UNKNOWN,
      preventDestroy: false,
      settings: { ...repository.settings, scanOnPush: repository.settings.scanOnPush ?? false },
    })),
    scanning: scanning ?? DEFAULT_SCANNING,
    accountSettings: [
      { name: 'BASIC_SCAN_TYPE_VERSION', value: 'AWS_NATIVE' } as const,
      { name: 'BLOB_MOUNTING', value: 'DISABLED' } as const,
      { name: 'REGISTRY_POLICY_SCOPE', value: 'V2' } as const,
    ].map((each) => accountSettings.find(({ name }) => name === each.name) ?? each),
  };
}

/** ECR returns account IDs as ARNs of their root. */
function withMeaning(registry: PlannedRegistry): PlannedRegistry {
  return {
    ...registry,
    policy: meaningOf(registry.policy),
    repositories: registry.repositories.map((each) => ({
      ...each,
      policy: meaningOf(each.policy),
      settings: withoutDefaultKey(each.settings),
    })),
    creationTemplates: isKnown(registry.creationTemplates)
      ? registry.creationTemplates.map((each) => ({
          ...each,
          policy: meaningOf(each.policy),
          settings: withoutDefaultKey(each.settings),
        }))
      : UNKNOWN,
  };
}

function meaningOf(policy: PolicyDocument | Unknown | undefined): PolicyDocument | Unknown | undefined {
  if (policy === undefined || !isKnown(policy)) return policy;
  const read = readPolicy(policyText(policy).replace(/"([0-9]{12})"/g, '"arn:aws:iam::$1:root"'));
  if (read.kind !== 'policy') throw new Error(read.faults.join('\n'));
  return read.policy;
}

/** ECR returns the ARN of its AWS managed key. */
function withoutDefaultKey<Settings extends { readonly encryption: Encryption | Unknown }>(
  settings: Settings,
): Settings {
  const { encryption } = settings;
  return isKnown(encryption) && encryption.kmsKey?.includes('key/00000000-0000-0000-0000') === true
    ? { ...settings, encryption: { ...encryption, kmsKey: undefined } }
    : settings;
}

/** Values are compared as JSON, which depends on the order of the keys. */
function jsonOfValues({
  repositories,
  replication,
  scanning,
  pullThroughCache,
  accountSettings,
}: PlannedRegistry) {
  const settingsOf = ({ settings }: PlannedRepository) => ({ ...settings, encryption: undefined });
  return JSON.stringify([
    repositories.map(settingsOf),
    replication,
    scanning,
    pullThroughCache,
    accountSettings,
  ]);
}
