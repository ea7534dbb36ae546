/**
 * IAM policy documents. A registry policy names repositories in `Resource`; a repository policy has no `Resource`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface RegistryPolicyStatement {
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  /** ARNs, sorted. */
  readonly principals: readonly string[];
  /** `ecr:…`, sorted. */
  readonly actions: readonly string[];
  /** ARNs, sorted. */
  readonly resources: readonly string[];
}

/** At least one statement: a registry without any has no policy. */
export interface RegistryPolicy {
  readonly statements: readonly [RegistryPolicyStatement, ...RegistryPolicyStatement[]];
}

/**
 * The policy as AWS stores it: minified, keys in IAM's customary order. Its `length` is what
 * `LIMITS.registryPolicyLength` limits.
 */
export function registryPolicyText(policy: RegistryPolicy): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: policy.statements.map((statement) => ({
      Sid: statement.sid,
      Effect: statement.effect,
      // AWS gives one principal back bare, and several as a list.
      Principal: { AWS: statement.principals.length === 1 ? statement.principals[0] : statement.principals },
      Action: statement.actions,
      Resource: statement.resources,
    })),
  });
}
