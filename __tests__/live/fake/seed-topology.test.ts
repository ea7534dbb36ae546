import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { identityArn } from '../../../src/aws/arn';
import { managedPolicyArn } from '../../../src/aws/policy/managed-policies';
import { readPolicy } from '../../../src/aws/policy/read';
import { policyText, type PolicyDocument } from '../../../src/aws/policy/document';
import type { Registry } from '../../../src/model/topology';
import { topologyOf } from '../../declaration/declarations';
import { declarationsWithAccess } from '../../declaration/random-declarations';
import { runs } from '../../random-runs';
import { Fake } from './fake';
import { seedTopology } from './seed-topology';
import type { RegistryState } from './world';

let fake: Fake;

beforeAll(async () => {
  fake = await Fake.start();
});

beforeEach(() => {
  fake.reset();
});

afterAll(async () => {
  await fake.close();
});

const EVERYTHING = topologyOf(readFileSync('examples/everything.yaml', 'utf8'));

test('seeds every part of every registry', () => {
  seedTopology(fake, EVERYTHING, { 'managed-by': 'test' });

  const { registries } = EVERYTHING;
  expect(registries.map((registry) => sizesOf(stateOf(registry)))).toEqual(registries.map(expectedSizes));
  const parts = Object.keys(expectedSizes(registries[0]!)) as (keyof ReturnType<typeof sizesOf>)[];
  const missing = parts.filter((part) => registries.every((registry) => expectedSizes(registry)[part] === 0));
  expect(missing).toEqual([]);
});

test('seeds every role and user with its policies', () => {
  seedTopology(fake, EVERYTHING);

  const { identities } = EVERYTHING;
  const seeded = identities.map(({ accountId, kind, name }) => {
    const { roles, users } = fake.iam(accountId).state;
    const { arn, inline, attached } = (kind === 'role' ? roles : users).get(name)!;
    return { arn, policy: storedMeaning(inline.get('ecr-topology')), attached: [...attached] };
  });
  expect(seeded).toEqual(
    identities.map((identity) => ({
      arn: identityArn(identity),
      policy: meaningOf(identity.policy),
      attached: identity.managedPolicies.map((each) => managedPolicyArn(identity.partition, each)),
    })),
  );
  expect(seeded.map(({ policy }) => policy === undefined)).toContain(false);
});

test('adds the default tags of the provider', () => {
  seedTopology(fake, EVERYTHING, { 'managed-by': 'test' });

  const [registry] = EVERYTHING.registries;
  const tags = [...stateOf(registry!).repositories.values()].map((repository) =>
    repository.tags.get('managed-by'),
  );
  expect(new Set(tags)).toEqual(new Set(['test']));
});

test('accepts random topologies, and stores policies of the same meaning', () => {
  fc.assert(
    fc.property(declarationsWithAccess, (declared) => {
      const topology = topologyOf(stringify(declared));
      fake.reset();
      seedTopology(fake, topology);
      for (const registry of topology.registries) {
        const { policy, repositories } = stateOf(registry);
        expect(storedMeaning(policy)).toEqual(meaningOf(registry.policy));
        for (const { name, policy: expected } of registry.repositories) {
          expect(storedMeaning(repositories.get(name)?.policy)).toEqual(meaningOf(expected));
        }
      }
    }),
    runs(15),
  );
});

function stateOf({ accountId, region }: Registry): RegistryState {
  return fake.registry(accountId, region).state;
}

function sizesOf(state: RegistryState) {
  const repositories = [...state.repositories.values()];
  return {
    repositories: repositories.length,
    policies: repositories.filter(({ policy }) => policy !== undefined).length,
    lifecycles: repositories.filter(({ lifecycle }) => lifecycle !== undefined).length,
    tagged: repositories.filter(({ tags }) => tags.size > 1).length,
    policy: state.policy === undefined ? 0 : 1,
    rules: state.replication.length,
    scanning: state.scanning.rules?.length ?? 0,
    templates: state.templates.size,
    caches: state.cacheRules.size,
    exclusions: state.exclusions.size,
    inspector: state.inspector === 'ENABLED' ? 1 : 0,
  };
}

function expectedSizes(registry: Registry): ReturnType<typeof sizesOf> {
  const { repositories, policy } = registry;
  return {
    repositories: repositories.length,
    policies: repositories.filter((repository) => repository.policy !== undefined).length,
    lifecycles: repositories.filter(({ settings }) => settings.lifecyclePolicy !== undefined).length,
    tagged: repositories.filter(({ settings }) => Object.keys(settings.tags).length > 0).length,
    policy: policy === undefined ? 0 : 1,
    rules: registry.replication.length,
    scanning: registry.scanning?.rules.length ?? 0,
    templates: registry.creationTemplates.length,
    caches: registry.pullThroughCache.length,
    exclusions: registry.pullTimeUpdateExclusions.length,
    inspector: registry.enablesInspector ? 1 : 0,
  };
}

/** The policy after it was stored, with account IDs as root ARNs. */
function storedMeaning(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  const read = readPolicy(text);
  if (read.kind !== 'policy') throw new Error(read.faults.join('\n'));
  return meaningOf(read.policy);
}

function meaningOf(policy: PolicyDocument | undefined): unknown {
  if (policy === undefined) return undefined;
  const text = policyText(policy).replace(/"([0-9]{12})"/g, '"arn:aws:iam::$1:root"');
  const read = readPolicy(text);
  if (read.kind !== 'policy') throw new Error(read.faults.join('\n'));
  return read.policy;
}
