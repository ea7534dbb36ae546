import { registryHost, repositoryUrl, type RegistryId, type RepositoryName } from '../registry';

/** To log Docker in to a registry, with the credentials of the caller. */
export function loginCommand(registry: RegistryId): string {
  return (
    `aws ecr get-login-password --region ${registry.region} | ` +
    `docker login --username AWS --password-stdin ${registryHost(registry)}`
  );
}

/** To try pulling or pushing. */
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

/** To look at the images of a repository in another account, which the AWS CLI does not find by itself. */
export function listCommand({ accountId, region }: RegistryId, repository: RepositoryName): string {
  return `aws ecr list-images --region ${region} --registry-id ${accountId} --repository-name ${repository}`;
}
