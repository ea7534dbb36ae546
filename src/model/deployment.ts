import type { AccountId, AccountName } from '../aws/names';

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
