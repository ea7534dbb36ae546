import type { Principal } from '../access-keys';
import { AwsError } from '../aws-error';
import { repositoryArn, type RegistryState, type RepositoryState, type World } from '../world';

/** A call of an operation of ECR. */
export interface EcrContext {
  readonly world: World;
  readonly operation: string;
  readonly caller: Principal;
  /** The registry of the account of the caller, in the Region of the request. */
  readonly own: RegistryState;
}

interface WithRegistryId {
  readonly registryId?: string | undefined;
}

/** Returns the registry that a call is for. Another account requires a policy, which the fake does not evaluate. */
export function registryOf(context: EcrContext, { registryId }: WithRegistryId): RegistryState {
  const { own } = context;
  if (registryId === undefined || registryId === own.accountId) return own;
  const other = context.world.registry(registryId, own.region);
  throw accessDenied(
    context.caller.arn,
    `ecr:${context.operation}`,
    repositoryArn(other, '*'),
    `because no resource-based policy allows the ecr:${context.operation} action`,
  );
}

export function accessDenied(caller: string, action: string, resource: string, reason: string): AwsError {
  return new AwsError(
    'AccessDeniedException',
    `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
  );
}

export function repositoryIn(registry: RegistryState, name: string): RepositoryState {
  const repository = registry.repositories.get(name);
  if (repository === undefined) {
    throw new AwsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${registry.accountId}'`,
    );
  }
  return repository;
}
