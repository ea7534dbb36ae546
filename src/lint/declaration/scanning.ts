import type { RepositoryName } from '../../aws/names';
import { hasInspector } from '../../aws/partitions';
import { findDuplicates } from '../../base/collections';
import { formatList } from '../../base/text';
import type { BoundDeclaration, BoundRegistry } from '../../declaration/bind/bound-declaration';
import { isDestination, repositoriesIn } from '../../declaration/bind/registry-contents';
import { isPresent, itemsOf } from '../../declaration/schema/located';
import type { DeclaredScanning, DeclaredScanningRule } from '../../declaration/schema/registries';
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
  { value: { type, enableInspector } }: DeclaredScanning,
  { name, region }: BoundRegistry,
  reporter: Reporter,
): void {
  if (type?.value === 'BASIC' && enableInspector?.value === true) {
    reporter.atKey(
      enableInspector.path,
      'scanning/inspector',
      `'${name}' has BASIC scanning, which is ECR's own: Amazon Inspector would be turned on, and paid for, without being used.`,
      'Write type: ENHANCED, or remove enableInspector.',
    );
  }
  if (type?.value === 'ENHANCED' && region !== undefined && !hasInspector(region)) {
    reporter.atValue(
      type.path,
      'scanning/region',
      `As far as this version knows, there is no Amazon Inspector in ${region}, and so no ENHANCED scanning of '${name}'.`,
      'Write type: BASIC.',
    );
  }
}

function checkFrequencies({ value: scanning }: DeclaredScanning, reporter: Reporter): void {
  const type = scanning.type?.value;
  const rules = itemsOf(scanning.rules);
  const duplicates = new Set(findDuplicates(rules, ({ value }) => value.frequency?.value));
  for (const rule of rules) {
    if (!isPresent(rule.value.frequency)) continue;
    const { path, value: frequency } = rule.value.frequency;
    const allowed: readonly string[] = type === undefined ? [frequency] : SCAN_FREQUENCIES[type];
    if (!allowed.includes(frequency)) {
      reporter.atValue(
        path,
        'scanning/frequency',
        `${String(type)} scanning has no ${frequency}. Allowed: ${allowed.join(', ')}.`,
        frequency === 'MANUAL'
          ? 'Remove the rule: enhanced scanning leaves out what no rule takes, and scans nothing by hand.'
          : `Write one of them, or type: ENHANCED.`,
      );
    } else if (duplicates.has(rule)) {
      reporter.atValue(
        path,
        'scanning/duplicate-frequency',
        `There is a rule with ${frequency} already.`,
        'Put all filters into one rule.',
      );
    }
  }
}

/** Reports a filter that two rules contain. The schema rejects duplicates in one rule. */
function checkDuplicateFilters({ value: { rules, type } }: DeclaredScanning, reporter: Reporter): void {
  const seen = new Map<string, DeclaredScanningRule>();
  for (const rule of itemsOf(rules)) {
    for (const { value: text, path } of itemsOf(rule.value.repositories)) {
      const first = seen.get(text);
      if (first === undefined) {
        seen.set(text, rule);
        continue;
      }
      reporter.atValue(
        path,
        'scanning/duplicate-filter',
        `The filter '${text}' stands in the rule with ${first.value.frequency?.value ?? 'another frequency'} already.`,
        type?.value === 'BASIC'
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
  { path, value: scanning }: DeclaredScanning,
  registry: BoundRegistry,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  const rules = itemsOf(scanning.rules);
  if (scanning.type?.value === 'ENHANCED' && rules.length === 0) {
    reporter.atKey(
      path,
      'scanning/scans-nothing',
      `ENHANCED scanning without a rule scans nothing in '${registry.name}': not by itself, and not by hand.`,
      'Write rules: [{ frequency: CONTINUOUS_SCAN, repositories: ["*"] }], or the repositories that you mean.',
    );
  }
  if (mayContainOthers(registry, bound)) return;
  const names = [...repositoriesIn(bound, registry).keys()];
  for (const { value: text, path: at } of rules.flatMap(({ value }) => itemsOf(value.repositories))) {
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
      const { scanOnPush } = repository.settings;
      if (scanOnPush?.value !== true || isScannedOnPush(scanning, repository.name)) continue;
      const { path } = scanOnPush;
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
