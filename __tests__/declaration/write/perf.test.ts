import { writeFileSync } from 'node:fs';
import { writeDeclaration } from '../../../src/declaration/write/write';
import { parseTopology } from '../../../src/lint/declaration/load';
import { largeTopology } from './large-topology';

test('fast', () => {
  for (const size of [250, 500, 1000, 1000]) {
    const loaded = largeTopology(size);
    const places = loaded.topology.registries.map(({ repositories }) => repositories.length);
    const start = performance.now();
    let inValidate = 0;
    const { text, notes } = writeDeclaration({
      topology: loaded.topology,
      accounts: loaded.deployment.accounts,
      isExisting: true,
      validate: (source) => {
        const at = performance.now();
        const { diagnostics } = parseTopology(source, {});
        inValidate += performance.now() - at;
        return diagnostics;
      },
    });
    console.log(
      size,
      places.join(),
      Math.round(performance.now() - start),
      'validate',
      Math.round(inValidate),
      text.length,
      text.split('\n').length,
      notes.length,
      JSON.stringify(notes.slice(0, 3)),
    );
    if (size === 250) writeFileSync('/tmp/write/large.yaml', text);
  }
}, 100000);
