import { registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text';
import {
  DEFAULT_SCANNING,
  scanningFilterIncludes,
  scanningFilterMatches,
  usesRepositorySettings,
  type ScanFrequency,
  type Scanning,
} from '../../model/scanning';
import { isKnown, type Unknown } from '../../model/unknown';
import type { PlannedOf, PlannedResource } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';
import { registryMark } from '../finding-text';
import {
  addressOf,
  repositoriesAfter,
  repositoryProblem,
  scanningByRegistry,
  type RepositoryAfter,
} from '../predicates/plan-resources';
import { defineRule, type Problem } from '../rule';

export const scanningReduced = defineRule({
  id: 'scanning-reduced',
  severity: 'warning',
  doc: 'Images are scanned less often, or for fewer vulnerabilities.',
  why:
    'Basic scanning covers only operating system packages, and only on push. Enhanced scanning also covers language ' +
    'packages, and scans again when a vulnerability is published. Repositories that no filter matches are not scanned ' +
    'automatically. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html',
  options: {},
  check: (reviewed) => {
    const reduced = findReducedRepositories(reviewed);
    const registries = reviewed.resources.flatMap((resource) => registryProblem(resource, reviewed, reduced));
    const reported = new Set(registries.map(({ subject }) => registryKey(subject.registry)));
    return [
      ...registries,
      // The finding of a changed scanning configuration already lists its repositories.
      ...reduced
        .filter(({ repository }) => !reported.has(registryKey(repository.values.registry)))
        .map(({ repository }) =>
          repositoryProblem(repository, 'is no longer scanned on push, because scan_on_push is disabled.', {
            help: 'Keep image_scanning_configuration { scan_on_push = true }, or scan the registry with aws_ecr_registry_scanning_configuration.',
            helpForDeclaration: `Keep 'scanOnPush: true' for the repository, or set 'scanning' for ${registryMark(repository.values.registry)}, in topology.yaml.`,
          }),
        ),
    ];
  },
});

interface ReducedRepository {
  readonly repository: RepositoryAfter;
  readonly is: ScanLevel;
}

/** Returns the repositories that exist before and after the apply and are scanned less often. */
function findReducedRepositories(reviewed: PlanReview): readonly ReducedRepository[] {
  const before = scanningByRegistry(reviewed, 'before');
  const after = scanningByRegistry(reviewed, 'after');
  return repositoriesAfter(reviewed).flatMap((repository): readonly ReducedRepository[] => {
    const { resource, values, name } = repository;
    if (resource.before === undefined) return [];
    const key = registryKey(values.registry);
    const was = scanLevel(before.get(key), name, resource.before.scanOnPush);
    // An update that does not set scan_on_push does not change it.
    const is = scanLevel(after.get(key), name, values.scanOnPush ?? resource.before.scanOnPush);
    return was !== undefined && is !== undefined && isLower(is, was) ? [{ repository, is }] : [];
  });
}

type ScanningResource = PlannedOf<'scanning'>;

function registryProblem(
  resource: PlannedResource,
  reviewed: PlanReview,
  reduced: readonly ReducedRepository[],
): readonly Problem[] {
  const registry = resource.kind === 'scanning' ? (resource.before ?? resource.after)?.registry : undefined;
  if (resource.kind !== 'scanning' || registry === undefined) return [];
  const is = scanningAfter(resource, registry, reviewed);
  if (is === undefined || !isKnown(is)) return [];
  const was = resource.before?.scanning;
  const texts = was === undefined || !isKnown(was) ? [] : changesOf(was, is, resource);
  const key = registryKey(registry);
  const names = reduced.flatMap(({ repository: { name, values }, is: level }) =>
    registryKey(values.registry) === key ? `'${name}' (${level})` : [],
  );
  if (texts.length === 0 && names.length === 0) return [];
  const affected = names.length === 0 ? '' : ` Automatic scans after the apply: ${formatList(names, 4)}.`;
  const what =
    texts.length === 0
      ? 'the filters no longer match all repositories that are scanned today'
      : texts.join('; ');
  return [
    {
      at: addressOf(resource),
      subject: { registry },
      message: `Reduces the scanning of ${registryMark(registry)}: ${what}.${affected}`,
      help: 'Keep the scan type and the filters, or scan these images with another tool.',
    },
  ];
}

/** Returns undefined if the configuration does not change, or another resource manages it. */
function scanningAfter(
  { action, after }: ScanningResource,
  registry: RegistryId,
  { resourceOf }: PlanReview,
): Scanning | Unknown | undefined {
  if (after !== undefined) return action === 'no-op' || action === 'forget' ? undefined : after.scanning;
  const isManaged = resourceOf('after', 'scanning', registry) !== undefined;
  // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_registry_scanning_configuration
  return isManaged ? undefined : DEFAULT_SCANNING;
}

function changesOf(was: Scanning, is: Scanning, { action }: ScanningResource): readonly string[] {
  const reset =
    action === 'delete' ? ', because destroying the configuration resets it to BASIC without rules' : '';
  if (was.type === 'ENHANCED' && is.type === 'BASIC') {
    return [`the scan type changes from ENHANCED to BASIC${reset}`];
  }
  const filters = sortedUnique(reducedFilters(was, is));
  if (filters.length === 0) return [];
  return [`repositories that match ${formatList(filters, 4)} are scanned less often${reset}`];
}

/** How often images of a repository are scanned automatically. */
type ScanLevel = 'continuously' | 'never' | 'on push';

const LEVELS: readonly ScanLevel[] = ['never', 'on push', 'continuously'];

const LEVEL_OF: Readonly<Record<ScanFrequency, ScanLevel>> = {
  MANUAL: 'never',
  SCAN_ON_PUSH: 'on push',
  CONTINUOUS_SCAN: 'continuously',
};

/**
 * Returns how often images of a repository are scanned, or undefined if that is unknown.
 * @param scanning the configuration of the registry; undefined if it is in no plan, so that the default is assumed
 */
function scanLevel(
  scanning: Scanning | Unknown | undefined,
  name: RepositoryName,
  scanOnPush: boolean | Unknown | undefined,
): ScanLevel | undefined {
  if (scanning !== undefined && !isKnown(scanning)) return undefined;
  if (scanning === undefined || usesRepositorySettings(scanning)) {
    if (!isKnown(scanOnPush)) return undefined;
    return scanOnPush === true ? 'on push' : 'never';
  }
  const levels = scanning.rules
    .filter(({ filters }) => filters.some((filter) => scanningFilterMatches(filter, name)))
    .map(({ frequency }) => LEVEL_OF[frequency]);
  return [...LEVELS].reverse().find((level) => levels.includes(level)) ?? 'never';
}

function isLower(level: ScanLevel, than: ScanLevel): boolean {
  return LEVELS.indexOf(level) < LEVELS.indexOf(than);
}

/** Returns the previous filters that match names which are scanned less often than before. */
function reducedFilters(previous: Scanning, current: Scanning): readonly string[] {
  return previous.rules.flatMap(({ frequency, filters }) =>
    filters.filter((filter) => {
      const kept = current.rules.filter((each) =>
        each.filters.some((other) => scanningFilterIncludes(other, filter)),
      );
      return !kept.some((each) => !isLower(LEVEL_OF[each.frequency], LEVEL_OF[frequency]));
    }),
  );
}
