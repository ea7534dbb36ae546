import { registryHost, repositoryUrl, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';

/** Returns the command that logs Docker in to a registry with the caller's credentials. */
export function loginCommand(registry: RegistryId): string {
  return (
    `aws ecr get-login-password --region ${registry.region} | ` +
    `docker login --username AWS --password-stdin ${registryHost(registry)}`
  );
}

/** Returns the commands that test a pull or a push. */
export function operationCommands(
  operation: 'pull' | 'push',
  registry: RegistryId,
  repository: RepositoryName,
): readonly string[] {
  const url = repositoryUrl(registry, repository);
  return operation === 'pull'
    ? [`docker pull ${url}:latest`]
    : [`docker tag ${repository}:latest ${url}:latest`, `docker push ${url}:latest`];
}

/**
 * Returns the command that lists the images of a repository. It sets the registry ID, because the AWS CLI uses the
 * caller's own account otherwise.
 */
export function listImagesCommand({ accountId, region }: RegistryId, repository: RepositoryName): string {
  return `aws ecr list-images --region ${region} --registry-id ${accountId} --repository-name ${repository}`;
}
