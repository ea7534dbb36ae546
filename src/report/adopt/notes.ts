import { capitalize } from '../../base/text';
import type { Note } from '../../declaration/write/notes';
import type { UnlocatedResource } from '../../plan/state/state-topology';
import { wrapped, type Terminal } from '../format/terminal';
import { printable } from '../format/text';

/** Returns a paragraph for each note: what the declaration does not contain, planned changes, and warnings. */
export function notesText(notes: readonly Note[], terminal: Terminal): string {
  return notes
    .map(({ kind, what, why, fix }) =>
      paragraph(SEVERITIES[kind], [what, why ?? [], fix?.split('\n') ?? []].flat(), terminal),
    )
    .join('');
}

type Severity = 'error' | 'note' | 'warning';

const SEVERITIES: Readonly<Record<Note['kind'], Severity>> = {
  change: 'note',
  omitted: 'warning',
  unknown: 'error',
  warning: 'warning',
};

/** Returns a paragraph for each resource of a state whose account or Region the state does not show. */
export function unlocatedText(unlocated: readonly UnlocatedResource[], terminal: Terminal): string {
  return unlocated
    .map(({ plan, address, missing }) =>
      paragraph(
        'error',
        [
          `Could not read '${address}' in '${plan}': the state does not show its ${missing}.`,
          missing === 'Region' ? `Set --state-region, or ${PULL}` : capitalize(PULL),
        ],
        terminal,
      ),
    )
    .join('');
}

const PULL = 'pass the output of terraform state pull, which names the provider of each resource.';

const TONES = { error: 'danger', note: 'note', warning: 'caution' } as const;

function paragraph(
  severity: Severity,
  [first = '', ...others]: readonly string[],
  terminal: Terminal,
): string {
  const { paint } = terminal;
  const label = paint[TONES[severity]](severity);
  const lines = [
    wrapped(`${label} ${printable(first)}`, terminal),
    ...others.map((each) => wrapped(printable(each), terminal, { first: '  ' })),
  ];
  return `${lines.join('\n')}\n`;
}
