import type { AccountId } from '../../../src/aws/names';
import type { CallName } from '../../../src/live/calls';
import { AwsError, type FailureKind } from '../../../src/live/failure';
import type { AwsApi } from '../../../src/live/identity/iam-calls';

/** A role, user or group. Documents are JSON, or text that is no JSON. */
export interface MemoryOwner {
  readonly arn: string;
  readonly inline?: Readonly<Record<string, object | string>>;
  readonly attached?: readonly string[];
  readonly boundary?: string;
  readonly groups?: readonly string[];
}

export interface MemoryAccount {
  readonly roles?: Readonly<Record<string, MemoryOwner>>;
  readonly users?: Readonly<Record<string, MemoryOwner>>;
  readonly groups?: Readonly<Record<string, MemoryOwner>>;
  /** Managed policies by ARN: the versions by ID, and the one in force. */
  readonly policies?: Readonly<
    Record<string, { readonly inForce: string; readonly versions: Readonly<Record<string, object>> }>
  >;
}

/** An organization: the parent of each account and organizational unit, and the policies of each target. */
export interface MemoryOrganization {
  readonly management: string;
  readonly features?: 'ALL' | 'CONSOLIDATED_BILLING';
  readonly delegated?: readonly string[];
  readonly parents: Readonly<Record<string, string>>;
  readonly enabled: readonly string[];
  /** Target → type → IDs of policies. */
  readonly attached: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly documents: Readonly<Record<string, object | string>>;
}

export interface MemoryWorld {
  readonly accounts: Readonly<Record<string, MemoryAccount>>;
  readonly organization?: MemoryOrganization;
  /** The accounts in no organization. */
  readonly outside?: readonly string[];
}

type Input = Readonly<Record<string, string>>;

/** IAM and Organizations of one account, in memory. Each page has one item. */
export class MemoryAws implements AwsApi {
  public readonly accountId: AccountId;
  public readonly calls: string[] = [];
  /** Calls that fail, and how. */
  public readonly faults = new Map<string, { readonly kind: FailureKind; readonly code: string }>();

  public constructor(
    private readonly world: MemoryWorld,
    accountId: string,
  ) {
    this.accountId = accountId as AccountId;
  }

  public fail(call: CallName, kind: FailureKind = 'denied', code = 'AccessDenied'): this {
    this.faults.set(call, { kind, code });
    return this;
  }

  // The signature is generic, and the state of a test is not.
  public call: AwsApi['call'] = ((name: CallName, input: Input) => {
    this.calls.push(name);
    return Promise.resolve().then(() => this.answer(name, input));
  }) as AwsApi['call'];

  public callAll: AwsApi['callAll'] = (async (name: CallName, input: Input) => {
    const answer = (await this.call(name, input, 'eu-west-1' as never)) as object;
    const [key = '', items = []] = (Object.entries(answer) as [string, unknown[]][])[0] ?? [];
    return items.length === 0 ? [{}] : items.map((item) => ({ [key]: [item] }));
  }) as AwsApi['callAll'];

  private answer(name: CallName, input: Input): object {
    const fault = this.faults.get(name);
    if (fault !== undefined) throw failure(name, fault.code, fault.kind);
    return name.startsWith('iam:') ? this.iam(name, input) : this.organizations(name, input);
  }

  private iam(name: string, input: Input): object {
    const account = this.world.accounts[this.accountId] ?? {};
    const owner =
      account.roles?.[input.RoleName ?? ''] ??
      account.users?.[input.UserName ?? ''] ??
      account.groups?.[input.GroupName ?? ''];
    if (owner === undefined && input.PolicyArn === undefined) throw failure(name, 'NoSuchEntityException');
    const record = {
      Arn: owner?.arn,
      PermissionsBoundary: owner?.boundary && { PermissionsBoundaryArn: owner.boundary },
    };
    const managed = account.policies?.[input.PolicyArn ?? ''];
    switch (name) {
      case 'iam:GetRole':
        return { Role: record };
      case 'iam:GetUser':
        return { User: record };
      case 'iam:ListRolePolicies':
      case 'iam:ListUserPolicies':
      case 'iam:ListGroupPolicies':
        return { PolicyNames: Object.keys(owner?.inline ?? {}) };
      case 'iam:GetRolePolicy':
      case 'iam:GetUserPolicy':
      case 'iam:GetGroupPolicy':
        return { PolicyDocument: encoded(owner?.inline?.[input.PolicyName ?? '']) };
      case 'iam:ListAttachedRolePolicies':
      case 'iam:ListAttachedUserPolicies':
      case 'iam:ListAttachedGroupPolicies':
        return { AttachedPolicies: (owner?.attached ?? []).map((PolicyArn) => ({ PolicyArn })) };
      case 'iam:ListGroupsForUser':
        return { Groups: (owner?.groups ?? []).map((GroupName) => ({ GroupName })) };
      case 'iam:GetPolicy':
        if (managed === undefined) throw failure(name, 'NoSuchEntityException');
        return { Policy: { DefaultVersionId: managed.inForce } };
      case 'iam:GetPolicyVersion':
        return { PolicyVersion: { Document: encoded(managed?.versions[input.VersionId ?? '']) } };
      default:
        throw new Error(`${name} is not in memory`);
    }
  }

  private organizations(name: string, input: Input): object {
    const { organization, outside = [] } = this.world;
    if (organization === undefined || outside.includes(this.accountId)) {
      throw failure(name, 'AWSOrganizationsNotInUseException', 'rejected');
    }
    const {
      management,
      features = 'ALL',
      delegated = [],
      parents,
      enabled,
      attached,
      documents,
    } = organization;
    if (name === 'organizations:DescribeOrganization') {
      return { Organization: { MasterAccountId: management, FeatureSet: features } };
    }
    if (this.accountId !== management && !delegated.includes(this.accountId)) {
      throw failure(name, 'AccessDeniedException', 'denied');
    }
    switch (name) {
      case 'organizations:ListParents': {
        const Id = parents[input.ChildId ?? ''];
        if (Id === undefined) throw failure(name, 'ChildNotFoundException');
        return { Parents: [{ Id, Type: Id.startsWith('r-') ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] };
      }
      case 'organizations:ListRoots':
        return {
          Roots: [{ Id: 'r-ab12', PolicyTypes: enabled.map((Type) => ({ Type, Status: 'ENABLED' })) }],
        };
      case 'organizations:ListPoliciesForTarget': {
        const ids = attached[input.TargetId ?? '']?.[input.Filter ?? ''] ?? [];
        return { Policies: ids.map((Id) => ({ Id, Name: `name of ${Id}` })) };
      }
      case 'organizations:DescribePolicy': {
        const document = documents[input.PolicyId ?? ''];
        return { Policy: { Content: typeof document === 'string' ? document : JSON.stringify(document) } };
      }
      default:
        throw new Error(`${name} is not in memory`);
    }
  }
}

/** IAM returns documents URL-encoded. */
function encoded(document: object | string | undefined): string {
  return encodeURIComponent(typeof document === 'string' ? document : JSON.stringify(document));
}

function failure(call: string, code: string, kind: FailureKind = 'rejected'): AwsError {
  return new AwsError({ call: call as CallName, kind, code, message: `${code} by the test` });
}
