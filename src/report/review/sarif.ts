import { registryKey } from '../../aws/arn';
import type { CheckResult, Finding } from '../../lint/rule';
import {
  fileUri,
  fingerprints,
  sarifMessage,
  sarifText,
  type SarifContext,
  type SarifResult,
} from '../format/sarif';
import { printable } from '../format/text';
import { activeFindings, rulesInReport } from './findings';
import { summariseUnreviewed } from './unreviewed-lines';

/** GitHub rejects a file with more results in one run, and shows the first 5,000. */
const MAX_RESULTS = 25_000;

/**
 * Renders findings as SARIF 2.1.0, sorted by severity. Each result has a location in a file, because GitHub rejects
 * the whole file otherwise.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function reviewSarif({ reviewed, findings }: CheckResult, context: SarifContext): string {
  // The message may contain counts, so an ID does not depend on it.
  const ids = fingerprints(findings.map(identityOf));
  // Suppressed findings are last, so that the limit drops them first.
  const active = activeFindings(findings);
  const suppressedLast = [...active, ...findings.filter(({ suppressedBy }) => suppressedBy !== undefined)];
  const idOf = new Map(findings.map((finding, index) => [finding, ids[index] ?? '']));
  const results = suppressedLast
    .slice(0, MAX_RESULTS)
    .map((finding) => sarifResult(finding, idOf.get(finding) ?? '', reviewed.plans, context));
  return sarifText(context, {
    rules: rulesInReport(findings),
    results,
    notifications: [
      ...droppedNotification(suppressedLast.length - results.length),
      ...unreviewedNotification(summariseUnreviewed(reviewed.unreviewed)),
    ],
  });
}

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
): SarifResult {
  const { rule, severity, at, message, help, code, place, suppressedBy } = finding;
  const text = [
    `${message} ${help}`.trim(),
    ...(code === undefined ? [] : ['', ...code.trimEnd().split('\n')]),
  ];
  return {
    ruleId: rule,
    level: severity,
    message: sarifMessage(text),
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
