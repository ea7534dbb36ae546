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
  const keptTexts = kept.map(({ path, advice }) => keptText(nameOf(path), advice));
  const lines = [...written.map((path) => `Wrote ${nameOf(path)}\n`), ...keptTexts.filter(isLine)];
  const sections = [
    ...(lines.length === 0 ? [] : [lines.join('')]),
    ...keptTexts.filter((text) => !isLine(text)),
    ...(pathInRepository !== undefined && written.includes(WORKFLOW_FILE)
      ? [
          `GitHub runs only workflows in the root folder of a repository. Move ${nameOf(WORKFLOW_FILE)} to ${WORKFLOW_FILE} in the root folder.\n`,
        ]
      : []),
    nextText(folder),
  ];
  return sections.join('\n');
}

function keptText(file: string, advice: Advice | undefined): string {
  const kept = `Kept ${file}, which exists.`;
  if (advice === undefined) return `${kept}\n`;
  const { instruction, addition } = advice;
  if (addition === undefined) return `${kept} ${instruction}.\n`;
  return titledBlock(`${kept} ${instruction}`, addition);
}

function isLine(text: string): boolean {
  return text.indexOf('\n') === text.length - 1;
}

function nextText(folder: string): string {
  // `cd` would read the name as an option.
  const target = folder.startsWith('-') ? `./${folder}` : folder;
  const change = folder === '.' ? '' : `  cd ${printable(shellWord(target))}\n`;
  return `Next:\n${change}  npm install\n  npm run synth\n`;
}
