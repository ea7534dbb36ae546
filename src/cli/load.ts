import { colorsFor, diagnosticsText } from '../report';
import { declarationFile, loadTopology, type Loaded } from '../topology';

/** Loads the declaration of a command and prints its diagnostics to standard error. */
export function loadAndReport(file: string | undefined): Loaded {
  const loaded = loadTopology(declarationFile(file, process.env), process.env);
  const colors = colorsFor(process.stderr, process.env);
  process.stderr.write(diagnosticsText(loaded.diagnostics, loaded.source, colors));
  return loaded;
}
