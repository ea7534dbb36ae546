import { grantEntryText, type GrantEntry } from '../../access';
import {
  actionsOf,
  identityArn,
  identityPolicy,
  policyOfStatements,
  repositoryArn,
  repositoryStatements,
  type IdentityId,
  type Operation,
  type PolicyDocument,
  type PolicyStatement,
  type RegistryId,
  type RepositoryName,
} from '../../registry';
import type { Place } from '../place';
import { granteeOf, type SingleGrantee } from '../protected-role';

/** What is to be granted, to whom and where: enough to write both policies and the declaration. */
export interface Wanted {
  readonly identity: IdentityId;
  readonly registry: RegistryId;
  readonly repository: RepositoryName;
  /** Undefined where neither pulling nor pushing needs the action. */
  readonly operation: Operation | undefined;
  readonly action: string;
}

/** Undefined where message and topology do not tell all of it. */
export function wantedOf(
  identity: IdentityId | undefined,
  { id: registry, repositoryName: repository }: Place,
  action: string | undefined,
): Wanted | undefined {
  if (identity === undefined || registry === undefined || repository === undefined || action === undefined) {
    return undefined;
  }
  return { identity, registry, repository, operation: operationNeeding(action), action };
}

/** `ecr:BatchGetImage` belongs to both; whoever pushes is denied other actions first. */
export function operationNeeding(action: string | undefined): Operation | undefined {
  return (['pull', 'push'] as const).find((operation) =>
    actionsOf(operation).some((each) => each === action),
  );
}

/** What is to be attached to the caller. */
export function identityHalf({ registry, repository, operation, action }: Wanted): PolicyDocument {
  if (operation !== undefined) return identityPolicy([{ registry, repository, operation }]);
  return policyGranting([action], repositoryArn(registry, repository));
}

/** An identity policy that allows some actions on one resource. */
export function policyGranting(actions: readonly string[], resource: string): PolicyDocument {
  const statement: PolicyStatement = {
    sid: undefined,
    effect: 'Allow',
    principals: undefined,
    actions: { isNot: false, values: actions },
    resources: { isNot: false, values: [resource] },
    conditions: [],
  };
  return { statements: [statement] };
}

/** The policy that allows login, which is the same for everybody. */
export const LOGIN_POLICY = identityPolicy([]);

/** The repository's policy as it is declared, and what is missing in it. */
export function resourceHalf(wanted: Wanted, declared: PolicyDocument | undefined): PolicyDocument {
  return withAdded(declared, grantStatements(wanted));
}

/** The registry's policy as it is declared, and what is missing in it; it names resources. */
export function registryHalf(wanted: Wanted, declared: PolicyDocument | undefined): PolicyDocument {
  const { registry, repository } = wanted;
  const added = grantStatements(wanted).map((statement) => ({
    ...statement,
    resources: { isNot: false, values: [repositoryArn(registry, repository)] },
  }));
  return withAdded(declared, added);
}

/** A declared policy with further statements, whose ids stay unique. */
export function withAdded(
  declared: PolicyDocument | undefined,
  added: readonly PolicyStatement[],
): PolicyDocument {
  const policy = policyOfStatements([...(declared?.statements ?? []), ...added]);
  return policy ?? { statements: [] };
}

/** Of an action that is no part of an operation, the statement for an operation with the action in its place. */
function grantStatements({ identity, registry, operation, action }: Wanted): readonly PolicyStatement[] {
  const statements = repositoryStatements(registry, [
    { grantee: granteeOf(identity), operation: operation ?? 'pull' },
  ]);
  if (operation !== undefined) return statements;
  return statements.map((statement) => ({
    ...statement,
    sid: undefined,
    actions: { isNot: false, values: [action] },
  }));
}

/**
 * What to add to `topology.yaml`: who may do what, and the repository where it is not declared yet.
 *
 * @param canAttach whether the declaration has the account of the caller, so that an entry attaches its policy too
 */
export function declarationOf(
  wanted: Wanted,
  { registry, repository: declared }: Place,
  canAttach: boolean,
): string {
  const { identity, repository, operation, action } = wanted;
  const grantee = granteeOf(identity);
  const placed = registry === undefined ? [] : [`    registry: ${registry.name}`];
  const own = [`  ${repository}:`, ...(declared === undefined ? placed : ['    # what it has now, and:'])];
  if (operation === undefined) {
    const statement = `      - { principals: ${principalText(grantee)}, actions: ${action} }`;
    return ['repositories:', ...own, '    statements:', statement, ''].join('\n');
  }
  const entry: GrantEntry = {
    allow: operation,
    repositories: [repository],
    registries: registry === undefined ? undefined : [registry.name],
    principals: [grantee],
  };
  const repositories = declared === undefined ? ['repositories:', ...own, ''].join('\n') : '';
  // Nothing can be attached to what goes by a pattern, nor in an account that is not declared.
  const side = grantee.kind === 'viaAccountRoot' || !canAttach ? '    identity: none\n' : '';
  return `${repositories}${grantEntryText(entry)}${side}`;
}

/** JSON's text is YAML's too, whatever is in it. */
export function principalText(grantee: SingleGrantee): string {
  return grantee.kind === 'identity'
    ? JSON.stringify(identityArn(grantee.identity))
    : `{ arn: ${JSON.stringify(grantee.arn)}, viaAccountRoot: true }`;
}
