import { registryKey, type RegistryId } from '../../aws/arn';
import { isScannedOnPush, usesRepositorySettings, type Scanning } from '../../model/scanning';
import { isKnown, type Unknown } from '../../model/unknown';
import { UNCHANGED_OPTION } from '../../plan/model/planned-resource';
import { registryMark } from '../finding-text';
import {
  repositoriesAfter,
  repositoryProblem,
  scanningByRegistry,
  type RepositoryAfter,
} from '../predicates/plan-resources';
import { defineRule } from '../rule';

export const unscanned = defineRule({
  id: 'unscanned',
  severity: 'note',
  doc: 'Repository is not scanned on push.',
  why:
    'The scanning configuration of the registry takes precedence over the settings of a repository. Repositories that its ' +
    'filters do not match can only be scanned manually with basic scanning, and not at all with enhanced scanning. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html',
  options: {
    unchanged: UNCHANGED_OPTION,
    scannedElsewhere: {
      kind: 'texts',
      default: [],
      doc: 'Registries whose scanning configuration is managed outside of these plans and scans every repository: an account ID, an account ID and Region ("111111111111/eu-west-1"), or * for every registry.',
    },
  },
  check: (reviewed, { unchanged, scannedElsewhere }) => {
    const before = scanningByRegistry(reviewed, 'before');
    const after = scanningByRegistry(reviewed, 'after');
    return repositoriesAfter(reviewed).flatMap((repository) => {
      const { registry } = repository.values;
      if (isElsewhere(registry, scannedElsewhere)) return [];
      const fault = faultOf(repository, after.get(registryKey(registry)));
      if (fault === undefined) return [];
      // `scanning-reduced` reports repositories that were scanned before.
      if (wasScanned(repository, before.get(registryKey(registry)))) return [];
      if (!repository.isChanged && !unchanged) return [];
      return repositoryProblem(repository, fault.fault, fault);
    });
  },
});

function isElsewhere(registry: RegistryId, entries: readonly string[]): boolean {
  return entries.some(
    (entry) => entry === '*' || entry === registry.accountId || entry === registryKey(registry),
  );
}

interface Fault {
  readonly fault: string;
  readonly help: string;
  readonly helpForDeclaration: string;
}

function faultOf(repository: RepositoryAfter, scanning: Scanning | Unknown | undefined): Fault | undefined {
  const { registry } = repository.values;
  const scanOnPush = repository.values.scanOnPush ?? repository.resource.before?.scanOnPush ?? false;
  if (scanning === undefined || (isKnown(scanning) && usesRepositorySettings(scanning))) {
    return scanOnPush === false ? scanningOffFault(registry, scanning !== undefined) : undefined;
  }
  if (!isKnown(scanning) || isScannedOnPush(scanning, repository.name)) return undefined;
  const rest = scanning.type === 'BASIC' ? 'It can only be scanned manually.' : 'It is not scanned at all.';
  const own = scanOnPush === true ? ' Its own scan_on_push has no effect.' : '';
  return {
    fault: `is not scanned on push, because no filter of the ${scanning.type} scanning of ${registryMark(registry)} matches it. ${rest}${own}`,
    help: 'Add a filter that matches its name to aws_ecr_registry_scanning_configuration. The filter * matches every name. A filter without * matches every name that contains it.',
    helpForDeclaration: `Add a prefix or pattern that matches the repository to the rules under 'scanning' of ${registryMark(registry)} in topology.yaml.`,
  };
}

function scanningOffFault(registry: RegistryId, isConfigured: boolean): Fault {
  const elsewhere = isConfigured
    ? ''
    : ` If a configuration outside of these plans scans its registry, add '${registryKey(registry)}' to the option scannedElsewhere.`;
  return {
    fault:
      'is not scanned on push: scan_on_push is disabled, and no scanning configuration in these plans scans it.',
    help: `Set image_scanning_configuration { scan_on_push = true }, or scan the whole registry with aws_ecr_registry_scanning_configuration.${elsewhere}`,
    helpForDeclaration: `Set 'scanOnPush: true' for the repository or in 'defaults.repository', or 'scanning' for ${registryMark(registry)}, in topology.yaml.${elsewhere}`,
  };
}

/** Whether the repository was scanned on push before the plans. */
function wasScanned({ resource, name }: RepositoryAfter, scanning: Scanning | Unknown | undefined): boolean {
  const { before } = resource;
  if (before === undefined || !isKnown(scanning)) return false;
  return scanning === undefined || usesRepositorySettings(scanning)
    ? before.scanOnPush === true
    : isScannedOnPush(scanning, name);
}
