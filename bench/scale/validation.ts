import { loadTopology } from '../../src/topology';

/** Prints how many milliseconds it takes to read and check a declaration that is right. */
const start = performance.now();
const { kind, diagnostics } = loadTopology(process.argv[2] ?? '', process.env);
const milliseconds = performance.now() - start;
if (kind !== 'topology') throw new Error(diagnostics.map(({ message }) => message).join('\n'));
process.stdout.write(String(milliseconds));
