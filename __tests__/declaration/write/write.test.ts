import fc from 'fast-check';
import { writeDeclaration } from '../../../src/declaration/write/write';
import { parseTopology, type LoadedTopology } from '../../../src/lint/declaration/load';
import type { Topology } from '../../../src/model/topology';
import { runs } from '../../random-runs';
import { declarationsWithAccess, type Declared } from '../random-declarations';

function load(text: string): LoadedTopology {
  const loaded = parseTopology({ file: 'topology.yaml', text }, {});
  if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded.diagnostics, null, 1) + text);
  return loaded;
}

/** Returns what AWS holds after a deploy: repositories have the tags of the providers too. */
function deployed({ topology, deployment }: LoadedTopology): Topology {
  return {
    ...topology,
    registries: topology.registries.map((registry) => ({
      ...registry,
      repositories: registry.repositories.map((repository) => ({
        ...repository,
        settings: {
          ...repository.settings,
          tags: { ...deployment.tags, ...repository.settings.tags },
        },
      })),
    })),
  };
}

test('writes declarations that mean the same topology', () => {
  fc.assert(
    fc.property(declarationsWithAccess, (declared: Declared) => {
      const parsed = parseTopology({ file: 'topology.yaml', text: JSON.stringify(declared) }, {});
      fc.pre(parsed.kind === 'topology');
      if (parsed.kind === 'refused') return;
      const topology = deployed(parsed);
      const { text, notes } = writeDeclaration({
        topology,
        accounts: parsed.deployment.accounts,
        isExisting: true,
        validate: (source) => parseTopology(source, {}).diagnostics,
      });
      if (process.env.SHOW) console.log(JSON.stringify(declared), text, notes);
      expect(notes.filter(({ kind }) => kind !== 'warning')).toEqual([]);
      expect(deployed(load(text))).toEqual(topology);
    }),
    runs(200),
  );
});
