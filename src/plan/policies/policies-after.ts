import {
  isKnown,
  type NotKnown,
  type PolicyDocument,
  type PolicyStatement,
  type RegistryId,
  type RepositoryName,
} from '../../registry';
import { registryText, repositoryText } from '../words/place-text';
import type { PlannedOf } from '../resources/planned';
import type { Reviewed, Subject } from '../reviewed';

export type PolicyResource = PlannedOf<'registry-policy' | 'repository-policy'>;

/** A registry policy or repository policy that is there when the plans are applied, as far as it is known. */
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
  /** `statement 'AllowPull'`, or `statement 2` where it has no id. */
  readonly label: string;
}

/** Every policy of a registry or repository that can be read. */
export function policiesAfter({ resources }: Reviewed): readonly PolicyAfter[] {
  return resources.flatMap((resource) => {
    if (resource.kind !== 'registry-policy' && resource.kind !== 'repository-policy') return [];
    const { after } = resource;
    if (after?.policy.kind !== 'policy') return [];
    const { registry } = after;
    return {
      resource,
      registry,
      name: policyName(resource),
      subject: policySubject(resource, registry),
      statements: named(after.policy.policy),
    };
  });
}

/** What a policy is called in a sentence. */
export function policyName(resource: PolicyResource): string {
  const values = resource.after ?? resource.before;
  const registry = values?.registry;
  if (resource.kind === 'registry-policy') {
    return registry === undefined
      ? 'the registry policy'
      : `the registry policy of ${registryText(registry)}`;
  }
  return registry === undefined
    ? 'the repository policy'
    : `the repository policy of ${repositoryText(registry, repositoryOf(resource))}`;
}

/** What a finding about a policy is about. */
export function policySubject(resource: PolicyResource, registry: RegistryId): Subject {
  const repository = repositoryOf(resource);
  return isKnown(repository) ? { registry, repository } : { registry };
}

function repositoryOf(resource: PolicyResource): RepositoryName | NotKnown {
  if (resource.kind === 'registry-policy') return 'notKnown';
  return (resource.after ?? resource.before)?.repository ?? 'notKnown';
}

export function named({ statements }: PolicyDocument): readonly NamedStatement[] {
  return statements.map((statement, index) => ({
    statement,
    label: statementLabel(statement, index),
  }));
}

/** What a statement is called: by its id, or else by its place in the policy. */
export function statementLabel({ sid }: PolicyStatement, index: number): string {
  return `statement ${sid === undefined ? index + 1 : `'${sid}'`}`;
}
