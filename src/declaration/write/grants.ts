import type { KnownRegistryId } from '../../aws/arn';
import { requiredActions, type Operation } from '../../aws/policy/actions';
import { policyText, type PolicyDocument, type PolicyStatement } from '../../aws/policy/document';
import { policyFromStatements, repositoryStatements, type Grant } from '../../aws/policy/grants';
import type { Grantee } from '../../aws/policy/principals';
import { capitalize } from '../../base/text';
import { readPrincipals } from './principals';

/** A repository policy as grants of `access`, and the statements that no grant writes. */
export interface ReadRepositoryPolicy {
  readonly grants: readonly Grant[];
  readonly statements: readonly PolicyStatement[];
}

/** The keys of each policy, because many repositories share one policy. */
const POLICY_KEYS = new WeakMap<PolicyDocument, string>();

/** Returns the policy as text, to compare. IAM ignores the order of statements. */
export function policyKey(policy: PolicyDocument | undefined): string {
  if (policy === undefined) return '';
  const key = POLICY_KEYS.get(policy) ?? policy.statements.map(statementKey).sort().join('\n');
  POLICY_KEYS.set(policy, key);
  return key;
}

export function statementKey(statement: PolicyStatement): string {
  return policyText({ statements: [statement] });
}

/**
 * Reads a repository policy. Statements become grants only if the grants write exactly these statements.
 *
 * @param hasGrants whether the declaration may contain grants for the repository
 */
export function readRepositoryPolicy(
  registry: KnownRegistryId,
  { statements }: PolicyDocument,
  hasGrants: boolean,
): ReadRepositoryPolicy {
  const target = policyKey({ statements });
  const read = statements.map((statement) => ({ statement, grants: readStatement(registry, statement) }));
  // An ID differs if another statement of the policy has the same ID.
  for (const hasOwnId of hasGrants ? [false, true] : []) {
    const generated = read.filter(
      ({ grants }) => grants !== undefined && (!hasOwnId || grants.sid === grants.statement.sid),
    );
    const grants = grantsOf(generated.flatMap((each) => each.grants ?? []));
    const rest = read.filter((each) => !generated.includes(each)).map(({ statement }) => statement);
    const written = policyFromStatements(repositoryStatements(registry, grants), rest);
    if (policyKey(written) === target) return { grants, statements: rest };
  }
  return { grants: [], statements };
}

interface StatementGrants {
  readonly statement: PolicyStatement;
  /** The ID that `repositoryStatements` gives the statement. */
  readonly sid: string;
  readonly operations: readonly Operation[];
  readonly grantees: readonly Grantee[];
}

const OPERATIONS: readonly (readonly Operation[])[] = [['pull'], ['push'], ['pull', 'push']];

/** Returns the grants of a statement, or undefined if no grant writes it. */
function readStatement(registry: KnownRegistryId, statement: PolicyStatement): StatementGrants | undefined {
  const { effect, actions, resources } = statement;
  if (effect === 'Deny' || actions.isNot || resources !== undefined) return undefined;
  const operations = OPERATIONS.find((each) => requiredActions(...each).join() === actions.values.join());
  if (operations === undefined) return undefined;
  const read = readPrincipals(registry, statement);
  if (read.kind === 'fault' || read.conditions.length > 0) return undefined;
  // Lambda only pulls.
  if (operations.includes('push') && read.grantees.some(({ kind }) => kind === 'lambda')) return undefined;
  const sid = `${operations.map(capitalize).join('And')}${read.label}`;
  return { statement, sid, operations, grantees: read.grantees };
}

/** A grant to Lambda also writes the statement for the account root, so the account needs no grant of its own. */
function grantsOf(read: readonly StatementGrants[]): readonly Grant[] {
  const operationsOf = new Map<string, Set<Operation>>();
  const granteeOf = new Map<string, Grantee>();
  for (const { grantees, operations } of read) {
    for (const grantee of grantees) {
      const key = JSON.stringify(grantee);
      granteeOf.set(key, grantee);
      operationsOf.set(key, new Set([...(operationsOf.get(key) ?? []), ...operations]));
    }
  }
  for (const grantee of granteeOf.values()) {
    if (grantee.kind !== 'lambda') continue;
    const account: Grantee = { kind: 'account', accountId: grantee.accountId };
    const key = JSON.stringify(account);
    if ([...(operationsOf.get(key) ?? [])].join() === 'pull') granteeOf.delete(key);
  }
  return [...granteeOf].flatMap(([key, grantee]) =>
    [...(operationsOf.get(key) ?? [])].map((operation) => ({ grantee, operation })),
  );
}
