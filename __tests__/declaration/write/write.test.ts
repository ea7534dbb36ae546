import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { compareTopologies } from '../../../src/declaration/write/compare';
import { formatDeclaration } from '../../../src/declaration/format/format';
import { keyOrderOf } from '../../../src/declaration/schema/key-order';
import { declarationSchema } from '../../../src/lint/declaration/declaration-schema';
import type { LoadedTopology } from '../../../src/lint/declaration/load';
import type { Topology } from '../../../src/model/topology';
import { runs } from '../../random-runs';
import { declarationsWithLimitedStatements, picker, type Declared } from '../random-declarations';
import { largeTopology } from './large-topology';
import { mutatedTopology } from './mutated-topology';
import { allAddresses, deployed, loadValid, write } from './written';

/** Two equal rules of a registry replicate the same images; only one of them can have createRepositories. */
function hasEqualRules({ registries }: Topology): boolean {
  return registries.some(({ replication }) => {
    const texts = replication.map((rule) => JSON.stringify(rule));
    return new Set(texts).size < texts.length;
  });
}

test('the written declaration means the same topology, and imports it', () => {
  fc.assert(
    fc.property(declarationsWithLimitedStatements, (declared: Declared) => {
      const parsed = loadValid(JSON.stringify(declared));
      const topology = deployed(parsed);
      fc.pre(!hasEqualRules(topology));
      const { text, notes } = write(topology, parsed);
      const written = loadValid(text);
      expect(notes.filter(({ kind }) => kind !== 'warning')).toEqual([]);
      expect(deployed(written)).toEqual(topology);
      expect(written.deployment.imports).toEqual(allAddresses(written.topology));
      expect(formatDeclaration({ file: 'topology.yaml', text }, keyOrderOf(declarationSchema))).toEqual({
        kind: 'formatted',
        text,
      });
    }),
    runs(200),
  );
});

test('the written declaration means a topology without the parts that it cannot contain', () => {
  fc.assert(
    fc.property(
      declarationsWithLimitedStatements,
      fc.infiniteStream(fc.nat(1000)),
      (declared: Declared, seed) => {
        const parsed = loadValid(JSON.stringify(declared));
        const topology = mutatedTopology(deployed(parsed), picker(seed));
        const { text, notes, topology: kept } = write(topology, parsed);
        const written = loadValid(text);
        expect(compareTopologies(kept, deployed(written), {})).toEqual([]);
        expect(written.deployment.imports).toEqual(allAddresses(written.topology));
        // A part that is not a value of the topology has a note.
        if (notes.every(({ kind }) => kind === 'warning')) {
          expect(compareTopologies(topology as Topology, kept, {})).toEqual([]);
        }
      },
    ),
    runs(100),
  );
});

test.each(['topology.yaml', 'examples/organization.yaml', 'examples/everything.yaml'])(
  'the declaration of what %s deploys is at most 30% longer',
  (file) => {
    const text = readFileSync(file, 'utf8');
    const loaded = loadValid(text);
    const { stacksBy, backend } = loaded.deployment;
    const written = write(deployed(loaded), loaded, { stacksBy, backend });
    const again = loadValid(written.text);
    expect(deployed(again)).toEqual(deployed(loaded));
    expect({ ...again.deployment, imports: [] }).toEqual({ ...loaded.deployment, imports: [] });
    expect(contentLines(written.text)).toBeLessThan(contentLines(text) * 1.3);
  },
);

function contentLines(text: string): number {
  return text.split('\n').filter((line) => /^[^#]*\S/.test(line)).length;
}

test('writes an account without repositories', () => {
  const empty =
    'accounts: { a: { id: "111111111111" } }\nregistries: { r: { account: a, region: eu-west-1 } }\nrepositories: {}\n';
  const loaded = loadValid(empty);
  expect(write(loaded.topology, loaded).text)
    .toBe(`# yaml-language-server: $schema=./node_modules/ecr-topology/topology.schema.json

accounts:
  a: { id: "111111111111" }

registries:
  r: { account: a, region: eu-west-1 }

repositories: {}
`);
});

describe('an organization with 1,000 repositories in 10 registries', () => {
  const large = largeTopology(1000);

  test('has at most a third of the lines of one entry for each fact', () => {
    const { text } = write(large.topology, large);
    expect(deployed(loadValid(text))).toEqual(large.topology);
    expect(text.split('\n').length).toBeLessThan(factCount(large.topology) / 3);
  });

  test('takes time that is proportional to the number of repositories', () => {
    const small = largeTopology(250);
    const timeOf = (loaded: LoadedTopology) =>
      Math.min(
        ...Array.from({ length: 3 }, () => {
          const start = performance.now();
          write(loaded.topology, loaded);
          return performance.now() - start;
        }),
      );
    // Four times the repositories: a quadratic step would take 16 times as long.
    expect(timeOf(large) / timeOf(small)).toBeLessThan(9);
  });
});

/** Counts what AWS has: each repository in each registry, its settings and grants, and the policies of roles. */
function factCount({ registries, identities }: Topology): number {
  const facts = registries.flatMap(({ repositories }) =>
    repositories.flatMap(
      ({ policy, settings: { imageTagMutability, scanOnPush, lifecyclePolicy, tags } }) => [
        'repository',
        ...(imageTagMutability.mode === 'MUTABLE' ? [] : ['mutability']),
        ...(scanOnPush === undefined ? [] : ['scanOnPush']),
        ...(lifecyclePolicy === undefined ? [] : ['lifecycle']),
        ...Object.keys(tags),
        ...(policy?.statements ?? []).flatMap(({ principals }) => principals?.values ?? []),
      ],
    ),
  );
  return facts.length + identities.length;
}
