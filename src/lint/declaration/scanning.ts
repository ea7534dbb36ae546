import { hasInspector } from '../../aws/partitions';
import { findDuplicates } from '../../base/collections.repeated';
import type {
  BoundDeclaration,
  BoundRegistry,
  BoundScanning,
  BoundScanningRule,
} from '../../declaration/bind/bound-declaration';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import { SCAN_FREQUENCIES } from '../../model/scanning';

/** Checks the scanning configuration of each registry. */
export function checkScanning({ registries }: BoundDeclaration, reporter: Reporter): void {
  for (const registry of registries) {
    const { scanning } = registry;
    if (scanning === undefined) continue;
    checkInspector(scanning, registry, reporter);
    checkFrequencies(scanning, reporter);
    checkDuplicateFilters(scanning, reporter);
  }
}

function checkInspector(
  { type, path, enableInspector }: BoundScanning,
  { name, region }: BoundRegistry,
  reporter: Reporter,
): void {
  if (type === 'BASIC' && enableInspector) {
    reporter.atKey(
      [...path, 'enableInspector'],
      'scanning/inspector',
      `'${name}' has BASIC scanning, which is ECR's own: Amazon Inspector would be turned on, and paid for, without being used.`,
      'Write type: ENHANCED, or remove enableInspector.',
    );
  }
  if (type === 'ENHANCED' && region !== undefined && !hasInspector(region)) {
    reporter.atValue(
      [...path, 'type'],
      'scanning/region',
      `As far as this version knows, there is no Amazon Inspector in ${region}, and so no ENHANCED scanning of '${name}'.`,
      'Write type: BASIC.',
    );
  }
}

function checkFrequencies({ type, rules }: BoundScanning, reporter: Reporter): void {
  const duplicates = new Set(findDuplicates(rules, (rule) => rule.frequency));
  for (const rule of rules) {
    const { frequency, path } = rule;
    if (frequency === undefined) continue;
    const at = [...path, 'frequency'];
    const allowed: readonly string[] = type === undefined ? [frequency] : SCAN_FREQUENCIES[type];
    if (!allowed.includes(frequency)) {
      reporter.atValue(
        at,
        'scanning/frequency',
        `${String(type)} scanning has no ${frequency}. Allowed: ${allowed.join(', ')}.`,
        frequency === 'MANUAL'
          ? 'Remove the rule: enhanced scanning leaves out what no rule takes, and scans nothing by hand.'
          : `Write one of them, or type: ENHANCED.`,
      );
    } else if (duplicates.has(rule)) {
      reporter.atValue(
        at,
        'scanning/duplicate-frequency',
        `There is a rule with ${frequency} already.`,
        'Put all filters into one rule.',
      );
    }
  }
}

/** Reports a filter that two rules contain. The schema rejects duplicates in one rule. */
function checkDuplicateFilters({ rules, type }: BoundScanning, reporter: Reporter): void {
  const seen = new Map<string, BoundScanningRule>();
  for (const rule of rules) {
    for (const { text, path } of rule.filters) {
      const first = seen.get(text);
      if (first === undefined) {
        seen.set(text, rule);
        continue;
      }
      reporter.atValue(
        path,
        'scanning/duplicate-filter',
        `The filter '${text}' stands in the rule with ${first.frequency ?? 'another frequency'} already.`,
        type === 'BASIC'
          ? 'Remove one.'
          : 'Remove one: where both take a repository, CONTINUOUS_SCAN is what ECR does.',
      );
    }
  }
}
