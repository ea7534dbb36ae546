/**
 * Makes text safe for a terminal or a log, on one line. Characters that a terminal interprets (escape sequences, other
 * control characters) or that change the direction or the line become the replacement character, and pipeline commands
 * are broken up with it. Names come from pull requests.
 */
export function printable(text: string): string {
  return text
    .replace(/(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD')
    .replace(LINE_COMMAND, '\uFFFD$&')
    .replace(INLINE_COMMAND, '#\uFFFD#');
}

/**
 * `::error::` at the start of a line in the log of a GitHub workflow, after optional white space.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
const LINE_COMMAND = /^\s*::/;

/**
 * `##[error]` of GitHub and `##vso[task.setvariable]` of Azure Pipelines, anywhere in a line.
 * https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands
 */
const INLINE_COMMAND = /##(?=[A-Za-z]*\[)/g;

/** Returns JSON with the same meaning that is safe in a log. */
export function printableJson(json: string): string {
  // In JSON, a number sign occurs only in strings, where an escape sequence may replace it.
  return json.replace(INLINE_COMMAND, '#\\u0023');
}

/**
 * Renders an error without a diagnostic in one line: a full disk, a folder that cannot be written, a bug. Adds the
 * stack trace if `ECR_TOPOLOGY_DEBUG` is set.
 */
export function failureText(
  error: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (!(error instanceof Error)) return `error: ${String(error)}\n`;
  const debug = environment.ECR_TOPOLOGY_DEBUG !== undefined;
  return `error: ${debug ? (error.stack ?? error.message) : printable(error.message.split('\n', 1)[0] ?? '')}\n`;
}

/** Returns the first lines, and the number of lines left out. */
export function firstLines(lines: readonly string[], max: number): readonly string[] {
  // A line that says "1 more" is not shorter than the line that it replaces.
  if (lines.length <= max + 1) return lines;
  return [...lines.slice(0, max), `… and ${lines.length - max} more`];
}

/** Returns a title, and a text that is indented and otherwise unchanged. */
export function titledBlock(title: string, text: string): string {
  const indented = text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`);
  return `${title}:\n\n${indented.join('\n')}\n`;
}
