import { repositoryArn, type RegistryId } from '../arn';
import type { RepositoryName } from '../names';
import { compareText, sortedBy, sortedUnique } from '../order';
import type { Condition, PolicyDocument, PolicyStatement, Principal } from './document';
import { principalForms, type Grantee, type PrincipalForm } from './grantee';
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
  const forms = operationsByForm(registry, grants);
  const groups = new Map<string, { operations: readonly Operation[]; forms: PrincipalForm[] }>();
  for (const { form, operations: unsorted } of forms) {
    const operations = sortedUnique(unsorted);
    // Forms with one label have one condition key, so their values can share a statement; but an account must not
    // come to be another service's.
    const service = form.principal.type === 'Service' ? form.principal.value : '';
    const key = [operations.join(' '), form.label, service].join('/');
    const group = groups.get(key) ?? { operations, forms: [] };
    group.forms.push(form);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ operations, forms: members }) => ({
    sid: statementId(operations, members[0]?.label ?? ''),
    effect: 'Allow',
    principals: { isNot: false, values: principalsOf(members) },
    actions: { isNot: false, values: actionsOf(...operations) },
    resources: undefined,
    conditions: conditionsOf(members),
  }));
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
  const operationsByArn = new Map<string, Set<Operation>>();
  for (const { registry, repository, operation } of grants) {
    const arn = repositoryArn(registry, repository);
    const operations = operationsByArn.get(arn) ?? new Set();
    operationsByArn.set(arn, operations.add(operation));
  }
  const arnsByOperations = new Map<string, { operations: readonly Operation[]; arns: string[] }>();
  for (const [arn, unsorted] of operationsByArn) {
    const operations = sortedUnique(unsorted);
    const group = arnsByOperations.get(operations.join(' ')) ?? { operations, arns: [] };
    group.arns.push(arn);
    arnsByOperations.set(operations.join(' '), group);
  }
  const statements = [...arnsByOperations.values()].map(({ operations, arns }) =>
    identityStatement(statementId(operations, ''), actionsOf(...operations), [...arns].sort(compareText)),
  );
  return { statements: inOrder([identityStatement('Login', [LOGIN_ACTION], ['*']), ...statements]) };
}

/** A policy of these statements, in an order of their own; undefined where there are none. */
export function policyOfStatements(statements: readonly PolicyStatement[]): PolicyDocument | undefined {
  return statements.length === 0 ? undefined : { statements: inOrder(statements) };
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

interface Granted {
  readonly form: PrincipalForm;
  readonly operations: Set<Operation>;
}

function operationsByForm(registry: RegistryId, grants: readonly Grant[]): readonly Granted[] {
  const found = new Map<string, Granted>();
  for (const { grantee, operation } of grants) {
    for (const form of principalForms(registry, grantee)) {
      const key = JSON.stringify([form.principal, form.condition]);
      const granted = found.get(key) ?? { form, operations: new Set() };
      granted.operations.add(operation);
      found.set(key, granted);
    }
  }
  return [...found.values()];
}

function principalsOf(forms: readonly PrincipalForm[]): readonly Principal[] {
  const unique = new Map(forms.map(({ principal }) => [`${principal.type} ${principal.value}`, principal]));
  return sortedBy(unique, ([key]) => key).map(([, principal]) => principal);
}

function conditionsOf(forms: readonly PrincipalForm[]): readonly Condition[] {
  const [condition] = forms.map((form) => form.condition);
  if (condition === undefined) return [];
  const values = forms.flatMap((form) => (form.condition === undefined ? [] : [form.condition.value]));
  return [{ operator: condition.operator, key: condition.key, values: sortedUnique(values) }];
}

/** Unique in the policy: nothing else has both these operations and this label. */
function statementId(operations: readonly Operation[], label: string): string {
  const words = operations.map((operation) => operation.charAt(0).toUpperCase() + operation.slice(1));
  return `${words.join('And')}${label}`;
}
