import { granteeOf } from '../../access/explain/fixes';
import { repositoryArn, type KnownIdentityId, type KnownRegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import type { Operation } from '../../aws/policy/actions';
import type { PolicyDocument, PolicyStatement } from '../../aws/policy/document';
import { identityPolicy, policyFromStatements, repositoryStatements } from '../../aws/policy/grants';
import { operationRequiring } from '../model/evaluation';
import type { MessageLocation } from '../model/location';

/** A missing grant: the input for the policies to set without the topology. */
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

/** Returns the IAM Identity Center permission set that a role belongs to, or undefined if it belongs to none. */
export function permissionSetOf({ name }: KnownIdentityId): string | undefined {
  if (!name.startsWith(SSO)) return undefined;
  return name.slice(SSO.length).replace(/_[0-9a-f]{16}$/, '');
}

const SSO = 'AWSReservedSSO_';
