import { IDENTITY_POLICY_NAME } from '../aws/arn';
import { managedPolicyArn } from '../aws/policy/managed-policies';
import { sha256Hex } from '../base/digest';
import type { IdentityResource, RegistryResource, Resource, ResourceType } from '../model/deployment';
import {
  ONLY,
  REGISTRY_TYPE_NAMES,
  rowOf,
  type RegistryRow,
  type RegistryType,
} from '../model/resource-types';
import type { Identity, Registry } from '../model/topology';

/** Returns the address for Terraform commands: `aws_ecr_repository.develop-my-repo`. */
export function resourceAddress({ type, id }: Pick<Resource, 'id' | 'type'>): string {
  return `${type}.${id}`;
}

/** Returns all resources of a registry, each before the resources that depend on it. */
export function resourcesOf(registry: Registry): readonly RegistryResource[] {
  return REGISTRY_TYPE_NAMES.flatMap((type) => resourcesOfType(type, registry));
}

function resourcesOfType(type: RegistryType, registry: Registry): readonly RegistryResource[] {
  const row = rowOf(type);
  return row.resourcesIn(registry).map(({ name, values }) => {
    const id = resourceId(row, registry.name, name);
    // The row returns the values of its type.
    return { type, id, registry, ...values } as RegistryResource;
  });
}

/** Returns the Terraform name of the resource for a repository, a setting or `ONLY` of a registry. */
export function resourceId(
  { addressName }: Pick<RegistryRow, 'addressName'>,
  registry: string,
  name: string,
): string {
  return name === ONLY ? registry : logicalId(registry, addressName?.(name) ?? name);
}

/**
 * Returns the resources that attach the identity policy of a role or user. The role or user itself is managed
 * elsewhere.
 */
export function identityResources(identity: Identity): readonly IdentityResource[] {
  const { kind, accountId, name, policy, managedPolicies } = identity;
  const id = logicalId(`account_${accountId}`, name);
  const type = IDENTITY_TYPES[kind];
  return [
    ...(policy === undefined ? [] : [{ type: type.policy, id, identity, policy }]),
    ...managedPolicies.map((managedPolicy) => ({ type: type.attachment, id, identity, managedPolicy })),
  ];
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs, "Import" of each resource */
export function identityImportId(resource: IdentityResource): string {
  const { name, partition } = resource.identity;
  return 'policy' in resource
    ? `${name}:${IDENTITY_POLICY_NAME}`
    : `${name}/${managedPolicyArn(partition, resource.managedPolicy)}`;
}

const IDENTITY_TYPES = {
  role: { policy: 'aws_iam_role_policy', attachment: 'aws_iam_role_policy_attachment' },
  user: { policy: 'aws_iam_user_policy', attachment: 'aws_iam_user_policy_attachment' },
} as const satisfies Record<Identity['kind'], Record<'attachment' | 'policy', ResourceType>>;

/**
 * Returns the Terraform name of a resource in a registry, or of a principal in an account: `<whole>-<part>`. It
 * depends only on these names, because changing the address destroys a repository. The first name contains no
 * `-`, so the first `-` separates the two. Characters of the second name that Terraform does not accept, such
 * as `/` or `.`, become `_`, and a hash keeps the name unique. A name that ends like such a hash also gets one.
 */
export function logicalId(whole: string, part: string): string {
  if (!/[^A-Za-z0-9_-]|-[0-9a-f]{8}$/.test(part)) return `${whole}-${part}`;
  const hash = sha256Hex(part).slice(0, 8);
  return `${whole}-${part.replace(/[^A-Za-z0-9_-]/g, '_')}-${hash}`;
}

/**
 * The output of every stack with repositories. In a plan, the description identifies a stack that this project
 * generated.
 */
export const URLS_OUTPUT = {
  name: 'repository_urls',
  description: 'The URL of every repository, by registry and name.',
} as const;
