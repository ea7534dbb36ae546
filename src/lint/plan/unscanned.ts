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
  doc: 'Images are scanned when they are pushed, by the registry or the repository.',
  why:
    'The configuration of the registry goes before what a repository says of itself; what its filters leave out is ' +
    'scanned by hand only with basic scanning, and never with enhanced scanning. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html',
  options: {
    unchanged: UNCHANGED_OPTION,
    scannedElsewhere: {
      kind: 'texts',
      default: [],
      doc: 'Registries whose scanning configuration is managed elsewhere and scans everything: an account id, an account id and Region ("111111111111/eu-west-1"), or *.',
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
  const own =
    scanOnPush === true ? ', and scan_on_push of the repository itself counts for nothing there' : '';
  const rest = scanning.type === 'BASIC' ? 'scanned by hand only' : 'not scanned at all';
  return {
    fault: `is not scanned when images are pushed: the ${scanning.type} scanning of ${registryMark(registry)} has no filter that takes it, so it is ${rest}${own}.`,
    help: 'Add a filter that takes its name to aws_ecr_registry_scanning_configuration; * takes every name, and a filter without * every name that holds it.',
    helpForDeclaration: `Add a prefix or pattern that matches the repository to the rules under 'scanning' of ${registryMark(registry)} in topology.yaml.`,
  };
}

function scanningOffFault(registry: RegistryId, isConfigured: boolean): Fault {
  const elsewhere = isConfigured
    ? ''
    : ` Where its registry is scanned by a configuration that is managed elsewhere, name '${registryKey(registry)}' in the option scannedElsewhere.`;
  return {
    fault:
      'is not scanned when images are pushed: its scan_on_push is off, and no plan has the registry scan it.',
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
