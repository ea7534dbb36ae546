/** In characters. Longer texts are logs, whose end contains the error. */
export const MAX_PASTE_LENGTH = 1_000_000;

/**
 * Returns the pasted text as one line that patterns can match: without colors, frames, line prefixes and line wraps,
 * with straight quotes, with JSON escapes decoded, and with account IDs without their placeholder brackets.
 */
export function normalizePaste(pasted: string): string {
  const end = pasted.slice(-MAX_PASTE_LENGTH);
  const text = readFailedRecord(end) ?? end;
  const plain = straightQuotes(withoutEscapes(withoutColours(text)));
  return withoutPlaceholders(unwrapLines(plain));
}

function withoutColours(text: string): string {
  // CSI sequences, and their rest if the escape character was removed: `[31m`.
  return text.replace(/\u001B\[[0-9;?]{0,20}[A-Za-z]|\[[0-9]{1,3}(?:;[0-9]{1,3}){0,4}m/g, '');
}

/** Nested JSON escapes several times, so that a run of backslashes before a quote is one escape. */
function withoutEscapes(text: string): string {
  return text
    .replace(/\\{1,8}(["'/])/g, '$1')
    .replace(/\\{1,8}[nrt]/g, ' \n')
    .replace(/\\{1,8}u00([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** Quotes of typesetting, Markdown and HTML. */
function straightQuotes(text: string): string {
  return text.replace(/[‘’‚′`]|&#39;|&apos;/g, "'").replace(/[“”„″«»]|&quot;|&#34;/g, '"');
}

/** Terraform frames its messages with `│`. Mail and Markdown quote with `>`. */
function unwrapLines(text: string): string {
  const lines = text.split(/[\r\n\u0085\u2028\u2029]+/);
  const pieces: string[] = [];
  let lastPiece = '';
  let isCut = false;
  for (const [index, line] of lines.entries()) {
    const piece = line.replace(/^[\s│|╷╵>]+/, '').replace(/\s+/g, ' ');
    const joined = isCut || endsInsideWord(lastPiece) ? piece : ` ${piece}`;
    pieces.push(joined);
    lastPiece = lastWord(`${lastPiece}${joined}`);
    isCut = isCutAtWidth(lines, index);
  }
  const joined = pieces.join('').replace(/ +/g, ' ').trim();
  // Line wraps often split `repository` in an ARN.
  return joined.replace(/(:[0-9]{12}:)r ?e ?p ?o ?s ?i ?t ?o ?r ?y\//g, '$1repository/');
}

/** In characters. Terminals do not wrap shorter lines. */
const MIN_WRAP_WIDTH = 60;

/** The start of a new log line, which does not continue the line before. */
const LOG_LINE_START =
  /^\s|^(?:[0-9]{4}-|[0-9]{1,2}:[0-9]{2}|[[{#>❌]|time=|level=|[0-9a-f]{12}: |(?:error|warn|info|debug|fatal)(?![a-z]))/i;

/**
 * A terminal breaks a line at its width: two consecutive lines have the same length, and the next one continues.
 */
function isCutAtWidth(lines: readonly string[], index: number): boolean {
  const [before, line = '', next = ''] = [lines[index - 1], lines[index], lines[index + 1]];
  if (line.length < MIN_WRAP_WIDTH || LOG_LINE_START.test(next)) return false;
  return line.length === next.length || line.length === before?.length;
}

/** In characters. No ARN or host is longer. */
const MAX_WORD_LENGTH = 700;

function lastWord(text: string): string {
  const end = text.slice(-MAX_WORD_LENGTH);
  return end.slice(end.lastIndexOf(' ') + 1);
}

/**
 * A complete ARN or host does not end with these characters, so that a line break splits it. A tag may be followed by
 * `:`.
 */
function endsInsideWord(word: string): boolean {
  const end = word.slice(-1);
  if (end === '/' || end === '-') return /^["'(]?arn:[a-z]|\.dkr[.-]ecr/.test(word);
  return end === ':' && /^["'(]?arn:[a-z]/.test(word);
}

/**
 * Articles write `[account_ID(111111111111)]` or `{source_account}` for an account ID. Replaces such a placeholder by
 * the ID in it. A placeholder without an ID stays, without the spaces that would end the ARN.
 */
function withoutPlaceholders(text: string): string {
  return text
    .replace(
      /(arn:[a-z-]{1,12}:[a-z-]{1,20}:[^:\s]{0,30}:)[[<{]([^[\]<>{}:]{0,60})[\]>}]/g,
      (_, before, inside) => {
        return `${String(before)}${accountIdOrPlaceholder(String(inside))}`;
      },
    )
    .replace(/[[<{]([^[\]<>{}:]{0,60})[\]>}](?=\.dkr[.-]ecr)/g, (_, inside) =>
      accountIdOrPlaceholder(String(inside)),
    );
}

function accountIdOrPlaceholder(placeholder: string): string {
  const id = /(?<![0-9])[0-9]{12}(?![0-9])/.exec(placeholder)?.[0];
  return id ?? `{${placeholder.replace(/\s+/g, '_')}}`;
}

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Returns the JSON of the failed ECR record in a text, or undefined if the text is no such JSON. A record is a
 * CloudTrail record (alone, in a log file, in the result of `lookup-events`, or as an EventBridge event) or the failed
 * destination of a replication status.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
function readFailedRecord(pasted: string): string | undefined {
  const value = parseJson(pasted);
  if (value === undefined) return undefined;
  const objects = collectObjects(value, 0);
  const record = objects.find(isFailedRecord) ?? firstResult(objects, readFailedReplication);
  return record === undefined ? undefined : JSON.stringify(record);
}

function firstResult<T>(items: readonly T[], read: (item: T) => T | undefined): T | undefined {
  for (const item of items) {
    const result = read(item);
    if (result !== undefined) return result;
  }
  return undefined;
}

function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Depth of a wrapped record. Limits the recursion, because the JSON is untrusted. */
const MAX_DEPTH = 6;

function collectObjects(value: unknown, depth: number): readonly JsonObject[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => collectObjects(each, depth + 1));
  if (!isObject(value)) return [];
  // `lookup-events` returns the record as a string.
  const { CloudTrailEvent: inner } = value;
  const parsed = typeof inner === 'string' ? parseJson(inner) : undefined;
  const nested = [...Object.values(value), parsed].flatMap((each) => collectObjects(each, depth + 1));
  return [value, ...nested];
}

function isFailedRecord({ eventSource, errorCode, errorMessage }: JsonObject): boolean {
  return eventSource === 'ecr.amazonaws.com' && (errorCode !== undefined || errorMessage !== undefined);
}

/** Returns the failed destination together with the repository, which is a property of the whole status. */
function readFailedReplication({
  replicationStatuses: statuses,
  repositoryName,
}: JsonObject): JsonObject | undefined {
  if (!Array.isArray(statuses)) return undefined;
  const failed = statuses.filter(isObject).find(({ status }) => status === 'FAILED');
  return failed === undefined ? undefined : { ...failed, repositoryName };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
