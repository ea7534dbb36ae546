import { EcrRegistryPolicy } from '@cdktf/provider-aws/lib/ecr-registry-policy';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { Registry } from '../src/registry';
import { terraformPolicy } from './policy-text';

/** The one registry policy of a registry, where it needs one. */
export function addRegistryPolicy(
  stack: TerraformStack,
  registry: Registry,
  provider: AwsProvider,
): EcrRegistryPolicy | undefined {
  if (registry.policy === undefined) return undefined;
  const resource = new EcrRegistryPolicy(stack, `registry-policy.${registry.name}`, {
    provider,
    policy: terraformPolicy(registry.policy),
  });
  resource.overrideLogicalId(registry.name);
  return resource;
}
