import type { AccountId, AccountName } from '../aws/names';
import type { PolicyDocument } from '../aws/policy/document';
import type { ManagedPolicy } from '../aws/policy/managed-policies';
import { count } from '../base/text';
import { RESOURCE_TYPES, type RegistryType, type RegistryValues } from './resource-types';
import type { Identity, Registry } from './topology';

/**
 * How Terraform reaches the accounts of the topology: credentials, state, default tags. ECR stores none of it,
 * so it is not part of the topology.
 */
export interface Deployment {
  /** Sorted by name. */
  readonly accounts: readonly Account[];
  readonly backend: Backend;
  /** The default tags of every provider. */
  readonly tags: Readonly<Record<string, string>>;
  readonly stacksBy: StacksBy;
  /** Terraform addresses of existing resources that are imported instead of created. Sorted. */
  readonly imports: readonly string[];
}

/** The unit that has its own stacks: the whole topology, each account, or each registry. */
export type StacksBy = 'account' | 'registry' | 'topology';

export interface Account {
  readonly name: AccountName;
  readonly id: AccountId;
  readonly credentials: Credentials;
}

/** An account as commands and messages name it: without the values of `assumeRole` that other people need not know. */
export interface DeclaredAccount extends Pick<Account, 'id' | 'name'> {
  readonly credentials:
    | Exclude<Credentials, { kind: 'assumeRole' }>
    | Pick<Extract<Credentials, { kind: 'assumeRole' }>, 'kind' | 'arn'>;
}

/** Leaves out the external ID and the session name. */
export function declaredAccount({ id, name, credentials }: Account): DeclaredAccount {
  return {
    id,
    name,
    credentials:
      credentials.kind === 'assumeRole' ? { kind: credentials.kind, arn: credentials.arn } : credentials,
  };
}

export type Credentials =
  /** The default credential chain of the AWS provider: environment variables, instance or container role. */
  | { readonly kind: 'ambient' }
  /** A profile of the AWS configuration files. */
  | { readonly kind: 'profile'; readonly profile: string }
  | {
      readonly kind: 'assumeRole';
      readonly arn: string;
      readonly externalId: string | undefined;
      readonly sessionName: string | undefined;
    };

/**
 * Where Terraform stores its state. In a path, key or workspace, `{stack}` is replaced by the name of the
 * stack.
 */
export type Backend = LocalBackend | S3Backend | CloudBackend;

interface LocalBackend {
  readonly kind: 'local';
  /** Relative to the project folder. */
  readonly path: string;
}

interface S3Backend {
  readonly kind: 's3';
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly encrypt: boolean;
  /** Locks the state with a file next to it. Requires Terraform 1.10 or OpenTofu 1.10. */
  readonly useLockfile: boolean;
  readonly kmsKeyId: string | undefined;
  readonly profile: string | undefined;
  readonly roleArn: string | undefined;
}

interface CloudBackend {
  readonly kind: 'cloud';
  readonly organization: string;
  readonly workspace: string;
  readonly hostname: string | undefined;
  readonly project: string | undefined;
}

/** Replaced by the name of the stack in a path, key or workspace of a backend. */
export const STACK_PLACEHOLDER = '{stack}';

/** Returns the state path, key or workspace of one stack. */
export function resolveStackPlaceholder(template: string, stack: string): string {
  return template.replaceAll(STACK_PLACEHOLDER, stack);
}

/** A Terraform resource of the topology, with the data to write it. */
export type Resource = IdentityResource | RegistryResource;

/** A resource in one registry: of ECR, or of Amazon Inspector for ECR. */
export type RegistryResource = {
  readonly [Type in RegistryType]: NamedResource<Type> & {
    readonly registry: Registry;
  } & RegistryValues[Type];
}[RegistryType];

/** A policy or attachment of one role or user. */
export type IdentityResource =
  | OfIdentity<'aws_iam_role_policy' | 'aws_iam_user_policy', { readonly policy: PolicyDocument }>
  | OfIdentity<
      'aws_iam_role_policy_attachment' | 'aws_iam_user_policy_attachment',
      { readonly managedPolicy: ManagedPolicy }
    >;

type OfIdentity<Type extends string, Values> = NamedResource<Type> & { readonly identity: Identity } & Values;

interface NamedResource<Type extends string> {
  readonly type: Type;
  /**
   * The Terraform name. Depends only on the names of the resource, because changing the address destroys a
   * repository.
   */
  readonly id: string;
}

export type ResourceType = Resource['type'];

/** The resources of one type. */
export type ResourceOf<Type extends ResourceType> = Extract<Resource, { readonly type: Type }>;

/** Returns a count with the name of the type: `1 registry policy`, `3 repositories`. */
export function resourcesText(type: ResourceType, number: number): string {
  const [one, many] = RESOURCE_TYPES[type].nouns;
  return count(number, one, many);
}
