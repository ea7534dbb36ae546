import type { Facts, Message } from '../message';

/** `SetRepositoryPolicy` and `PutRegistryPolicy` did not take a policy. The console writes `Policy Text`. */
export function recognisePolicyRefused(text: string, facts: Facts): Message | undefined {
  const invalid = /Invalid (repository|registry) policy provided/i.exec(text)?.[1]?.toLowerCase();
  if (invalid !== undefined) {
    const policy = invalid === 'registry' ? 'registry' : 'repository';
    return { kind: 'policy-refused', policy, reason: 'invalid', facts };
  }
  if (/Policy ?Text' failed to satisfy constraint: ?'Principal not found/i.test(text)) {
    const policy = /RegistryPolicy|ECR Registry Policy/i.test(text) ? 'registry' : 'repository';
    return { kind: 'policy-refused', policy, reason: 'principal-not-found', facts };
  }
  return undefined;
}

/** There is no such policy, yet. */
export function recognisePolicyNotFound(text: string, facts: Facts): Message | undefined {
  if (/RegistryPolicyNotFoundException|Registry policy does not exist in the registry/i.test(text)) {
    return { kind: 'registry-policy-not-found', facts };
  }
  if (/RepositoryPolicyNotFoundException|Repository policy does not exist for the repository/i.test(text)) {
    return { kind: 'repository-policy-not-found', facts };
  }
  return undefined;
}
