import {
  explainPolicyRefused,
  explainRegistryPolicyNotFound,
  explainRepositoryPolicyNotFound,
  type PolicyRefused,
} from './policy.policy';
import { matchPattern, defineEntry } from '../model/entry';
import type { Facts } from '../parse/facts';

/** ECR rejected a policy in `SetRepositoryPolicy` or `PutRegistryPolicy`. */
export const POLICY_REFUSED = defineEntry<PolicyRefused>({
  kind: 'policy-refused',
  match: matchPolicyRefused,
  explain: explainPolicyRefused,
  subject: ({ policy }) => (policy === 'registry' ? 'refused registry policy' : 'refused repository policy'),
});

/** The console writes `Policy Text` instead of `PolicyText`. */
function matchPolicyRefused(
  text: string,
  facts: Facts,
): (PolicyRefused & { readonly facts: Facts }) | undefined {
  // Principals and actions in the text belong to the policy, not to the caller.
  const own: Facts = { ...facts, principal: undefined, action: operationIn(text) ?? facts.action };
  const invalid = /Invalid (repository|registry) policy provided/i.exec(text)?.[1]?.toLowerCase();
  if (invalid !== undefined) {
    const policy = invalid === 'registry' ? 'registry' : 'repository';
    return { policy, reason: 'invalid', facts: own };
  }
  if (/Policy ?Text' failed to satisfy constraint: ?'Principal not found/i.test(text)) {
    const policy = /RegistryPolicy|ECR Registry Policy/i.test(text) ? 'registry' : 'repository';
    return { policy, reason: 'principal-not-found', facts: own };
  }
  return undefined;
}

function operationIn(text: string): string | undefined {
  const operation = /(?<![A-Za-z])(SetRepositoryPolicy|PutRegistryPolicy)(?![A-Za-z])/.exec(text)?.[1];
  return operation === undefined ? undefined : `ecr:${operation}`;
}

export const REGISTRY_POLICY_NOT_FOUND = defineEntry({
  kind: 'registry-policy-not-found',
  match: matchPattern(/RegistryPolicyNotFoundException|Registry policy does not exist in the registry/i),
  explain: explainRegistryPolicyNotFound,
  subject: 'registry policy',
});

export const REPOSITORY_POLICY_NOT_FOUND = defineEntry({
  kind: 'repository-policy-not-found',
  match: matchPattern(
    /RepositoryPolicyNotFoundException|Repository policy does not exist for the repository/i,
  ),
  explain: explainRepositoryPolicyNotFound,
});
