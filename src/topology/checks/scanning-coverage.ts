import {
  isLeftToRepositories,
  isScannedOnPush,
  scanningFilterTakes,
  type RepositoryName,
  type Topology,
} from '../../registry';
import { heldIn, isDestination } from '../link/contents';
import type { Linked, LinkedRegistry, LinkedRepository, LinkedScanning } from '../link/linked';
import type { Reporter } from '../reporter';
import { didYouMean, listed } from '../suggest';
import type { Path } from '../tree';

/** Warns about filters that match nothing and images that are not scanned. Requires a declaration without errors. */
export function checkScanningCoverage(topology: Topology, linked: Linked, reporter: Reporter): void {
  for (const registry of linked.registries) {
    if (registry.scanning !== undefined) checkFilters(registry.scanning, registry, linked, reporter);
  }
  checkScanOnPush(topology, linked, reporter);
}

function checkFilters(
  { type, rules, path }: LinkedScanning,
  registry: LinkedRegistry,
  linked: Linked,
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
  if (mayHoldOthers(registry, linked)) return;
  const names = [...heldIn(linked, registry).keys()];
  for (const { text, path: at } of rules.flatMap(({ filters }) => filters)) {
    // A registry may be empty now, and `*` matches every later repository.
    if (/^\*+$/.test(text) || names.some((name) => scanningFilterTakes(text, name))) continue;
    reporter.atValue(
      at,
      'scanning/matches-nothing',
      `No repository that is declared in '${registry.name}' fits the filter '${text}'. Declared: ${listed(names)}.`,
      didYouMean(text.replaceAll('*', ''), names) ??
        "With '*' a filter is a whole name, without it is any part of one.",
    );
  }
}

/** Returns whether ECR creates undeclared repositories in the registry. */
function mayHoldOthers(registry: LinkedRegistry, { rules }: Linked): boolean {
  return (
    registry.pullThroughCache.length > 0 ||
    registry.creationTemplates.length > 0 ||
    rules.some((rule) => rule.createRepositories && isDestination(rule, registry))
  );
}

/** The repositories that one `scanOnPush: true` does not scan. */
interface Unscanned {
  readonly path: Path;
  readonly registries: Set<string>;
  readonly names: Set<RepositoryName>;
}

/**
 * `scanOnPush` has an effect only if the registry has no scanning configuration.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
 */
function checkScanOnPush(topology: Topology, linked: Linked, reporter: Reporter): void {
  const scannings = new Map(topology.registries.map(({ name, scanning }) => [name, scanning]));
  const found = new Map<string, Unscanned>();
  for (const registry of linked.registries) {
    const scanning = scannings.get(registry.name);
    if (scanning === undefined || isLeftToRepositories(scanning)) continue;
    for (const { repository } of heldIn(linked, registry).values()) {
      if (repository.settings.scanOnPush !== true || isScannedOnPush(scanning, repository.name)) continue;
      const path = placeOfScanOnPush(repository, reporter);
      const here = found.get(path.join()) ?? { path, registries: new Set(), names: new Set() };
      found.set(path.join(), here);
      here.registries.add(`'${registry.name}'`);
      here.names.add(repository.name);
    }
  }
  for (const { path, registries, names } of found.values()) {
    reporter.atValue(
      path,
      'scanning/scan-on-push',
      `${listed(names, 4)} ${names.size === 1 ? 'is' : 'are'} not scanned on push in ${listed(registries, 4)}: what a ` +
        'registry says under scanning goes before scanOnPush, and no rule there takes this.',
      'Add a filter to a rule with SCAN_ON_PUSH or CONTINUOUS_SCAN there, or remove scanOnPush.',
    );
  }
}

/** Returns the path of `scanOnPush` in the repository, or in the defaults. */
function placeOfScanOnPush({ path }: LinkedRepository, reporter: Reporter): Path {
  const section = reporter.keys(path).includes('scanOnPush') ? path : ['defaults', 'repository'];
  return [...section, 'scanOnPush'];
}
