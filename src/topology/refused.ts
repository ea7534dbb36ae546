import { diagnostic, type Diagnostic } from './diagnostic';
import type { Source, SourceFault } from './source';

export interface Refused {
  /** `unreadable`: there was no text to judge. `refused`: the text has errors. */
  readonly kind: 'unreadable' | 'refused';
  readonly source: Source;
  /** At least one error; every problem of the file, in its order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What there is to say of a file that has no text. */
export function refusedFor(file: string, fault: SourceFault): Refused {
  const kind = fault.code === 'file/not-utf8' ? 'refused' : 'unreadable';
  return { kind, source: { file, text: '' }, diagnostics: [diagnostic({ file, ...fault })] };
}
