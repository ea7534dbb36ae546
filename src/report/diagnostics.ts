import { count, formatList } from '../base/text';
import type { Diagnostic } from '../declaration/syntax/diagnostics';
import type { Source } from '../declaration/syntax/source';
import type { Deployment } from '../model/deployment';
import type { Topology } from '../model/topology';
import { fixOf, groupDiagnostics, type DiagnosticGroup } from './format/diagnostic-groups';
import { wrapped, type Terminal } from './format/terminal';
import { printable } from './format/text';

/** More than a user reads. The JSON output has all of them. */
const MAX_DIAGNOSTICS = 200;

/** Renders diagnostics as text: position, message, fix and source lines. */
export function diagnosticsText(
  diagnostics: readonly Diagnostic[],
  source: Source,
  terminal: Terminal,
): string {
  const lines = source.text.split(/\r?\n/);
  const groups = groupDiagnostics(diagnostics);
  const shown = groups.slice(0, MAX_DIAGNOSTICS).map((each) => `${groupText(each, lines, terminal)}\n`);
  const rest = groups.slice(MAX_DIAGNOSTICS).reduce((sum, { similar }) => sum + similar.length + 1, 0);
  return [...shown, ...(rest > 0 ? [`… and ${rest} more. To see all: ${SHOW_ALL}\n`] : [])].join('\n');
}

const SHOW_ALL = 'ecr-topology validate --format json';

function groupText(
  { first, similar }: DiagnosticGroup,
  lines: readonly string[],
  terminal: Terminal,
): string {
  const { file, span, severity, code, message, help } = first;
  const { paint } = terminal;
  const color = severity === 'error' ? paint.danger : paint.caution;
  const texts =
    similar.length === 0
      ? [message, ...(help?.split('\n') ?? [])]
      : [message, fixOf(help) ?? [], similarText(similar)].flat();
  return [
    `${paint.strong(`${printable(file)}:${span.line}:${span.column}`)} ${color(severity)} ${code}`,
    ...texts.map((text) => wrapped(printable(text), terminal, { first: '  ' })),
    ...codeFrame(first, lines, (text) => paint.strong(color(text))),
  ].join('\n');
}

/** Maximum number of positions of similar warnings. */
const MAX_POSITIONS = 5;

function similarText(similar: readonly Diagnostic[]): string {
  const positions = similar.map(({ span: { line, column } }) => `${line}:${column}`);
  return `${similar.length} similar warnings: ${formatList(positions, MAX_POSITIONS)}. To see all: ${SHOW_ALL}`;
}

/** Returns the line, the line before it and a marker below. Returns an empty list if the file has no such line. */
function codeFrame(
  { span }: Diagnostic,
  lines: readonly string[],
  mark: (text: string) => string,
): readonly string[] {
  const line = lines[span.line - 1];
  if (line === undefined || line.trim() === '') return [];
  const before = lines[span.line - 2] ?? '';
  const width = String(span.line).length + 1;
  const numbered = (number: number, text: string) =>
    `  ${String(number).padStart(width)} | ${printable(text)}`;
  // Only the part of a long line around the position is shown.
  const from = span.column > MAX_LINE_LENGTH ? span.column - MAX_LINE_LENGTH / 2 : 0;
  const part = line.slice(from, from + MAX_LINE_LENGTH);
  const start = span.column - 1 - from;
  // Tabs stay tabs, so that the marker is below the text that it marks.
  const indent = part.slice(0, start).replace(/[^\t]/g, ' ');
  const length = Math.max(1, Math.min(span.end - span.column, part.length - start));
  return [
    '',
    ...(before.trim() === '' ? [] : [numbered(span.line - 1, before.slice(0, MAX_LINE_LENGTH))]),
    numbered(span.line, part),
    `  ${' '.repeat(width)} | ${indent}${mark('^'.repeat(length))}`,
  ];
}

/** Maximum number of characters of a line that are shown. */
const MAX_LINE_LENGTH = 200;

/** Returns diagnostics as JSON. `docs/reference/json.md` documents the shape, which is stable. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]): readonly object[] {
  return diagnostics.map(({ file, span, severity, code, message, help }) => ({
    file,
    line: span.line,
    column: span.column,
    endColumn: span.end,
    severity,
    code,
    message,
    help: help ?? null,
  }));
}

/** Returns, for example, `2 errors, 1 warning` or `no problems, 3 suppressed`. */
export function countText(diagnostics: readonly Diagnostic[], suppressed = 0): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const counted = [
    ...(errors === 0 ? [] : [count(errors, 'error', 'errors')]),
    ...(warnings === 0 ? [] : [count(warnings, 'warning', 'warnings')]),
  ];
  return [
    ...(counted.length === 0 ? ['no problems'] : counted),
    ...(suppressed === 0 ? [] : [`${suppressed} suppressed`]),
  ].join(', ');
}

/** Summarises a topology in one line. */
export function topologyText({ registries, identities }: Topology, { accounts }: Deployment): string {
  const repositories = registries.reduce((sum, registry) => sum + registry.repositories.length, 0);
  const rules = registries.reduce((sum, registry) => sum + registry.replication.length, 0);
  const templates = registries.reduce((sum, registry) => sum + registry.creationTemplates.length, 0);
  const caches = registries.reduce((sum, registry) => sum + registry.pullThroughCache.length, 0);
  return [
    count(accounts.length, 'account', 'accounts'),
    count(registries.length, 'registry', 'registries'),
    count(repositories, 'repository (replicas included)', 'repositories (replicas included)'),
    count(rules, 'replication rule', 'replication rules'),
    ...(templates === 0 ? [] : [count(templates, 'creation template', 'creation templates')]),
    ...(caches === 0 ? [] : [count(caches, 'pull-through cache', 'pull-through caches')]),
    ...(identities.length === 0 ? [] : [count(identities.length, 'identity policy', 'identity policies')]),
  ].join(', ');
}
