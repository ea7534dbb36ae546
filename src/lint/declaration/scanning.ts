import type { RepositoryName } from '../../aws/names';
import { hasInspector } from '../../aws/partitions';
import { findDuplicates } from '../../base/collections';
import { formatList } from '../../base/text';
import type {
  BoundDeclaration,
  BoundRegistry,
  BoundRepository,
  BoundScanning,
  BoundScanningRule,
} from '../../declaration/bind/bound-declaration';
import { isDestination, repositoriesIn } from '../../declaration/bind/registry-contents';
import type { Reporter } from '../../declaration/syntax/diagnostics';
import { didYouMean } from '../../declaration/syntax/suggestions';
import type { Path } from '../../declaration/syntax/tree';
import {
  isScannedOnPush,
  SCAN_FREQUENCIES,
  scanningFilterMatches,
  usesRepositorySettings,
} from '../../model/scanning';
import type { Topology } from '../../model/topology';

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

/** Warns about filters that match nothing and images that are not scanned. Requires a declaration without errors. */
export function checkScanningCoverage(topology: Topology, bound: BoundDeclaration, reporter: Reporter): void {
  for (const registry of bound.registries) {
    if (registry.scanning !== undefined) checkFilters(registry.scanning, registry, bound, reporter);
  }
  checkScanOnPush(topology, bound, reporter);
}

function checkFilters(
  { type, rules, path }: BoundScanning,
  registry: BoundRegistry,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  if (type === 'ENHANCED' && rules.length === 0) {
    reporter.atKey(
      path,
      'scanning/scans-nothing',
      `ENHANCED scanning without a rule scans nothing in '${registry.name}': not by itself, and not by hand.`,
      'Write rules: [{ frequency: CONTINUOUS_SCAN, repositories: ["*"] }], or the repositories that you mean.',
    );
  }
  if (mayContainOthers(registry, bound)) return;
  const names = [...repositoriesIn(bound, registry).keys()];
  for (const { text, path: at } of rules.flatMap(({ filters }) => filters)) {
    // A registry may be empty now, and `*` matches every later repository.
    if (/^\*+$/.test(text) || names.some((name) => scanningFilterMatches(text, name))) continue;
    reporter.atValue(
      at,
      'scanning/matches-nothing',
      `No repository that is declared in '${registry.name}' fits the filter '${text}'. Declared: ${formatList(names)}.`,
      didYouMean(text.replaceAll('*', ''), names) ??
        "With '*' a filter is a whole name, without it is any part of one.",
    );
  }
}

/** Returns whether ECR creates undeclared repositories in the registry. */
function mayContainOthers(registry: BoundRegistry, { rules }: BoundDeclaration): boolean {
  return (
    registry.pullThroughCache.length > 0 ||
    registry.creationTemplates.length > 0 ||
    rules.some((rule) => rule.createRepositories && isDestination(rule, registry))
  );
}

/** The repositories that one `scanOnPush: true` does not scan. */
interface UnscannedRepositories {
  readonly path: Path;
  readonly registries: Set<string>;
  readonly names: Set<RepositoryName>;
}

/**
 * `scanOnPush` has an effect only if the registry has no scanning configuration.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
 */
function checkScanOnPush(topology: Topology, bound: BoundDeclaration, reporter: Reporter): void {
  const scannings = new Map(topology.registries.map(({ name, scanning }) => [name, scanning]));
  const unscanned = new Map<string, UnscannedRepositories>();
  for (const registry of bound.registries) {
    const scanning = scannings.get(registry.name);
    if (scanning === undefined || usesRepositorySettings(scanning)) continue;
    for (const { repository } of repositoriesIn(bound, registry).values()) {
      if (repository.settings.scanOnPush !== true || isScannedOnPush(scanning, repository.name)) continue;
      const path = scanOnPushPath(repository, reporter);
      const entry = unscanned.get(path.join()) ?? { path, registries: new Set(), names: new Set() };
      unscanned.set(path.join(), entry);
      entry.registries.add(`'${registry.name}'`);
      entry.names.add(repository.name);
    }
  }
  for (const { path, registries, names } of unscanned.values()) {
    reporter.atValue(
      path,
      'scanning/scan-on-push',
      `${formatList(names, 4)} ${names.size === 1 ? 'is' : 'are'} not scanned on push in ${formatList(registries, 4)}: what a ` +
        'registry says under scanning goes before scanOnPush, and no rule there takes this.',
      'Add a filter to a rule with SCAN_ON_PUSH or CONTINUOUS_SCAN there, or remove scanOnPush.',
    );
  }
}

/** Returns the path of `scanOnPush` in the repository, or in the defaults. */
function scanOnPushPath({ path }: BoundRepository, reporter: Reporter): Path {
  const section = reporter.declaredKeys(path).includes('scanOnPush') ? path : ['defaults', 'repository'];
  return [...section, 'scanOnPush'];
}
