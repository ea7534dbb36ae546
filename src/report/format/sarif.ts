import { posix } from 'node:path';
import { sha256Hex } from '../../base/digest';
import type { Severity } from '../../lint/rule';
import { printable } from './text';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

export interface SarifContext {
  /** The version of this program. */
  readonly version: string;
  /** The absolute folder that relative file names refer to. */
  readonly folder: string;
}

interface SarifRule {
  readonly id: string;
  readonly severity: Severity | 'off';
  /** What is reported, in one sentence. */
  readonly doc: string;
  /** The consequence; may be empty. */
  readonly why: string;
}

interface SarifRun {
  readonly rules: readonly SarifRule[];
  /** Each has a `ruleId` of `rules`. */
  readonly results: readonly SarifResult[];
  readonly notifications?: readonly object[];
}

export interface SarifResult {
  readonly ruleId: string;
  readonly level: Severity;
  readonly message: { readonly text: string };
  /** GitHub rejects the whole file if a result has no location in a file. */
  readonly locations: readonly object[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly object[];
}

/**
 * Renders one run as SARIF 2.1.0.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifText(
  { version }: SarifContext,
  { rules, results, notifications = [] }: SarifRun,
): string {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'ecr-topology', semanticVersion: version, rules: rules.map(descriptor) },
        },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
        columnKind: 'utf16CodeUnits',
        results: results.map(({ ruleId, ...result }) => ({
          ruleId,
          ruleIndex: indexes.get(ruleId) ?? -1,
          ...result,
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor({ id, severity, doc, why }: SarifRule): object {
  const full = why === '' ? doc : why;
  return {
    id,
    shortDescription: { text: doc },
    fullDescription: { text: full },
    help: { text: `${doc} ${why}`.trim() },
    defaultConfiguration: {
      enabled: severity !== 'off',
      level: severity === 'off' ? 'none' : severity,
    },
  };
}

/** Returns several lines as a SARIF message. */
export function sarifMessage(lines: readonly string[]): { readonly text: string } {
  return { text: lines.map(printable).join('\n') };
}

/**
 * Returns an ID for each identity that stays the same from run to run. Equal identities are numbered in their order.
 */
export function fingerprints(identities: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return identities.map((identity) => {
    const hash = sha256Hex(identity).slice(0, 32);
    const number = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, number);
    return `${hash}:${number}`;
  });
}

/**
 * Returns a file as a URI: relative with forward slashes if the file is in the folder, because code hosts look it up
 * in the repository; otherwise absolute.
 * @param folder absolute folder that relative names refer to
 */
export function fileUri(file: string, folder: string): string {
  const slashed = file.replaceAll('\\', '/');
  const base = folder.replaceAll('\\', '/').replace(/\/$/, '');
  const relative = slashed.startsWith(`${base}/`) ? slashed.slice(base.length + 1) : slashed;
  const path = posix.normalize(relative);
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:\//.test(path);
  if (!isAbsolute) return encodePath(path);
  return `file://${path.startsWith('/') ? '' : '/'}${encodePath(path)}`;
}

/** Escapes every character that a URI may not contain, and every colon, because the first segment would be a scheme. */
function encodePath(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
