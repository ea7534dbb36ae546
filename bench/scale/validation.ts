import { loadTopology } from '../../src/lint/declaration/load';

/** Prints the milliseconds for reading and checking a valid declaration. */
const start = performance.now();
const { kind, diagnostics } = loadTopology(process.argv[2] ?? '', process.env);
const milliseconds = performance.now() - start;
if (kind !== 'topology') throw new Error(diagnostics.map(({ message }) => message).join('\n'));
process.stdout.write(String(milliseconds));
