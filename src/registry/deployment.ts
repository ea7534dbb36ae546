import type { AccountId, AccountName } from './names';

/**
 * How Terraform reaches what the topology describes: credentials, state, tags. None of it is something ECR holds,
 * so it is not part of the topology.
 */
export interface Deployment {
  /** Sorted by name. */
  readonly accounts: readonly Account[];
  readonly backend: Backend;
  /** The default tags of every provider. */
  readonly tags: Readonly<Record<string, string>>;
  readonly stacksBy: StacksBy;
  /** The Terraform addresses of what exists already and is taken over, instead of created. Sorted. */
  readonly imports: readonly string[];
}

/** Whether everything is one stack, or every account, or every registry, has stacks of its own. */
export type StacksBy = 'account' | 'registry' | 'topology';

export interface Account {
  readonly name: AccountName;
  readonly id: AccountId;
  readonly credentials: Credentials;
}

export type Credentials =
  /** Whatever the AWS provider finds by itself: environment, instance, container. */
  | { readonly kind: 'ambient' }
  /** A profile of the AWS configuration files. */
  | { readonly kind: 'profile'; readonly profile: string }
  | {
      readonly kind: 'assumeRole';
      readonly arn: string;
      readonly externalId: string | undefined;
      readonly sessionName: string | undefined;
    };

/** Where Terraform keeps its state. `{stack}` in a path, key or workspace stands for the stack's name. */
export type Backend = LocalBackend | S3Backend | CloudBackend;

interface LocalBackend {
  readonly kind: 'local';
  /** Relative to the project's folder. */
  readonly path: string;
}

interface S3Backend {
  readonly kind: 's3';
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly encrypt: boolean;
  /** Locks with a file beside the state; needs Terraform 1.10 or OpenTofu 1.10. */
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
