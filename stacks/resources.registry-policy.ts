import { EcrRegistryPolicy } from '@cdktf/provider-aws/lib/ecr-registry-policy';
import type { TerraformStack } from 'cdktf';
import type { ResourceOf } from '../src/model/deployment.resource';
import { policyArgument } from './arguments.json-argument';
import type { Placement } from './arguments.placement';

export function addRegistryPolicy(
  stack: TerraformStack,
  { id, policy }: ResourceOf<'aws_ecr_registry_policy'>,
  placement: Placement,
): EcrRegistryPolicy {
  return new EcrRegistryPolicy(stack, `registry-policy.${id}`, {
    ...placement,
    policy: policyArgument(policy),
  });
}
