import type { RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import type { PolicyStatement } from '../../aws/policy/document';
import { isKnown, UNKNOWN, type Unknown } from '../../model/unknown';
import { matchesPrincipal, type IdentityChange } from '../../plan/decode/identity-changes';
import {
  isChangedInAws,
  type PlannedOf,
  type PlannedResource,
  type PolicyInPlan,
  type StatementOutline,
  type StatementPart,
} from '../../plan/model/planned-resource';
import type { PlanReview, Subject } from '../../plan/review/review';
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

function repositoryOf(resource: PolicyResource): RepositoryName | Unknown {
  if (resource.kind === 'registry-policy') return UNKNOWN;
  return (resource.after ?? resource.before)?.repository ?? UNKNOWN;
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
    case 'unknown':
      return policy.outline;
  }
}

/** Returns the name of a statement: its Sid, or its position in the policy. */
export function statementLabel({ sid }: PolicyStatement, index: number): string {
  return `statement ${sid === undefined ? index + 1 : `'${sid}'`}`;
}

export type EcrPolicyKind = 'registry-policy' | 'repository-policy';

/**
 * A policy in ECR after apply: of a registry, a repository, or the repositories that a creation template applies to.
 */
export interface EcrPolicy {
  readonly kind: EcrPolicyKind;
  readonly policy: PolicyInPlan;
  readonly registry: RegistryId;
  readonly subject: Subject;
  /** `the repository policy of 'app' (111111111111 in eu-west-1)`. */
  readonly name: string;
}

/** Returns undefined if the resource has no policy after apply. */
export function ecrPolicyAfter(resource: PlannedResource): EcrPolicy | undefined {
  if (resource.after === undefined) return undefined;
  const { registry } = resource.after;
  if (resource.kind === 'repository-policy' || resource.kind === 'registry-policy') {
    const { kind } = resource;
    const { policy } = resource.after;
    return { kind, policy, registry, subject: policySubject(resource, registry), name: policyName(resource) };
  }
  if (resource.kind !== 'creation-template') return undefined;
  const { policy, template } = resource.after;
  if (policy === undefined) return undefined;
  const prefix = isKnown(template) ? ` '${template.prefix}'` : '';
  const name = `the repository policy of creation template${prefix} (${registryMark(registry)})`;
  return { kind: 'repository-policy', policy, registry, subject: { registry }, name };
}

/** An ECR policy after apply, and a changed role or user that it names by ARN. */
export interface NamedIdentity {
  readonly resource: PlannedResource;
  readonly policy: EcrPolicy;
  readonly identity: IdentityChange;
  /** The ARN as written in the policy. */
  readonly arn: string;
}

/** Returns the roles and users with one of the changes that ECR policies name. */
export function namedIdentities(
  { resources, identities }: PlanReview,
  actions: readonly IdentityChange['action'][],
): readonly NamedIdentity[] {
  const changed = identities.filter(({ action }) => actions.includes(action));
  if (changed.length === 0) return [];
  return resources.flatMap((resource) => {
    const policy = ecrPolicyAfter(resource);
    if (policy?.policy.kind !== 'policy') return [];
    const { statements } = policy.policy.policy;
    const arns = new Set(
      statements.flatMap(({ principals }) => principals?.values.map(({ value }) => value) ?? []),
    );
    return changed.flatMap((identity) => {
      const arn = [...arns].find((each) => matchesPrincipal(identity.identity, each));
      return arn === undefined ? [] : [{ resource, policy, identity, arn }];
    });
  });
}
