import { recordText } from './record';

/** Longer pastes are logs, which end with what matters. Characters. */
export const LONGEST_PASTE = 1_000_000;

/**
 * What somebody pasted, as one line that patterns can match: without colours, frames, log prefixes at the start of
 * lines and line wraps; with plain quotes; with JSON's escapes undone; with account ids out of their wrapping.
 */
export function readPaste(pasted: string): string {
  const end = pasted.slice(-LONGEST_PASTE);
  const text = recordText(end) ?? end;
  const plain = straightQuotes(withoutEscapes(withoutColours(text)));
  return withoutPlaceholders(unwrapped(plain));
}

function withoutColours(text: string): string {
  // CSI sequences, and what is left of them where the escape character was lost on the way: `[31m`.
  return text.replace(/\u001B\[[0-9;?]{0,20}[A-Za-z]|\[[0-9]{1,3}(?:;[0-9]{1,3}){0,4}m/g, '');
}

/** JSON inside JSON escapes twice and more: a run of backslashes before a quote is one escape. */
function withoutEscapes(text: string): string {
  return text
    .replace(/\\{1,8}(["'/])/g, '$1')
    .replace(/\\{1,8}[nrt]/g, ' \n')
    .replace(/\\{1,8}u00([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** What typesetting, Markdown and HTML make of quotes. */
function straightQuotes(text: string): string {
  return text.replace(/[‘’‚′`]|&#39;|&apos;/g, "'").replace(/[“”„″«»]|&quot;|&#34;/g, '"');
}

/** Frames are Terraform's (`│`), quotation is mail's and Markdown's (`>`). */
function unwrapped(text: string): string {
  const lines = text.split(/[\r\n\u0085\u2028\u2029]+/);
  const pieces: string[] = [];
  let last = '';
  let isCut = false;
  for (const [index, line] of lines.entries()) {
    const piece = line.replace(/^[\s│|╷╵>]+/, '').replace(/\s+/g, ' ');
    const joined = isCut || isOpen(last) ? piece : ` ${piece}`;
    pieces.push(joined);
    last = lastWord(`${last}${joined}`);
    isCut = isCutAtWidth(lines, index);
  }
  const joined = pieces.join('').replace(/ +/g, ' ').trim();
  // The one word of an ARN that is often cut in two.
  return joined.replace(/(:[0-9]{12}:)r ?e ?p ?o ?s ?i ?t ?o ?r ?y\//g, '$1repository/');
}

/** Shorter lines are not cut by a terminal. Characters. */
const NARROWEST = 60;

/** A log line begins like this, and continues nothing. */
const NEW_LINE =
  /^\s|^(?:[0-9]{4}-|[0-9]{1,2}:[0-9]{2}|[[{#>❌]|time=|level=|[0-9a-f]{12}: |(?:error|warn|info|debug|fatal)(?![a-z]))/i;

/** A terminal cuts words at its width: two lines in a row have exactly the same length, and the next one goes on. */
function isCutAtWidth(lines: readonly string[], index: number): boolean {
  const [before, line = '', next = ''] = [lines[index - 1], lines[index], lines[index + 1]];
  if (line.length < NARROWEST || NEW_LINE.test(next)) return false;
  return line.length === next.length || line.length === before?.length;
}

/** No ARN or host is longer. */
const LONGEST_WORD = 700;

function lastWord(text: string): string {
  const end = text.slice(-LONGEST_WORD);
  return end.slice(end.lastIndexOf(' ') + 1);
}

/** An ARN or a host never ends with these, so that the line was broken inside of it. A tag may be followed by `:`. */
function isOpen(word: string): boolean {
  const end = word.slice(-1);
  if (end === '/' || end === '-') return /^["'(]?arn:[a-z]|\.dkr[.-]ecr/.test(word);
  return end === ':' && /^["'(]?arn:[a-z]/.test(word);
}

/**
 * Articles write `[account_ID(111111111111)]` and `{source_account}` where the account id belongs: the id is taken
 * out, and a placeholder without one is kept, without the spaces that would end the ARN.
 */
function withoutPlaceholders(text: string): string {
  return text
    .replace(
      /(arn:[a-z-]{1,12}:[a-z-]{1,20}:[^:\s]{0,30}:)[[<{]([^[\]<>{}:]{0,60})[\]>}]/g,
      (_, before, inside) => {
        return `${String(before)}${accountIn(String(inside))}`;
      },
    )
    .replace(/[[<{]([^[\]<>{}:]{0,60})[\]>}](?=\.dkr[.-]ecr)/g, (_, inside) => accountIn(String(inside)));
}

function accountIn(placeholder: string): string {
  const id = /(?<![0-9])[0-9]{12}(?![0-9])/.exec(placeholder)?.[0];
  return id ?? `{${placeholder.replace(/\s+/g, '_')}}`;
}
