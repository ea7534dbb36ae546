import type {
  GetLifecyclePolicyRequest,
  GetLifecyclePolicyResponse,
  GetRegistryPolicyResponse,
  GetRepositoryPolicyRequest,
  GetRepositoryPolicyResponse,
  PutLifecyclePolicyRequest,
  PutLifecyclePolicyResponse,
  PutRegistryPolicyRequest,
  PutRegistryPolicyResponse,
  SetRepositoryPolicyRequest,
  SetRepositoryPolicyResponse,
} from '@aws-sdk/client-ecr';
import { AwsError, invalidParameter } from '../aws-error';
import { repositoryNameOf, required } from '../parameters';
import { asList, isJson, storedLifecycle, storedPolicy } from '../stored-json';
import { partitionOf } from '../partitions';
import type { RegistryState } from '../world';
import { registryOf, repositoryIn, type EcrContext } from './context';

export function getRepositoryPolicy(
  context: EcrContext,
  input: GetRepositoryPolicyRequest,
): GetRepositoryPolicyResponse {
  const registry = registryOf(context, input);
  const { name, policy } = repositoryIn(registry, repositoryNameOf(input));
  if (policy === undefined) {
    throw new AwsError(
      'RepositoryPolicyNotFoundException',
      `Repository policy does not exist for the repository with name '${name}' in the registry with id '${registry.accountId}'`,
    );
  }
  return { registryId: registry.accountId, repositoryName: name, policyText: policy };
}

export function setRepositoryPolicy(
  context: EcrContext,
  input: SetRepositoryPolicyRequest,
): SetRepositoryPolicyResponse {
  const registry = registryOf(context, input);
  const repository = repositoryIn(registry, repositoryNameOf(input));
  const policy = checkedRepositoryPolicy(registry, required(input.policyText, 'policyText'));
  repository.policy = policy;
  return { registryId: registry.accountId, repositoryName: repository.name, policyText: policy };
}

export function getRegistryPolicy({ own }: EcrContext): GetRegistryPolicyResponse {
  if (own.policy === undefined) {
    throw new AwsError(
      'RegistryPolicyNotFoundException',
      `Registry policy does not exist in the registry with id '${own.accountId}'`,
    );
  }
  return { registryId: own.accountId, policyText: own.policy };
}

export function putRegistryPolicy(
  { own }: EcrContext,
  input: PutRegistryPolicyRequest,
): PutRegistryPolicyResponse {
  own.policy = checkedRegistryPolicy(own, required(input.policyText, 'policyText'));
  return { registryId: own.accountId, policyText: own.policy };
}

export function getLifecyclePolicy(
  context: EcrContext,
  input: GetLifecyclePolicyRequest,
): GetLifecyclePolicyResponse {
  const registry = registryOf(context, input);
  const { name, lifecycle } = repositoryIn(registry, repositoryNameOf(input));
  if (lifecycle === undefined) {
    throw new AwsError(
      'LifecyclePolicyNotFoundException',
      `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${registry.accountId}'`,
    );
  }
  return {
    registryId: registry.accountId,
    repositoryName: name,
    lifecyclePolicyText: lifecycle,
    lastEvaluatedAt: context.world.now,
  };
}

export function putLifecyclePolicy(
  context: EcrContext,
  input: PutLifecyclePolicyRequest,
): PutLifecyclePolicyResponse {
  const registry = registryOf(context, input);
  const repository = repositoryIn(registry, repositoryNameOf(input));
  const text = required(input.lifecyclePolicyText, 'lifecyclePolicyText');
  const policy = tryParse(text);
  if (!isJson(policy) || asList(policy.rules).length === 0) {
    throw invalidParameter('LifecyclePolicyText', 'Lifecycle policy validation failure:');
  }
  repository.lifecycle = storedLifecycle(policy);
  return { registryId: registry.accountId, repositoryName: repository.name, lifecyclePolicyText: text };
}

const MAX_POLICY_LENGTH = 10_240;

/** The policy of a repository applies to that repository: a `Resource` is refused. */
export function checkedRepositoryPolicy({ region }: RegistryState, text: string): string {
  const policy = tryParse(text);
  const isValid =
    isJson(policy) &&
    text.length <= MAX_POLICY_LENGTH &&
    areStatements(
      policy.Statement,
      (each) => hasPrincipal(each) && !('Resource' in each) && !('NotResource' in each),
    );
  if (!isValid) throw invalidParameter('PolicyText', 'Invalid repository policy provided');
  return storedPolicy(policy, partitionOf(region));
}

/** Before `REGISTRY_POLICY_SCOPE` V2, a registry policy allowed only these. */
const V1_ACTIONS = /^ecr:(\*|BatchImportUpstreamImage|CreateRepository|ReplicateImage)$/i;

/** The policy of a registry requires a `Resource`. */
export function checkedRegistryPolicy({ region, accountSettings }: RegistryState, text: string): string {
  const policy = tryParse(text);
  const isV1 = accountSettings.get('REGISTRY_POLICY_SCOPE') === 'V1';
  const isValid =
    isJson(policy) &&
    text.length <= MAX_POLICY_LENGTH &&
    areStatements(
      policy.Statement,
      (each) =>
        hasPrincipal(each) &&
        ('Resource' in each || 'NotResource' in each) &&
        (!isV1 || asList(each.Action).every((action) => V1_ACTIONS.test(String(action)))),
    );
  if (!isValid) throw invalidParameter('PolicyText', 'Invalid registry policy provided');
  return storedPolicy(policy, partitionOf(region));
}

function areStatements(
  value: unknown,
  isValid: (statement: Readonly<Record<string, unknown>>) => boolean,
): boolean {
  const statements = asList(value);
  return (
    statements.length > 0 &&
    statements.every(
      (each) =>
        isJson(each) &&
        (each.Effect === 'Allow' || each.Effect === 'Deny') &&
        ('Action' in each || 'NotAction' in each) &&
        isValid(each),
    )
  );
}

function hasPrincipal(statement: Readonly<Record<string, unknown>>): boolean {
  return 'Principal' in statement || 'NotPrincipal' in statement;
}

export function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
