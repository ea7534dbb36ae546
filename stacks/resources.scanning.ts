import { EcrRegistryScanningConfiguration } from '@cdktf/provider-aws/lib/ecr-registry-scanning-configuration';
import type { TerraformStack } from 'cdktf';
import type { ResourceOf } from '../src/model/deployment.resource';
import type { Placement } from './arguments.placement';

export function addScanning(
  stack: TerraformStack,
  { id, scanning: { type, rules } }: ResourceOf<'aws_ecr_registry_scanning_configuration'>,
  placement: Placement,
): EcrRegistryScanningConfiguration {
  return new EcrRegistryScanningConfiguration(stack, `scanning.${id}`, {
    ...placement,
    scanType: type,
    ...(rules.length === 0
      ? {}
      : {
          rule: rules.map(({ frequency, filters }) => ({
            scanFrequency: frequency,
            repositoryFilter: filters.map((filter) => ({ filter, filterType: 'WILDCARD' })),
          })),
        }),
  });
}
