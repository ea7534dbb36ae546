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
