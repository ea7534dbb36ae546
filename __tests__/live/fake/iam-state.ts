import { partitionOf } from './partitions';

/** IAM of one account. */
export interface IamState {
  readonly roles: Map<string, IdentityState>;
  readonly users: Map<string, IdentityState>;
  readonly groups: Map<string, IdentityState>;
  /** Managed policies by ARN, also those of AWS. */
  readonly policies: Map<string, ManagedPolicyState>;
}

export interface IdentityState {
  readonly name: string;
  /** Starts and ends with `/`. */
  readonly path: string;
  readonly arn: string;
  readonly createdAt: Date;
  /** Inline policies by name, as text. */
  readonly inline: Map<string, string>;
  /** ARNs of managed policies. */
  readonly attached: Set<string>;
  /** Names of the groups of a user. */
  readonly groups: ReadonlySet<string>;
  /** The ARN of the permissions boundary. */
  readonly boundary: string | undefined;
}

export interface ManagedPolicyState {
  readonly arn: string;
  readonly version: string;
  readonly document: string;
}

export interface IdentitySeed {
  readonly name: string;
  readonly path?: string;
  /** Inline policies by name. */
  readonly policies?: Readonly<Record<string, object>>;
  /** ARNs of managed policies. */
  readonly attached?: readonly string[];
  readonly groups?: readonly string[];
  readonly boundary?: string;
}

export function emptyIam(): IamState {
  return { roles: new Map(), users: new Map(), groups: new Map(), policies: new Map() };
}

/** Sets the state of IAM in an account without a call. */
export class IamSeed {
  public constructor(
    private readonly accountId: string,
    /** What the account contains now. */
    public readonly state: IamState,
    private readonly now: Date,
    private readonly region: string,
  ) {}

  public addRole(seed: IdentitySeed): this {
    this.state.roles.set(seed.name, this.identity('role', seed));
    return this;
  }

  public addUser(seed: IdentitySeed): this {
    this.state.users.set(seed.name, this.identity('user', seed));
    return this;
  }

  public addGroup(seed: IdentitySeed): this {
    this.state.groups.set(seed.name, this.identity('group', seed));
    return this;
  }

  /** Adds a managed policy of the account, or with an ARN without an account, of AWS. */
  public addPolicy(arn: string, document: object, version = 'v1'): this {
    this.state.policies.set(arn, { arn, version, document: JSON.stringify(document) });
    return this;
  }

  private identity(kind: 'group' | 'role' | 'user', seed: IdentitySeed): IdentityState {
    const { name, path = '/', policies = {}, attached, groups, boundary } = seed;
    return {
      name,
      path,
      arn: `arn:${partitionOf(this.region)}:iam::${this.accountId}:${kind}${path}${name}`,
      createdAt: this.now,
      inline: new Map(
        Object.entries(policies).map(([policy, document]) => [policy, JSON.stringify(document)]),
      ),
      attached: new Set(attached),
      groups: new Set(groups),
      boundary,
    };
  }
}
