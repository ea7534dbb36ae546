import { declarationFile } from '../declaration/syntax/source';
import { loadTopology, type Loaded } from '../lint/declaration/load';
import { diagnosticsText } from '../report/diagnostics';
import { colorsFor } from '../report/format/text.colors';

/** Loads the declaration of a command and prints its diagnostics to standard error. */
export function loadAndReport(file: string | undefined): Loaded {
  const loaded = loadTopology(declarationFile(file, process.env), process.env);
  const colors = colorsFor(process.stderr, process.env);
  process.stderr.write(diagnosticsText(loaded.diagnostics, loaded.source, colors));
  return loaded;
}
