import { posix } from 'node:path';
import { shellWord } from '../base/text';
import { printable, titledBlock } from '../report/format/text';
import { WORKFLOW_FILE, type Advice } from './project';

/** What `init` did with each file. Paths are relative to the folder of the project. */
export interface InitResult {
  /** As the user named it. */
  readonly folder: string;
  readonly written: readonly string[];
  readonly kept: readonly { readonly path: string; readonly advice: Advice | undefined }[];
  /** The path from the root of the git repository to the folder, if they differ. */
  readonly pathInRepository: string | undefined;
}

/** Renders the files that were written and kept, what to add to them, and the next commands. */
export function resultText({ folder, written, kept, pathInRepository }: InitResult): string {
  const nameOf = (path: string) => printable(folder === '.' ? path : posix.join(folder, path));
  return [
    ...written.map((path) => `Wrote ${nameOf(path)}\n`),
    ...kept.map(({ path, advice }) => keptText(nameOf(path), advice)),
    ...(pathInRepository !== undefined && written.includes(WORKFLOW_FILE)
      ? [
          `\nGitHub runs only workflows in the root folder of a repository. Move ${nameOf(WORKFLOW_FILE)} to ${WORKFLOW_FILE} in the root folder.\n`,
        ]
      : []),
    '\nNext:\n',
    ...(folder === '.' ? [] : [`  cd ${printable(shellWord(folder))}\n`]),
    '  npm install\n',
    '  npm run synth\n',
  ].join('');
}

function keptText(file: string, advice: Advice | undefined): string {
  const kept = `Kept ${file}, which exists.`;
  if (advice === undefined) return `${kept}\n`;
  const { instruction, addition } = advice;
  if (addition === undefined) return `${kept} ${instruction}.\n`;
  return `\n${titledBlock(`${kept} ${instruction}`, addition)}\n`;
}
