import { colorsFor, diagnosticsText } from '../report';
import { declarationFile, loadTopology, type Loaded } from '../topology';

/** Reads the declaration that a command is about, and prints to standard error what is wrong with it. */
export function loadAndPrint(file: string | undefined): Loaded {
  const loaded = loadTopology(declarationFile(file, process.env), process.env);
  const colors = colorsFor(process.stderr, process.env);
  process.stderr.write(diagnosticsText(loaded.diagnostics, loaded.source, colors));
  return loaded;
}
