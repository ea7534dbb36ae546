/**
 * Text for a terminal or a log, on one line: what a terminal would obey (escape sequences, other control characters), what
 * would change the direction or the line, and what a pipeline would obey is shown as a replacement character, or behind
 * one. Names come from pull requests.
 */
export function printable(text: string): string {
  return text
    .replace(/(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD')
    .replace(COMMAND_OF_LINE, '\uFFFD$&')
    .replace(COMMAND_ANYWHERE, '#\uFFFD#');
}

/**
 * `::error::`, with which a line of a GitHub workflow's log starts, but for white space.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
const COMMAND_OF_LINE = /^\s*::/;

/**
 * `##[error]` of GitHub, and `##vso[task.setvariable]` of Azure Pipelines, wherever they stand in a line.
 * https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands
 */
const COMMAND_ANYWHERE = /##(?=[A-Za-z]*\[)/g;

/** JSON that a log may hold, and that means the same. */
export function printableJson(json: string): string {
  // A number sign stands in texts alone, where it may be written by its number.
  return json.replace(COMMAND_ANYWHERE, '#\\u0023');
}
