import { printable } from './text';

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
