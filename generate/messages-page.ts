import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose, matchMessage } from '../src/diagnose/diagnose';
import { ENTRIES } from '../src/diagnose/entry-list';

const FOLDERS = ['messages', 'client-messages', 'public-messages'];

/** In characters. */
const MAX_EXAMPLE_LENGTH = 180;

/** Returns the content of `docs/reference/messages.md`. */
export function messagesPage(): string {
  const texts = FOLDERS.flatMap(readMessages).map((text) => ({ text, kind: matchMessage(text)?.kind }));
  const kinds = ENTRIES.map(({ kind }) => kind).sort();
  const rows = kinds.map((kind) =>
    row(
      kind,
      texts.filter((each) => each.kind === kind).map(({ text }) => text),
    ),
  );
  return `# Messages

<!-- Written by \`npm run messages\` from src/diagnose/entries; do not edit. -->

Find out which error messages \`ecr-topology diagnose\` explains, and what each one means. Search for
a part of your error message. To get the cause and the fix for your complete message and your topology, run
\`ecr-topology diagnose\`: see [Troubleshooting](../guides/troubleshooting.md).

The table has one row for each kind of message. \`kind\` is the value in the JSON output, and the explanation is the
first sentence of the output without a topology.

| Kind | Example | Explanation |
|---|---|---|
${rows.join('\n')}
`;
}

function readMessages(folder: string): readonly string[] {
  const path = join('__tests__/fixtures', folder);
  return readdirSync(path)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => readFileSync(join(path, file), 'utf8'));
}

/** The example is the shortest line of a known message that is enough to recognise the kind. */
function row(kind: string, texts: readonly string[]): string {
  const byLength = (a: string, b: string) => a.length - b.length;
  const lines = texts.flatMap((text) => text.split('\n')).sort(byLength);
  const line = lines.find((each) => matchMessage(each)?.kind === kind);
  const example = line ?? [...texts].sort(byLength)[0];
  const message = example === undefined ? undefined : matchMessage(example);
  if (example === undefined || message === undefined) throw new Error(`no known message is of kind ${kind}`);
  return `| \`${kind}\` | ${codeCell(example)} | ${cell(diagnose(message, undefined).summary)} |`;
}

function codeCell(text: string): string {
  const line = text.replace(/[\s│`]+/g, ' ').trim();
  const end = line.length > MAX_EXAMPLE_LENGTH ? '…' : '';
  return `\`${cell(line.slice(0, MAX_EXAMPLE_LENGTH))}${end}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
