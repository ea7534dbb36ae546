import { declarationFile } from '../declaration/syntax/source';
import { loadTopology } from '../lint/declaration/load';
import type { Deployment } from '../model/deployment';
import type { Topology } from '../model/topology';
import { terminalOf } from '../report/format/terminal';
import { stateConflictsText, writtenStacksText } from '../report/stacks/synthesis';
import { EXIT, exitCodeFor } from './exit';
import { reportDiagnostics } from './report-diagnostics';
import { Progress } from './progress';
import { findStateConflicts } from './state-guard';

export interface SynthesisRequest {
  /** The declaration, if the user named it. */
  readonly topology: string | undefined;
  /** Whether warnings are left out. */
  readonly isQuiet: boolean;
  /** The output folder, if it is not the default of the CDKTF CLI. */
  readonly outputFolder: string | undefined;
  /** Whether the CDKTF CLI runs this process. The CLI prints its own result and continues with the next step. */
  readonly isRunByCdktf: boolean;
  /** Writes the stacks. Only `main.ts` and `library.ts` import CDKTF. */
  readonly write: (
    topology: Topology,
    deployment: Deployment,
    onStack: (number: number, total: number) => void,
  ) => Parameters<typeof writtenStacksText>[0]['stacks'];
}

/**
 * Reads the declaration, writes its stacks, and prints the result: `npm run synth`. Writes nothing if the declaration has
 * errors, or if a local state belongs to another declaration.
 * @returns the exit code
 */
export function runSynthesis(request: SynthesisRequest): number {
  const file = declarationFile(request.topology, process.env);
  const loaded = loadTopology(file, process.env);
  const messages = terminalOf(process.stderr, process.env, 'auto');
  reportDiagnostics(loaded, { messages, isQuiet: request.isQuiet });
  if (loaded.kind !== 'topology') return exitCodeFor(loaded);

  const conflicts = findStateConflicts(loaded, process.env);
  process.stderr.write(stateConflictsText(file, conflicts));
  if (conflicts.length > 0) return EXIT.failed;

  const progress = new Progress(process.stderr, process.env);
  const stacks = request.write(loaded.topology, loaded.deployment, (number, total) => {
    progress.step(`Writing stack ${number} of ${total} …`);
  });
  progress.end();
  if (request.isRunByCdktf) return EXIT.ok;
  const topologyOption = file === declarationFile(undefined, process.env) ? undefined : file;
  process.stdout.write(writtenStacksText({ stacks, topologyOption, outputFolder: request.outputFolder }));
  return EXIT.ok;
}
