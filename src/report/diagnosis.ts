import { SUPPORTED_MESSAGES } from '../diagnose/diagnose';
import type { Code, Diagnosis, FoundRegistry, PolicyToChange, Step } from '../diagnose/model/diagnosis';
import { otherServiceIn } from '../diagnose/parse/registry-reference';
import { wrapCommands } from './format/shell-command';
import { wrapped, type Terminal } from './format/terminal';
import { printable } from './format/text';

/** Renders a diagnosis as text. Code is indented and otherwise unchanged. */
export function diagnosisText(diagnosis: Diagnosis, terminal: Terminal): string {
  const { summary, cause, policies, steps, certainty, page } = diagnosis;
  const { paint } = terminal;
  const wrap = wrapperFor(terminal);
  const shown = steps.filter(({ byHand }) => byHand !== true);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Found', foundLines(diagnosis)],
    ['Why', wrap(cause, '  ')],
    ['Whose policy', policies.flatMap((policy, index) => policyLines(policy, index + 1, wrap))],
    [
      'What to do',
      [...shown.flatMap((step, index) => stepLines(step, index + 1, wrap)), ...manualStepLines(steps, wrap)],
    ],
  ];
  const ending = [
    ...wrap(`${certainty.level}: ${certainty.because}`, ' '.repeat(13), 'How certain  '),
    `Read         ${page}`,
  ];
  const parts = sections
    .filter(([, lines]) => lines.length > 0)
    // Code and sections both end with an empty line.
    .map(([title, lines]) => [paint.strong(title), ...lines].join('\n').trimEnd());
  const first = paint.strong(wrap(summary, '').join('\n'));
  return wrapCommands(`${[first, ...parts, ending.join('\n')].join('\n\n')}\n`, terminal);
}

/** Returns a diagnosis as JSON. `docs/reference/json.md` documents the shape; unknown values are `null`. */
export function diagnosisJson(diagnosis: Diagnosis): object {
  return { version: 1, recognised: true, ...diagnosis };
}

/** Describes an unrecognised message: the service that it belongs to, or the messages that are recognised. */
export function unrecognisedText(pasted: string, terminal: Terminal): string {
  const wrap = wrapperFor(terminal);
  const otherService = otherServiceIn(pasted);
  return [
    ...wrap(
      otherService === undefined
        ? 'diagnose does not recognize an ECR error message in this text. It recognizes:'
        : `This message concerns ${otherService}, not ECR. diagnose recognizes:`,
      '',
    ),
    ...SUPPORTED_MESSAGES.flatMap((each) => wrap(each, '    ', '  - ')),
    ...wrap(
      'Paste the complete message with the lines around it. docs/reference/messages.md has an example of each kind of message.',
      '',
    ),
    '',
  ].join('\n');
}

export function unrecognisedJson(pasted: string): object {
  return { version: 1, recognised: false, about: otherServiceIn(pasted), recognisable: SUPPORTED_MESSAGES };
}

function foundLines({ found }: Diagnosis): readonly string[] {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['caller', found.principal],
    ['action', found.action],
    ['repository', found.repository],
    ['tag', found.tag],
    ['registry', foundRegistryText(found.registry)],
    ['printed by', found.client],
  ];
  return rows.flatMap(([label, value]) =>
    value === undefined ? [] : [`  ${label.padEnd(LABEL_WIDTH)}${printable(value)}`],
  );
}

/** Returns the known parts of, for example, `management, account 999999999999 (management), ap-northeast-1`. */
function foundRegistryText({ accountId, region, name, accountName }: FoundRegistry): string | undefined {
  const account = accountName === undefined ? accountId : `${accountId ?? ''} (${accountName})`;
  const parts = [name, account === undefined ? undefined : `account ${account}`, region];
  const known = parts.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : known.join(', ');
}

const LABEL_WIDTH = 12;

function policyLines(
  { layer, accountId, accountName, of, lacks }: PolicyToChange,
  number: number,
  wrap: Wrap,
): readonly string[] {
  const name = accountName === undefined ? '' : ` (${accountName})`;
  const account = accountId === undefined ? '' : ` in account ${accountId}${name}`;
  return [...wrap(`${layer}${account}: ${of}`, '     ', `  ${number}. `), ...wrap(lacks, '     ')];
}

function stepLines({ text, code }: Step, number: number, wrap: Wrap): readonly string[] {
  return [...wrap(text, '     ', `  ${number}. `), ...(code === undefined ? [] : codeLines(code))];
}

/** Only JSON output shows these steps: they are long, and the topology generates the same policies. */
function manualStepLines(steps: readonly Step[], wrap: Wrap): readonly string[] {
  return steps.some(({ byHand }) => byHand === true)
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
