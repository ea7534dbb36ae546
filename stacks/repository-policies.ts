import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { Registry } from '../src/registry';
import { logicalId } from './logical-id';
import { terraformPolicy } from './policy-text';
import type { Repositories } from './repositories';

/** The one repository policy of every repository that grants something. */
export function addRepositoryPolicies(
  stack: TerraformStack,
  registry: Registry,
  repositories: Repositories,
  provider: AwsProvider,
): void {
  for (const { name, policy } of registry.repositories) {
    const repository = repositories.get(name);
    if (policy === undefined || repository === undefined) continue;
    const id = logicalId(registry.name, name);
    const resource = new EcrRepositoryPolicy(stack, `repository-policy.${id}`, {
      provider,
      // A reference, so that the policy comes after the repository; the name is known at plan all the same.
      repository: repository.name,
      policy: terraformPolicy(policy),
    });
    resource.overrideLogicalId(id);
  }
}
