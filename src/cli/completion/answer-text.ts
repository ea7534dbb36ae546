import type { Answer, Candidate } from './answer';
import type { Shell } from './scripts';

/** Returns an answer in lines for the script of a shell: the kind, then a line for each candidate. */
export function answerText(shell: Shell, answer: Answer): string {
  const candidates = answer.kind === 'candidates' ? answer.candidates.filter(isSafe) : [];
  const lines = [answer.kind, ...candidates.map((candidate) => LINES[shell](candidate))];
  return lines.map((line) => `${line}\n`).join('');
}

/**
 * Shells insert a candidate as it is, without quotes. A declaration may come from a pull request, so a name with `$` or `;` must not
 * become part of a command line.
 */
function isSafe({ word }: Candidate): boolean {
  return /^[\w+=,.@:/-]+$/.test(word);
}

const LINES: Readonly<Record<Shell, (candidate: Candidate) => string>> = {
  bash: ({ word }) => word,
  // _describe divides each line at its first ':'.
  zsh: ({ word, description }) =>
    word.replaceAll(':', '\\:') + (description === '' ? '' : `:${firstLine(description)}`),
  fish: ({ word, description }) => (description === '' ? word : `${word}\t${firstLine(description)}`),
};

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
