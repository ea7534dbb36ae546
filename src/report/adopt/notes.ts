import { formatList } from '../../base/text';
import type { Note } from '../../declaration/write/write';
import type { UnlocatedResource } from '../../plan/state/state-topology';
import { wrapped, type Terminal } from '../format/terminal';
import { printable } from '../format/text';

/** How many repositories a note lists. */
const MAX_REPOSITORIES = 5;

/** Returns a paragraph for each part of the registries that the declaration does not contain, or changes. */
export function notesText(notes: readonly Note[], terminal: Terminal): string {
  return notes
    .map(({ registry, repositories, what, why, fix }) => {
      const where = [
        registry ?? [],
        repositories.length === 0 ? [] : formatList(repositories, MAX_REPOSITORIES),
      ].flat();
      return paragraph('warning', where.join(', '), [what, why, fix ?? []].flat(), terminal);
    })
    .join('');
}

/** Returns a paragraph for each resource of a state whose account or Region the state does not show. */
export function unlocatedText(unlocated: readonly UnlocatedResource[], terminal: Terminal): string {
  return unlocated
    .map(({ plan, address, missing }) =>
      paragraph(
        'error',
        plan,
        [
          `Could not read ${address}: the state does not show its ${missing}.`,
          missing === 'Region'
            ? 'Set --state-region, or pass the output of terraform state pull, which names the provider of each resource.'
            : 'Pass the output of terraform state pull, which names the provider of each resource.',
        ],
        terminal,
      ),
    )
    .join('');
}

function paragraph(
  severity: 'error' | 'warning',
  where: string,
  [first = '', ...others]: readonly string[],
  terminal: Terminal,
): string {
  const { paint } = terminal;
  const label = severity === 'error' ? paint.danger(severity) : paint.caution(severity);
  const prefix = where === '' ? '' : `${paint.strong(printable(where))}: `;
  const lines = [
    wrapped(`${label} ${prefix}${printable(first)}`, terminal),
    ...others.map((each) => wrapped(printable(each), terminal, { first: '  ' })),
  ];
  return `${lines.join('\n')}\n`;
}
