import type { Code, Diagnosis, Step } from '../diagnose/model/diagnosis';
import { DIAGNOSIS_TITLES, diagnosisParts, unrecognisedParts, type DiagnosisParts } from './diagnosis-parts';
import { wrapCommands } from './format/shell-command';
import { wrapped, type Terminal } from './format/terminal';
import { printable } from './format/text';

/** Renders a diagnosis as text. Code is indented and otherwise unchanged. */
export function diagnosisText(diagnosis: Diagnosis, terminal: Terminal): string {
  const parts = diagnosisParts(diagnosis);
  const { paint } = terminal;
  const wrap = wrapperFor(terminal);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [DIAGNOSIS_TITLES.found, foundLines(parts)],
    [DIAGNOSIS_TITLES.cause, wrap(parts.cause, '  ')],
    [DIAGNOSIS_TITLES.policies, policyLines(parts, wrap)],
    [
      DIAGNOSIS_TITLES.steps,
      [
        ...parts.steps.flatMap((step, index) => stepLines(step, index + 1, wrap)),
        ...manualStepLines(parts, wrap),
      ],
    ],
  ];
  const ending = [
    ...wrap(parts.certainty, ' '.repeat(ENDING_WIDTH), DIAGNOSIS_TITLES.certainty.padEnd(ENDING_WIDTH)),
    `${DIAGNOSIS_TITLES.page.padEnd(ENDING_WIDTH)}${parts.page}`,
  ];
  const shown = sections
    .filter(([, lines]) => lines.length > 0)
    // Code and sections both end with an empty line.
    .map(([title, lines]) => [paint.strong(title), ...lines].join('\n').trimEnd());
  const first = paint.strong(wrap(parts.summary, '').join('\n'));
  return wrapCommands(`${[first, ...shown, ending.join('\n')].join('\n\n')}\n`, terminal);
}

const ENDING_WIDTH = 13;

export function unrecognisedText(pasted: string, terminal: Terminal): string {
  const wrap = wrapperFor(terminal);
  const { intro, supported, advice } = unrecognisedParts(pasted);
  return [
    ...wrap(intro, ''),
    ...supported.flatMap((each) => wrap(each, '    ', '  - ')),
    ...wrap(advice, ''),
    '',
  ].join('\n');
}

function foundLines({ found }: DiagnosisParts): readonly string[] {
  return found.map(({ label, value }) => `  ${label.padEnd(LABEL_WIDTH)}${printable(value)}`);
}

const LABEL_WIDTH = 12;

function policyLines({ policies }: DiagnosisParts, wrap: Wrap): readonly string[] {
  return policies.flatMap(({ title, lacks }, index) => [
    ...wrap(title, '     ', `  ${index + 1}. `),
    ...wrap(lacks, '     '),
  ]);
}

function stepLines({ text, code }: Step, number: number, wrap: Wrap): readonly string[] {
  return [...wrap(text, '     ', `  ${number}. `), ...(code === undefined ? [] : codeLines(code))];
}

/** Only JSON output shows these steps: they are long, and the topology generates the same policies. */
function manualStepLines({ manualSteps }: DiagnosisParts, wrap: Wrap): readonly string[] {
  return manualSteps.length > 0
    ? wrap('Without the topology: --format json prints the policies and commands.', '  ')
    : [];
}

function codeLines({ text, file }: Code): readonly string[] {
  const lines = text.trimEnd().split('\n');
  return [
    '',
    ...(file === undefined ? [] : [`       # ${file}`]),
    ...lines.map((line) => `       ${printable(line)}`),
    '',
  ];
}

type Wrap = (text: string, indent: string, first?: string) => readonly string[];

/** Returns a function that wraps text at the width of the terminal, but not wider than is easy to read. */
function wrapperFor({ width }: Terminal): Wrap {
  return (text, indent, first = indent) =>
    wrapped(printable(text), { width: Math.min(width, MAX_WIDTH) }, { first, rest: indent }).split('\n');
}

const MAX_WIDTH = 100;
