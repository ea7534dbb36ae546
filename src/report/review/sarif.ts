import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { registryKey } from '../../aws/arn';
import type { CheckResult, Finding, Severity } from '../../lint/rule';
import { printable } from '../format/text';
import { activeFindings, rulesInReport, type RuleInReport } from './findings';
import { summariseUnreviewed } from './unreviewed-lines';

/** GitHub rejects a file with more results in one run, and shows the first 5,000. */
const MAX_RESULTS = 25_000;

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

export interface SarifContext {
  /** The version of this program. */
  readonly version: string;
  /** The absolute folder that relative file names refer to. */
  readonly folder: string;
}

/**
 * Renders findings as SARIF 2.1.0, sorted by severity. Each result has a location in a file, because GitHub rejects
 * the whole file otherwise.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function reviewSarif({ reviewed, findings }: CheckResult, context: SarifContext): string {
  const rules = rulesInReport(findings);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const ids = fingerprints(findings);
  // Suppressed findings are last, so that the limit drops them first.
  const active = activeFindings(findings);
  const suppressedLast = [...active, ...findings.filter(({ suppressedBy }) => suppressedBy !== undefined)];
  const idOf = new Map(findings.map((finding, index) => [finding, ids[index] ?? '']));
  const results = suppressedLast.slice(0, MAX_RESULTS).map((finding) => ({
    ruleId: finding.rule,
    ruleIndex: indexes.get(finding.rule) ?? -1,
    ...sarifResult(finding, idOf.get(finding) ?? '', reviewed.plans, context),
  }));
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'ecr-topology',
            semanticVersion: context.version,
            rules: rules.map(descriptor),
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [
              ...droppedNotification(suppressedLast.length - results.length),
              ...unreviewedNotification(summariseUnreviewed(reviewed.unreviewed)),
            ],
          },
        ],
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor({ id, severity, doc, why }: RuleInReport): object {
  const full = why === '' ? doc : why;
  return {
    id,
    shortDescription: { text: doc },
    fullDescription: { text: full },
    help: { text: `${doc} ${why}`.trim() },
    defaultConfiguration: {
      enabled: severity !== 'off',
      level: severity === 'off' ? 'none' : LEVELS[severity],
    },
  };
}

const LEVELS = {
  error: 'error',
  warning: 'warning',
  note: 'note',
} as const satisfies Readonly<Record<Severity, string>>;

function droppedNotification(number: number): readonly object[] {
  if (number === 0) return [];
  const text = `${number} more results are omitted, because code hosts accept ${MAX_RESULTS}.`;
  return [{ level: 'warning', message: { text } }];
}

function unreviewedNotification(text: string): readonly object[] {
  return text === '' ? [] : [{ level: 'note', message: { text: printable(text) } }];
}

function sarifResult(
  finding: Finding,
  fingerprint: string,
  plans: readonly string[],
  context: SarifContext,
): object {
  const { severity, at, message, help, code, place, suppressedBy } = finding;
  const text = [
    `${message} ${help}`.trim(),
    ...(code === undefined ? [] : ['', ...code.trimEnd().split('\n')]),
  ];
  return {
    level: LEVELS[severity],
    message: { text: text.map(printable).join('\n') },
    locations: [
      {
        physicalLocation: {
          artifactLocation: {
            uri: fileUri(place?.file ?? at?.plan ?? plans[0] ?? 'plan.json', context.folder),
          },
          region: { startLine: place?.line ?? 1, startColumn: place?.column ?? 1 },
        },
        ...(at === undefined
          ? {}
          : { logicalLocations: [{ fullyQualifiedName: printable(at.address), kind: 'resource' }] }),
      },
    ],
    partialFingerprints: {
      'ecrTopology/v1': fingerprint,
      // GitHub computes this hash itself from the line if the file is in the repository. A plan is not.
      ...(place === undefined ? { primaryLocationLineHash: fingerprint } : {}),
    },
    ...(suppressedBy === undefined
      ? {}
      : {
          suppressions: [
            { kind: 'external', status: 'accepted', justification: printable(suppressedBy.reason) },
          ],
        }),
  };
}

/**
 * Returns an ID for each finding that stays the same from run to run. It depends on the rule, the address and the
 * subject, not on the message, which may contain counts. Findings with the same ID are numbered in their order.
 */
function fingerprints(findings: readonly Finding[]): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const hash = createHash('sha256').update(identityOf(finding)).digest('hex').slice(0, 32);
    const number = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, number);
    return `${hash}:${number}`;
  });
}

function identityOf({ rule, at, subject, place }: Finding): string {
  // A finding about a suppression is identified only by its file.
  const location = at?.address ?? place?.file ?? '';
  const { registry, repository, destination } = subject ?? {};
  return JSON.stringify([
    rule,
    location,
    registry === undefined ? '' : registryKey(registry),
    repository ?? '',
    destination === undefined ? '' : registryKey(destination),
  ]);
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
