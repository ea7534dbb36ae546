import { grantEntryText, type GrantEntry } from '../../access/explain/fix';
import {
  identityArn,
  isProtected,
  protectedRolePattern,
  repositoryArn,
  type KnownIdentityId,
  type KnownRegistryId,
} from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { requiredActions, type Operation } from '../../aws/policy/actions';
import type { PolicyDocument, PolicyStatement } from '../../aws/policy/document';
import { identityPolicy, policyFromStatements, repositoryStatements } from '../../aws/policy/grants';
import type { Grantee } from '../../aws/policy/principals';
import type { MessageLocation } from '../model/location';

/** A missing grant: the input for both policies and for the declaration. */
export interface MissingGrant {
  readonly identity: KnownIdentityId;
  readonly registry: KnownRegistryId;
  readonly repository: RepositoryName;
  /** Undefined if neither pull nor push needs the action. */
  readonly operation: Operation | undefined;
  readonly action: string;
}

/** Returns undefined if the message and the topology do not contain all parts. */
export function missingGrantFor(
  identity: KnownIdentityId | undefined,
  { id: registry, repositoryName: repository }: MessageLocation,
  action: string | undefined,
): MissingGrant | undefined {
  if (identity === undefined || registry === undefined || repository === undefined || action === undefined) {
    return undefined;
  }
  return { identity, registry, repository, operation: operationRequiring(action), action };
}

/**
 * Returns the operation that needs the action, or undefined if none does. `ecr:BatchGetImage` counts as pull, because
 * AWS denies a push at other actions first.
 */
export function operationRequiring(action: string | undefined): Operation | undefined {
  return (['pull', 'push'] as const).find((operation) =>
    requiredActions(operation).some((each) => each === action),
  );
}

/** Returns the policy to attach to the caller. */
export function identityPolicyFor({ registry, repository, operation, action }: MissingGrant): PolicyDocument {
  if (operation !== undefined) return identityPolicy([{ registry, repository, operation }]);
  return policyAllowing([action], repositoryArn(registry, repository));
}

/** Returns an identity policy that allows the actions on one resource. */
export function policyAllowing(actions: readonly string[], resource: string): PolicyDocument {
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

export const LOGIN_POLICY = identityPolicy([]);

/** Returns the declared repository policy with the missing statements added. */
export function repositoryPolicyFor(
  grant: MissingGrant,
  declared: PolicyDocument | undefined,
): PolicyDocument {
  return addStatements(declared, grantStatements(grant));
}

/**
 * Returns the declared registry policy with the missing statements added. Its statements name the repository as
 * Resource.
 */
export function registryPolicyFor(grant: MissingGrant, declared: PolicyDocument | undefined): PolicyDocument {
  const { registry, repository } = grant;
  const added = grantStatements(grant).map((statement) => ({
    ...statement,
    resources: { isNot: false, values: [repositoryArn(registry, repository)] },
  }));
  return addStatements(declared, added);
}

/** Statement IDs stay unique. */
export function addStatements(
  declared: PolicyDocument | undefined,
  added: readonly PolicyStatement[],
): PolicyDocument {
  const policy = policyFromStatements([...(declared?.statements ?? []), ...added]);
  return policy ?? { statements: [] };
}

/** For an action outside pull and push, returns the statements of pull with the action replaced. */
function grantStatements({
  identity,
  registry,
  operation,
  action,
}: MissingGrant): readonly PolicyStatement[] {
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
 * Returns the YAML to add to `topology.yaml`: the grant, and the repository if it is not declared.
 *
 * @param canAttach whether the topology declares the account of the caller, so that an entry attaches its policy too
 */
export function grantDeclarationText(
  grant: MissingGrant,
  { registry, repository: declared }: MessageLocation,
  canAttach: boolean,
): string {
  const { identity, repository, operation, action } = grant;
  const grantee = granteeOf(identity);
  const registryLines = registry === undefined ? [] : [`    registry: ${registry.name}`];
  const repositoryLines = [
    `  ${repository}:`,
    ...(declared === undefined ? registryLines : ['    # what it has now, and:']),
  ];
  if (operation === undefined) {
    const statement = `      - { principals: ${principalText(grantee)}, actions: ${action} }`;
    return ['repositories:', ...repositoryLines, '    statements:', statement, ''].join('\n');
  }
  const entry: GrantEntry = {
    allow: operation,
    repositories: [repository],
    registries: registry === undefined ? undefined : [registry.name],
    principals: [grantee],
  };
  const repositories = declared === undefined ? ['repositories:', ...repositoryLines, ''].join('\n') : '';
  // No policy can be attached to a pattern, or in an account that is not declared.
  const identityLine = grantee.kind === 'viaAccountRoot' || !canAttach ? '    identity: none\n' : '';
  return `${repositories}${grantEntryText(entry)}${identityLine}`;
}

/** JSON strings are valid YAML and escape every character. */
export function principalText(grantee: SingleGrantee): string {
  return grantee.kind === 'identity'
    ? JSON.stringify(identityArn(grantee.identity))
    : `{ arn: ${JSON.stringify(grantee.arn)}, viaAccountRoot: true }`;
}

/** One role or user, named directly or by a pattern. */
type SingleGrantee = Extract<Grantee, { kind: 'identity' | 'viaAccountRoot' }>;

/**
 * Returns the principal of a grant to a role or user. A role that AWS manages needs a pattern: the ARN of a session
 * does not contain its path, the suffix of its name changes with each assignment of its permission set, and AWS refuses
 * a principal that does not exist.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function granteeOf(identity: KnownIdentityId): SingleGrantee {
  return isProtected(identity)
    ? { kind: 'viaAccountRoot', accountId: identity.accountId, arn: protectedRolePattern(identity) }
    : { kind: 'identity', identity };
}

/** Returns the IAM Identity Center permission set that a role belongs to, or undefined if it belongs to none. */
export function permissionSetOf({ name }: KnownIdentityId): string | undefined {
  if (!name.startsWith(SSO)) return undefined;
  return name.slice(SSO.length).replace(/_[0-9a-f]{16}$/, '');
}

const SSO = 'AWSReservedSSO_';
