import type { RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import type { PolicyStatement } from '../../aws/policy/document';
import { isKnown, type UnknownValue } from '../../model/unknown';
import type {
  PlannedOf,
  PolicyInPlan,
  StatementOutline,
  StatementPart,
} from '../../plan/model/planned-resource';
import { isChangedInAws } from '../../plan/model/planned-resource.changed';
import type { PlanReview, Subject } from '../../plan/review/review.reviewed';
import { ofRepositoryMark, registryMark } from '../finding-text';

export type PolicyResource = PlannedOf<'registry-policy' | 'repository-policy'>;

/** A registry policy or repository policy after apply, as far as it is known. */
export interface PolicyAfter {
  readonly resource: PolicyResource;
  readonly registry: RegistryId;
  /** `the repository policy of 'my-repo' (111111111111 in ap-northeast-1)`. */
  readonly name: string;
  readonly subject: Subject;
  readonly statements: readonly NamedStatement[];
}

export interface NamedStatement {
  readonly statement: PolicyStatement;
  /** `statement 'AllowPull'`, or `statement 2` if it has no Sid. */
  readonly label: string;
  /** The parts that are known after apply, or partly known after apply. */
  readonly unknown: readonly StatementPart[];
}

/**
 * Returns the registry and repository policies after apply, as far as they are known.
 *
 * @param includeUnchanged whether to include policies that the plans do not change
 */
export function policiesAfter({ resources }: PlanReview, includeUnchanged: boolean): readonly PolicyAfter[] {
  return resources.flatMap((resource) => {
    if (resource.kind !== 'registry-policy' && resource.kind !== 'repository-policy') return [];
    const { after } = resource;
    if (after === undefined || !(includeUnchanged || isChangedInAws(resource))) return [];
    const statements = namedStatements(after.policy);
    if (statements.length === 0) return [];
    const { registry } = after;
    return {
      resource,
      registry,
      name: policyName(resource),
      subject: policySubject(resource, registry),
      statements,
    };
  });
}

/** Returns the name of a policy for messages. */
export function policyName(resource: PolicyResource): string {
  const values = resource.after ?? resource.before;
  const registry = values?.registry;
  if (resource.kind === 'registry-policy') {
    return registry === undefined
      ? 'the registry policy'
      : `the registry policy of ${registryMark(registry)}`;
  }
  return registry === undefined
    ? 'the repository policy'
    : `the repository policy ${ofRepositoryMark(registry, repositoryOf(resource))}`;
}

/** Returns the subject of a finding about a policy. */
export function policySubject(resource: PolicyResource, registry: RegistryId): Subject {
  const repository = repositoryOf(resource);
  return isKnown(repository) ? { registry, repository } : { registry };
}

function repositoryOf(resource: PolicyResource): RepositoryName | UnknownValue {
  if (resource.kind === 'registry-policy') return 'notKnown';
  return (resource.after ?? resource.before)?.repository ?? 'notKnown';
}

/** Returns the statements of a policy that are known, or known in part. */
export function namedStatements(policy: PolicyInPlan): readonly NamedStatement[] {
  return outlineOf(policy).map(({ statement, unknown }, index) => ({
    statement,
    label: statementLabel(statement, index),
    unknown,
  }));
}

function outlineOf(policy: PolicyInPlan): readonly StatementOutline[] {
  switch (policy.kind) {
    case 'faulty':
      return [];
    case 'policy':
      return policy.policy.statements.map((statement) => ({ statement, unknown: [] }));
    case 'notKnown':
      return policy.outline;
  }
}

/** Returns the name of a statement: its Sid, or its position in the policy. */
export function statementLabel({ sid }: PolicyStatement, index: number): string {
  return `statement ${sid === undefined ? index + 1 : `'${sid}'`}`;
}
