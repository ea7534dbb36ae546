import type { RepositoryName } from '../../aws/names';
import { hasInspector } from '../../aws/partitions';
import { findDuplicates } from '../../base/collections';
import { didYouMean, formatList, quoteAll } from '../../base/text';
import type { BoundDeclaration, BoundRegistry } from '../../declaration/bind/bound-declaration';
import { isDestination, repositoriesIn } from '../../declaration/bind/registry-contents';
import { isPresent, itemsOf } from '../../declaration/schema/located';
import type { DeclaredScanning, DeclaredScanningRule } from '../../declaration/schema/registries';
import type { Path } from '../../declaration/syntax/tree';
import {
  isScannedOnPush,
  SCAN_FREQUENCIES,
  scanningFilterMatches,
  usesRepositorySettings,
} from '../../model/scanning';
import type { Topology } from '../../model/topology';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const scanning = defineDeclarationRules({
  rules: {
    'scanning/frequency': {
      severity: 'error',
      doc: 'A scanning rule has a frequency that its scan type does not support.',
      why:
        '`BASIC` scanning supports `SCAN_ON_PUSH` and `MANUAL`, `ENHANCED` scanning `SCAN_ON_PUSH` and ' +
        '`CONTINUOUS_SCAN`. Change the frequency or the type. ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html',
    },
    'scanning/duplicate-frequency': {
      severity: 'error',
      doc: 'A registry has two scanning rules with the same frequency.',
      why: 'A scanning configuration has one rule for each frequency. Put all filters into one rule.',
    },
    'scanning/inspector': {
      severity: 'error',
      doc: '`enableInspector` is set with `BASIC` scanning.',
      why:
        'Basic scanning does not use Amazon Inspector, so you would pay for Amazon Inspector without using it. Write ' +
        '`type: ENHANCED`, or remove `enableInspector`.',
    },
    'scanning/region': {
      severity: 'warning',
      doc: '`ENHANCED` scanning is set in a Region without Amazon Inspector.',
      why:
        'Enhanced scanning requires Amazon Inspector. Write `type: BASIC`. If AWS has added the Region ' +
        'since this version, suppress the warning.',
    },
    'scanning/scans-nothing': {
      severity: 'warning',
      doc: '`ENHANCED` scanning has no rules.',
      why: 'Without rules, enhanced scanning scans no image. Add a rule. `*` matches every repository.',
    },
    'scanning/matches-nothing': {
      severity: 'warning',
      doc: 'A scanning filter matches no repository of its registry.',
      why:
        'The filter has no effect. Fix it: with `*`, a filter must match the complete name; without `*`, ' +
        'any part of it. If repositories are created outside the topology, suppress the warning.',
    },
    'scanning/scan-on-push': {
      severity: 'warning',
      doc: 'A repository sets `scanOnPush`, but the scanning configuration of its registry does not scan it on push.',
      why:
        'The scanning configuration of a registry overrides `scanOnPush`. Add a filter to `scanning` of ' +
        'the registry, or remove `scanOnPush`.',
    },
  },
  bound({ bound }, reporter) {
    checkScanning(bound, reporter);
  },
  complete({ topology, bound }, reporter) {
    checkScanningCoverage(topology, bound, reporter);
  },
});

type Reporter = ReporterOf<typeof scanning>;

/** Checks the scanning configuration of each registry. */
function checkScanning({ registries }: BoundDeclaration, reporter: Reporter): void {
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
      `'${name}' has BASIC scanning, which does not use Amazon Inspector. You would pay for Amazon Inspector without using it.`,
      'Write type: ENHANCED, or remove enableInspector.',
    );
  }
  if (type?.value === 'ENHANCED' && region !== undefined && !hasInspector(region)) {
    reporter.atValue(
      type.path,
      'scanning/region',
      `ENHANCED scanning of '${name}' requires Amazon Inspector, which is not known to be available in ${region}.`,
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
        `${String(type)} scanning does not support ${frequency}. Allowed: ${allowed.join(', ')}.`,
        frequency === 'MANUAL'
          ? 'Remove the rule. Enhanced scanning does not scan repositories that match no rule, and has no manual scans.'
          : 'Write one of them, or type: ENHANCED.',
      );
    } else if (duplicates.has(rule)) {
      reporter.atValue(
        path,
        'scanning/duplicate-frequency',
        `Another rule already has the frequency ${frequency}.`,
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
        `Duplicate filter '${text}': the rule with ${first.value.frequency?.value ?? 'another frequency'} already contains it.`,
        type?.value === 'BASIC'
          ? 'Remove one.'
          : 'Remove one. If two rules match a repository, ECR applies CONTINUOUS_SCAN.',
      );
    }
  }
}

/** Warns about filters that match nothing and images that are not scanned. Requires a declaration without errors. */
function checkScanningCoverage(topology: Topology, bound: BoundDeclaration, reporter: Reporter): void {
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
      `ENHANCED scanning of '${registry.name}' has no rules, so it scans no image, neither automatically nor manually.`,
      'Write rules: [{ frequency: CONTINUOUS_SCAN, repositories: ["*"] }], or set the repositories to scan.',
    );
  }
  if (mayContainOthers(registry, bound) || !bound.isComplete.repositories) return;
  const names = [...repositoriesIn(bound, registry).keys()];
  for (const { value: text, path: at } of rules.flatMap(({ value }) => itemsOf(value.repositories))) {
    // A registry may be empty now, and `*` matches every later repository.
    if (/^\*+$/.test(text) || names.some((name) => scanningFilterMatches(text, name))) continue;
    reporter.atValue(
      at,
      'scanning/matches-nothing',
      `The filter '${text}' matches no repository that is declared in '${registry.name}'. Declared repositories: ${formatList(names)}.`,
      didYouMean(text.replaceAll('*', ''), names) ??
        "With '*', a filter must match the complete name. Without '*', it matches any part of the name.",
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
      `${formatList(quoteAll(names), 4)} ${names.size === 1 ? 'is' : 'are'} not scanned on push in ${formatList(registries, 4)}. ` +
        `The scanning configuration of a registry overrides scanOnPush, and no rule scans ${names.size === 1 ? 'it' : 'them'} on push.`,
      'Add a filter to a rule with SCAN_ON_PUSH or CONTINUOUS_SCAN, or remove scanOnPush.',
    );
  }
}
