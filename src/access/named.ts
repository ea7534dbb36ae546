import {
  managedPolicyDocument,
  repositoryArn,
  type Identity,
  type Operation,
  type PolicyStatement,
  type Registry,
  type RepositoryName,
  type Topology,
} from '../registry';
import { coversAction, coversResource } from './coverage';
import { granteeKey, granteesOf, type StatementGrantee } from './grantees';

/** Somebody whom a policy names for an operation on a repository, whatever comes of it. */
export interface Named {
  readonly grantee: StatementGrantee;
  readonly operation: Operation;
  readonly registry: Registry;
  readonly repository: RepositoryName;
}

/** Everybody whom a policy of a repository, registry or identity names, each once for each thing. */
export function namedIn({ registries, identities }: Topology): readonly Named[] {
  const attached = identities.map((identity) => ({ identity, statements: attachedStatements(identity) }));
  return registries.flatMap((registry) =>
    registry.repositories.flatMap(({ name, policy }) => {
      const arn = repositoryArn(registry, name);
      const ofRegistry = (registry.policy?.statements ?? []).filter((statement) => isAbout(statement, arn));
      const statements = [...(policy?.statements ?? []), ...ofRegistry];
      return OPERATIONS.flatMap((operation) => {
        const grantees = new Map(
          statements
            .filter(({ actions }) => coversAction(actions, TELLING[operation]))
            .flatMap(granteesToAsk)
            .map((grantee) => [granteeKey(grantee), grantee]),
        );
        for (const { identity, statements: own } of attached) {
          const isLetIn = identity.accountId === registry.accountId || grantees.has(accountKey(identity));
          if (own.some((statement) => names(statement, operation, arn, isLetIn))) {
            const grantee = { who: { kind: 'identity', identity }, onlyIf: [] } as const;
            grantees.set(granteeKey(grantee), grantee);
          }
        }
        return [...grantees.values()].map((grantee) => ({ grantee, operation, registry, repository: name }));
      });
    }),
  );
}

const OPERATIONS = ['pull', 'push'] as const satisfies readonly Operation[];

/** The action that tells an operation: a policy that allows it means the operation, and no other. */
const TELLING = { pull: 'ecr:GetDownloadUrlForLayer', push: 'ecr:PutImage' } as const;

/** Denials are asked about for whoever can be told by name; for the rest they show in every answer. */
const TOLD_BY_NAME = new Set(['account', 'identity', 'viaAccountRoot', 'lambda', 'service']);

function granteesToAsk(statement: PolicyStatement): readonly StatementGrantee[] {
  return (
    granteesOf(statement)
      .filter(({ who }) => statement.effect === 'Allow' || TOLD_BY_NAME.has(who.kind))
      // What else has to hold is for the evaluator to say.
      .map(({ who }) => ({ who, onlyIf: [] }))
  );
}

function accountKey({ accountId }: Identity): string {
  return granteeKey({ who: { kind: 'account', accountId }, onlyIf: [] });
}

function attachedStatements({ policy, managedPolicies }: Identity): readonly PolicyStatement[] {
  const policies = [...(policy === undefined ? [] : [policy]), ...managedPolicies.map(managedPolicyDocument)];
  return policies.flatMap(({ statements }) => statements);
}

/** Everything is named only where the identity is let in at all, or every registry of the topology would be. */
function names(statement: PolicyStatement, operation: Operation, arn: string, isLetIn: boolean): boolean {
  const isEverything = statement.resources?.values.includes('*') === true;
  return (
    statement.effect === 'Allow' &&
    (isLetIn || !isEverything) &&
    coversAction(statement.actions, TELLING[operation]) &&
    isAbout(statement, arn)
  );
}

function isAbout({ resources }: PolicyStatement, arn: string): boolean {
  return resources !== undefined && coversResource(resources, arn);
}
