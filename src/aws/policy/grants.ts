import { groupBy, sortedBy, sortedUnique } from '../../base/collections';
import { capitalize } from '../../base/text';
import { repositoryArn, type RegistryId } from '../arn';
import type { RepositoryName } from '../names';
import { LOGIN_ACTION, requiredActions, type Operation } from './actions';
import { policyText, type PolicyDocument, type PolicyStatement } from './document';
import { groupPrincipalForms, principalForms, type Grantee } from './principals';

/** Allows an operation on the images of a repository. */
export interface Grant {
  readonly grantee: Grantee;
  readonly operation: Operation;
}

/**
 * Returns the statements of a repository policy. Grantees with the same permissions share a statement. The
 * statements have no `Resource`, because ECR has rejected it, and no `ecr:GetAuthorizationToken`, because it has
 * no effect there.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html
 */
export function repositoryStatements(
  registry: RegistryId,
  grants: readonly Grant[],
): readonly PolicyStatement[] {
  const forms = grants.flatMap(({ grantee, operation }) =>
    principalForms(registry, grantee).map((form) => ({ form, operation })),
  );
  const granted = groupByOperations(forms, ({ form }) => JSON.stringify([form.principal, form.condition]));
  return granted.flatMap(({ operations, items }) =>
    groupPrincipalForms(items.map(({ form }) => form)).map(
      ({ label, principals, conditions }): PolicyStatement => ({
        sid: statementId(operations, label),
        effect: 'Allow',
        principals: { isNot: false, values: principals },
        actions: { isNot: false, values: requiredActions(...operations) },
        resources: undefined,
        conditions,
      }),
    ),
  );
}

/** Allows a principal an operation on one repository. */
export interface IdentityGrant {
  readonly registry: RegistryId;
  readonly repository: RepositoryName;
  readonly operation: Operation;
}

/**
 * Returns the identity policy that a principal requires, with the least permissions that work: login, and its
 * operations on exactly the named repositories.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
export function identityPolicy(grants: readonly IdentityGrant[]): PolicyDocument {
  const arns = grants.map(({ registry, repository, operation }) => ({
    arn: repositoryArn(registry, repository),
    operation,
  }));
  const statements = groupByOperations(arns, ({ arn }) => arn).map(({ operations, items }) =>
    identityStatement(
      statementId(operations, ''),
      requiredActions(...operations),
      sortedUnique(items.map(({ arn }) => arn)),
    ),
  );
  return { statements: sortStatements([identityStatement('Login', [LOGIN_ACTION], ['*']), ...statements]) };
}

/**
 * Returns a policy with these statements, sorted, or undefined if there are none.
 *
 * @param declared statements that keep their IDs if another statement has the same ID
 */
export function policyFromStatements(
  statements: readonly PolicyStatement[],
  declared: readonly PolicyStatement[] = [],
): PolicyDocument | undefined {
  const all = withUniqueIds([...sortStatements(declared), ...sortStatements(statements)]);
  return all.length === 0 ? undefined : { statements: sortStatements(all) };
}

/** "The Sid value must be unique": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
function withUniqueIds(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const usedIds = new Set<string>();
  const counts = new Map<string, number>();
  return statements.map((statement) => {
    const { sid } = statement;
    if (sid === undefined) return statement;
    let uniqueId = sid;
    while (usedIds.has(uniqueId)) {
      const count = (counts.get(sid) ?? 1) + 1;
      counts.set(sid, count);
      uniqueId = `${sid}${count}`;
    }
    usedIds.add(uniqueId);
    return uniqueId === sid ? statement : { ...statement, sid: uniqueId };
  });
}

/**
 * IAM ignores the order of statements. Sorting by content makes the output independent of the order of the
 * input.
 */
function sortStatements(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  return sortedBy(
    statements,
    (statement) => `${statement.sid ?? ''} ${policyText({ statements: [statement] })}`,
  );
}

function identityStatement(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
): PolicyStatement {
  return {
    sid,
    effect: 'Allow',
    principals: undefined,
    actions: { isNot: false, values: actions },
    resources: { isNot: false, values: resources },
    conditions: [],
  };
}

interface OperationGroup<Item> {
  /** Sorted. */
  readonly operations: readonly Operation[];
  /** The items that all of the operations are granted on or to. */
  readonly items: readonly Item[];
}

/** Joins the operations on each key, then groups the items that have the same operations. */
function groupByOperations<Item extends { readonly operation: Operation }>(
  items: readonly Item[],
  key: (item: Item) => string,
): readonly OperationGroup<Item>[] {
  const each = [...groupBy(items, key).values()].map((same) => ({
    item: same[0],
    operations: sortedUnique(same.map(({ operation }) => operation)),
  }));
  return [...groupBy(each, ({ operations }) => operations.join(' ')).values()].map((alike) => ({
    operations: alike[0].operations,
    items: alike.map(({ item }) => item),
  }));
}

/** Usually unique in the policy, because it contains the operations and the kind of principals. */
function statementId(operations: readonly Operation[], label: string): string {
  return `${operations.map(capitalize).join('And')}${label}`;
}
