/** What a message names. Undefined where it does not say, or says it as a placeholder or masked. */
export interface Facts {
  /** The ARN of the caller, as the message has it. */
  readonly principal: string | undefined;
  /** As policies name it: `ecr:PutImage`. */
  readonly action: string | undefined;
  readonly repository: string | undefined;
  readonly tag: string | undefined;
  /** The account of the registry, 12 digits. */
  readonly accountId: string | undefined;
  /** The Region of the registry. */
  readonly region: string | undefined;
  /** What Terraform worked on: `aws_ecr_registry_policy.management`, or a provider configuration. */
  readonly address: string | undefined;
  /** Who printed the message: it says as whom images are pulled. */
  readonly client: Client | undefined;
}

export type Client = 'CodeBuild' | 'EKS' | 'Lambda' | 'ECS' | 'Terraform' | 'CloudTrail';

/**
 * The kinds of policies that AWS names in a denial, in its own words.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html#access-denied-error-examples
 */
export const POLICY_TYPES = [
  'identity-based policy',
  'resource-based policy',
  'permissions boundary',
  'service control policy',
  'resource control policy',
  'VPC endpoint policy',
  'session policy',
] as const;
export type PolicyType = (typeof POLICY_TYPES)[number];

/** Everything that is recognised, and what each kind of message says besides the facts. */
interface Details {
  /** AWS evaluated the policies of a request, and says so. */
  readonly 'access-denied': Missing;
  readonly 'login-denied': Missing;
  readonly 'replication-denied': Missing;
  readonly 'explicit-deny': {
    readonly policyType: PolicyType | undefined;
    readonly policyArn: string | undefined;
  };
  /** IAM denied whoever deploys what attaches a policy to a role or user. */
  readonly 'iam-denied': Missing & {
    readonly isExplicitDeny: boolean;
    readonly named: NamedIdentity | undefined;
  };
  readonly 'assume-role-denied': {
    /** The ARN of the role that was to be assumed. */
    readonly role: string | undefined;
    readonly by: 'caller' | 'web-identity';
  };
  /** The key that encrypts a repository. */
  readonly 'key-denied': { readonly key: string | undefined };
  /** Only the account itself can read why. */
  readonly 'encoded-denial': { readonly encoded: string };

  /** AWS did not take a policy. */
  readonly 'policy-refused': {
    readonly policy: 'repository' | 'registry';
    readonly reason: 'invalid' | 'principal-not-found';
  };
  /** IAM did not attach a policy. */
  readonly 'iam-refused': {
    readonly reason: 'protected' | 'not-found' | 'too-long';
    readonly named: NamedIdentity | undefined;
  };
  readonly 'registry-policy-not-found': unknown;
  readonly 'repository-policy-not-found': unknown;

  readonly 'not-logged-in': unknown;
  /** AWS takes no request with these credentials, or there are none. */
  readonly 'credentials-refused': { readonly reason: 'missing' | 'invalid' | 'clock' };
  /** `docker login` was given nothing on its standard input. */
  readonly 'no-password': unknown;
  readonly 'login-refused': unknown;
  readonly 'login-not-stored': unknown;
  /** ECR's token for Docker lives 12 hours; credentials of AWS as long as their session. */
  readonly 'token-expired': { readonly token: 'docker' | 'aws' };
  readonly 'pull-denied': unknown;
  readonly forbidden: unknown;
  readonly 'lambda-denied': unknown;

  readonly 'repository-not-found': unknown;
  readonly 'repository-exists': unknown;
  readonly 'import-not-found': {
    /** What Terraform was to import, each once; none where only the title was pasted. */
    readonly addresses: readonly string[];
  };
  readonly 'repository-not-empty': unknown;
  readonly 'image-not-found': unknown;
  readonly 'tag-immutable': unknown;

  readonly 'replication-failed': { readonly code: string };
  readonly 'replication-to-itself': unknown;
  readonly 'upstream-failed': unknown;

  readonly 'account-not-allowed': { readonly found: string | undefined };
  readonly 'too-many-requests': { readonly by: 'ecr' | 'docker-hub' };
  readonly unreachable: {
    /** The Region in the host that did not answer, as it is written: there may be none of this name. */
    readonly hostRegion: string | undefined;
  };
}

interface Missing {
  /** The policy type that AWS says allows nothing; older messages do not say. */
  readonly missing: PolicyType | undefined;
}

/** A role or user as IAM's messages name it. */
export interface NamedIdentity {
  readonly kind: 'role' | 'user';
  readonly name: string;
  readonly accountId: string | undefined;
}

export type Kind = keyof Details;

/** What a message says of its own, by its kind. */
export type Said<K extends Kind> = { readonly [P in K]: { readonly kind: P } & Details[P] }[K];

/** An error message that was recognised, and what it names. */
export type MessageOf<K extends Kind> = Said<K> & { readonly facts: Facts };
export type Message = MessageOf<Kind>;
