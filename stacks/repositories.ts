import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { Registry, Repository, RepositoryName } from '../src/registry';
import { logicalId } from './logical-id';

/** The repositories of one registry, by name. */
export type Repositories = ReadonlyMap<RepositoryName, EcrRepository>;

export function addRepositories(
  stack: TerraformStack,
  registry: Registry,
  provider: AwsProvider,
): Repositories {
  return new Map(
    registry.repositories.map((repository) => [
      repository.name,
      addRepository(stack, registry, repository, provider),
    ]),
  );
}

function addRepository(
  stack: TerraformStack,
  registry: Registry,
  { name, forceDelete, preventDestroy }: Repository,
  provider: AwsProvider,
): EcrRepository {
  const id = logicalId(registry.name, name);
  const resource = new EcrRepository(stack, `repository.${id}`, {
    provider,
    name,
    ...(forceDelete ? { forceDelete } : {}),
    ...(preventDestroy ? { lifecycle: { preventDestroy } } : {}),
  });
  resource.overrideLogicalId(id);
  return resource;
}
