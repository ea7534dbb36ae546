import { createDiagnostic, type Diagnostic } from './diagnostics';
import type { Source, SourceFault } from './source';

export interface RefusedFile {
  /** `unreadable`: the text could not be read. `refused`: the text has errors. */
  readonly kind: 'unreadable' | 'refused';
  readonly source: Source;
  /** All diagnostics of the file, sorted by position; at least one error. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Returns the result for a file whose text could not be read. */
export function refuseFile(file: string, fault: SourceFault): RefusedFile {
  const kind = fault.code === 'file/not-utf8' ? 'refused' : 'unreadable';
  return { kind, source: { file, text: '' }, diagnostics: [createDiagnostic({ file, ...fault })] };
}
