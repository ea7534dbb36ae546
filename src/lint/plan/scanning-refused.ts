import type { RegistryId } from '../../aws/arn';
import { LIMITS } from '../../aws/limits';
import { SCANNING_FILTER } from '../../aws/names';
import { isRegionKnown, hasInspector } from '../../aws/partitions';
import { formatList } from '../../base/text';
import { SCAN_FREQUENCIES, type Scanning } from '../../model/scanning';
import { isKnown } from '../../model/unknown';
import { isChangedInAws, type PlannedResource } from '../../plan/model/planned-resource';
import { registryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { defineRule, type Problem } from '../rule';

export const scanningRefused = defineRule({
  id: 'scanning-refused',
  severity: 'error',
  doc: 'ECR rejects the scanning configuration during the apply.',
  why:
    'terraform plan does not check whether the rules fit the scan type. The apply fails with InvalidParameterException, and ' +
    'the registry keeps its previous configuration. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegistryScanningRule.html',
  options: {},
  check: ({ resources }) => resources.filter(isChangedInAws).flatMap(problemsOf),
});

function problemsOf(resource: PlannedResource): readonly Problem[] {
  if (resource.kind !== 'scanning' || resource.after === undefined) return [];
  const { registry, scanning } = resource.after;
  if (!isKnown(scanning)) return [];
  const faults = faultsOf(scanning, registry);
  if (faults.length === 0) return [];
  return [
    {
      at: addressOf(resource),
      subject: { registry },
      message: `ECR rejects the scanning configuration of ${registryMark(registry)}. ${faults.map(({ fault }) => fault).join(' ')}`,
      help: faults.map(({ help }) => help).join(' '),
    },
  ];
}

interface Fault {
  readonly fault: string;
  readonly help: string;
}

function faultsOf(scanning: Scanning, { region }: RegistryId): readonly Fault[] {
  const { type, rules } = scanning;
  const limit = LIMITS.scanningRulesPerRegistry;
  return [
    ...frequencyFaults(scanning),
    ...(rules.length > limit
      ? [
          {
            fault: `It has ${rules.length} rules, but ECR allows ${limit}.`,
            help: 'Use one rule for each frequency.',
          },
        ]
      : []),
    ...filterFaults(scanning),
    ...(type === 'ENHANCED' && isRegionKnown(region) && !hasInspector(region)
      ? [{ fault: `Amazon Inspector is not available in ${region}.`, help: 'Use scan_type = "BASIC".' }]
      : []),
  ];
}

function frequencyFaults({ type, rules }: Scanning): readonly Fault[] {
  const allowed: readonly string[] = SCAN_FREQUENCIES[type];
  const frequencies = rules.map(({ frequency }) => frequency);
  const refused = [...new Set(frequencies.filter((frequency) => !allowed.includes(frequency)))];
  const repeated = new Set(frequencies.filter((frequency, index) => frequencies.indexOf(frequency) < index));
  return [
    ...refused.map((frequency) => ({
      fault: `The scan_type ${type} does not allow scan_frequency ${frequency}.`,
      help:
        type === 'BASIC' && frequency === 'CONTINUOUS_SCAN'
          ? 'Use scan_frequency = "SCAN_ON_PUSH", or scan_type = "ENHANCED" with Amazon Inspector.'
          : `Use ${formatList(allowed)}.`,
    })),
    ...[...repeated].map((frequency) => ({
      fault: `Several rules have scan_frequency ${frequency}.`,
      help: 'Combine their filters in one rule.',
    })),
  ];
}

function filterFaults({ rules }: Scanning): readonly Fault[] {
  return rules.flatMap(({ filters }) =>
    filters.flatMap((filter) => {
      const fault = SCANNING_FILTER.fault(filter);
      if (fault === undefined) return [];
      return [{ fault: `The filter '${filter}' is not valid: ${fault}.`, help: 'Fix the filter.' }];
    }),
  );
}
