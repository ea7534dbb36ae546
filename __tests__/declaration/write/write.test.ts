import fc from 'fast-check';
import { compareTopologies } from '../../../src/declaration/write/compare';
import { formatDeclaration } from '../../../src/declaration/format/format';
import { keyOrderOf } from '../../../src/declaration/schema/key-order';
import { declarationSchema } from '../../../src/lint/declaration/declaration-schema';
import { parseTopology } from '../../../src/lint/declaration/load';
import type { Topology } from '../../../src/model/topology';
import { runs } from '../../random-runs';
import { declarationsWithAccess, picker, type Declared } from '../random-declarations';
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
    fc.property(declarationsWithAccess, (declared: Declared) => {
      const parsed = parseTopology({ file: 'topology.yaml', text: JSON.stringify(declared) }, {});
      fc.pre(parsed.kind === 'topology');
      if (parsed.kind !== 'topology') return;
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
    fc.property(declarationsWithAccess, fc.infiniteStream(fc.nat(1000)), (declared: Declared, seed) => {
      const parsed = parseTopology({ file: 'topology.yaml', text: JSON.stringify(declared) }, {});
      fc.pre(parsed.kind === 'topology');
      if (parsed.kind !== 'topology') return;
      const topology = mutatedTopology(deployed(parsed), picker(seed));
      const { text, notes, topology: kept } = write(topology, parsed);
      const written = loadValid(text);
      expect(compareTopologies(kept, deployed(written), {})).toEqual([]);
      expect(written.deployment.imports).toEqual(allAddresses(written.topology));
      // A part that is not a value of the topology has a note.
      if (notes.every(({ kind }) => kind === 'warning')) {
        expect(compareTopologies(topology as Topology, kept, {})).toEqual([]);
      }
    }),
    runs(200),
  );
});
