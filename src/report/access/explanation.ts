import type { Decision } from '../../access/evaluate/decision';
import type { Explanation } from '../../access/explain/explain';
import type { ReplicationExplanation } from '../../access/explain/explain-replication';
import { wrapCommands } from '../format/shell-command';
import { wrapped, type Terminal, type Tone } from '../format/terminal';
import { printable } from '../format/text';
import {
  explanationParts,
  VERDICT_TEXTS,
  type ActionGroup,
  type ExplanationParts,
  type MessagePart,
} from './explanation-parts';
import { differenceTexts } from './live-differences';
import type { LiveAnswer } from './live-explanation-json';
import { ALL_READ, notReadTexts } from './not-read';

/** Renders the result of `explain`: the verdict, each action with each policy type, and fixes. */
export function explanationText(
  explanation: LiveAnswer & (Explanation | ReplicationExplanation),
  terminal: Terminal,
): string {
  const parts = explanationParts(explanation, explanation.live !== undefined);
  const { summary, findings, messages, advice } = parts;
  const before = [...(summary === undefined ? [] : [summary]), ...liveTexts(explanation), ...findings];
  return joinParts(
    [
      verdictText(parts, terminal),
      ...conditionsText(parts, terminal),
      ...parts.actionGroups.map((group) => actionGroupText(group, terminal)),
      ...before.map((text) => proseText(text, terminal)),
      ...messages.map((message) => messageText(message, terminal)),
      ...advice.map((text) => proseText(text, terminal)),
    ],
    terminal,
  );
}

/** Lists what `--live` adds: differences between AWS and the declaration, and what could not be read. */
function liveTexts({
  verdict,
  live,
  notRead = ALL_READ,
}: { readonly verdict: Decision['verdict'] } & LiveAnswer): readonly string[] {
  if (live === undefined) return [];
  const { differences = [], declaredVerdict, verdictWithoutUnread } = live;
  const differing = listText('AWS and topology.yaml differ', differenceTexts({ differences }));
  const loses =
    verdict === 'allowed' && declaredVerdict === 'denied'
      ? ['topology.yaml does not allow this, so the next deployment can remove the access.\n']
      : [];
  const allows =
    verdict === 'unknown' && verdictWithoutUnread === 'allowed'
      ? ['Every policy that could be read allows it.\n']
      : [];
  return [...differing, ...loses, ...listText('Not read', notReadTexts(notRead)), ...allows];
}

function listText(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${title}:\n\n${items.map((item) => `  - ${item}`).join('\n')}\n`];
}

const TONES = {
  allowed: 'good',
  denied: 'danger',
  unknown: 'caution',
} as const satisfies Readonly<Record<Decision['verdict'], Tone>>;

function verdictText({ verdict, sentence }: ExplanationParts, terminal: Terminal): string {
  const title = VERDICT_TEXTS[verdict];
  const text = wrapped(printable(`${title}: ${sentence}`), terminal);
  return text.replace(title, terminal.paint[TONES[verdict]]);
}

/** Wraps a text at the width of the terminal, apart from its code: lines with four blanks, to be copied. */
function proseText(text: string, terminal: Terminal): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith(CODE_INDENT) ? printable(line) : proseLine(line, terminal)))
    .join('\n');
}

const CODE_INDENT = '    ';

function proseLine(line: string, terminal: Terminal): string {
  const [first = ''] = /^(?: {2}- )?/.exec(line) ?? [];
  return wrapped(printable(line.slice(first.length)), terminal, { first });
}

/** An error message is wrapped too: a client prints it in one long line. */
function messageText({ title, text }: MessagePart, terminal: Terminal): string {
  return `${wrapped(title, terminal)}\n\n${wrapped(printable(text), terminal, { first: CODE_INDENT })}\n`;
}

function actionGroupText({ actions, reason, layers }: ActionGroup, terminal: Terminal): string {
  const lines: readonly Line[] = [['    ', reason], ...layers.map((text): Line => ['      ', text])];
  return [
    ...actions.map(
      ({ action, verdict }) => `  ${terminal.paint[TONES[verdict]](verdict.padEnd(7))}  ${action}`,
    ),
    ...lines.map(([first, text]) => wrapped(printable(text), terminal, { first, rest: `${first}  ` })),
    '',
  ].join('\n');
}

type Line = readonly [indent: string, text: string];

function conditionsText({ conditions }: ExplanationParts, terminal: Terminal): readonly string[] {
  if (conditions.length === 0) return [];
  const lines = conditions.map(({ isMet, text }) => {
    const mark = terminal.paint[isMet ? 'good' : 'danger'](isMet ? 'yes' : 'no ');
    return `  ${mark}${wrapped(text, terminal, { first: ' '.repeat(7) }).slice(5)}`;
  });
  return [`${lines.join('\n')}\n`];
}

function joinParts(parts: readonly string[], terminal: Terminal): string {
  return wrapCommands(`${parts[0] ?? ''}\n\n${parts.slice(1).join('\n')}`, terminal);
}
