import { repositoryArn, type RegistryId } from '../arn';
import { grouped } from '../grouped';
import type { RepositoryName } from '../names';
import { sortedBy, sortedUnique } from '../order';
import type { PolicyDocument, PolicyStatement } from './document';
import { joinedForms, principalForms, type Grantee } from './grantee';
import { actionsOf, LOGIN_ACTION, type Operation } from './operations';
import { policyText } from './text';

/** Somebody may do something with the images of a repository. */
export interface Grant {
  readonly grantee: Grantee;
  readonly operation: Operation;
}

/**
 * The statements of a repository policy, and no more of them than needed: who may do the same stands in the same one.
 * There is no `Resource`, for ECR has refused it, and no `ecr:GetAuthorizationToken`, for ECR does refuse it.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html
 */
export function repositoryStatements(
  registry: RegistryId,
  grants: readonly Grant[],
): readonly PolicyStatement[] {
  const forms = grants.flatMap(({ grantee, operation }) =>
    principalForms(registry, grantee).map((form) => ({ form, operation })),
  );
  const granted = byOperations(forms, ({ form }) => JSON.stringify([form.principal, form.condition]));
  return granted.flatMap(({ operations, items }) =>
    joinedForms(items.map(({ form }) => form)).map(({ label, principals, conditions }): PolicyStatement => ({
      sid: statementId(operations, label),
      effect: 'Allow',
      principals: { isNot: false, values: principals },
      actions: { isNot: false, values: actionsOf(...operations) },
      resources: undefined,
      conditions,
    })),
  );
}

/** What a caller may do with one repository. */
export interface IdentityGrant {
  readonly registry: RegistryId;
  readonly repository: RepositoryName;
  readonly operation: Operation;
}

/**
 * The identity policy a caller needs, and no more than it needs: to log in, and its operations on exactly the
 * repositories named.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
export function identityPolicy(grants: readonly IdentityGrant[]): PolicyDocument {
  const arns = grants.map(({ registry, repository, operation }) => ({
    arn: repositoryArn(registry, repository),
    operation,
  }));
  const statements = byOperations(arns, ({ arn }) => arn).map(({ operations, items }) =>
    identityStatement(
      statementId(operations, ''),
      actionsOf(...operations),
      sortedUnique(items.map(({ arn }) => arn)),
    ),
  );
  return { statements: inOrder([identityStatement('Login', [LOGIN_ACTION], ['*']), ...statements]) };
}

/**
 * A policy of these statements, in an order of their own; undefined where there are none.
 *
 * @param written statements that keep their ids, where others have the same
 */
export function policyOfStatements(
  statements: readonly PolicyStatement[],
  written: readonly PolicyStatement[] = [],
): PolicyDocument | undefined {
  const all = withUniqueIds([...inOrder(written), ...inOrder(statements)]);
  return all.length === 0 ? undefined : { statements: inOrder(all) };
}

/** "The Sid value must be unique": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
function withUniqueIds(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const taken = new Set<string>();
  const times = new Map<string, number>();
  return statements.map((statement) => {
    const { sid } = statement;
    if (sid === undefined) return statement;
    let free = sid;
    while (taken.has(free)) {
      const time = (times.get(sid) ?? 1) + 1;
      times.set(sid, time);
      free = `${sid}${time}`;
    }
    taken.add(free);
    return free === sid ? statement : { ...statement, sid: free };
  });
}

/** The order of statements has no meaning for IAM, so ours depends on nothing but what they say. */
function inOrder(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
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

interface Alike<Item> {
  /** Sorted. */
  readonly operations: readonly Operation[];
  /** One of each that all of the operations are granted to, or on. */
  readonly items: readonly Item[];
}

/** Joins what is granted to, or on, the same thing; then the things with the same operations. */
function byOperations<Item extends { readonly operation: Operation }>(
  items: readonly Item[],
  key: (item: Item) => string,
): readonly Alike<Item>[] {
  const each = [...grouped(items, key).values()].map((same) => ({
    item: same[0],
    operations: sortedUnique(same.map(({ operation }) => operation)),
  }));
  return [...grouped(each, ({ operations }) => operations.join(' ')).values()].map((alike) => ({
    operations: alike[0].operations,
    items: alike.map(({ item }) => item),
  }));
}

/** Nearly always unique in the policy by itself: it says both what and to what kind of principals. */
function statementId(operations: readonly Operation[], label: string): string {
  const words = operations.map((operation) => operation.charAt(0).toUpperCase() + operation.slice(1));
  return `${words.join('And')}${label}`;
}
