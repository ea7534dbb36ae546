import {
  IDENTITY_POLICY_NAME,
  identityArn,
  parseIdentityArn,
  type IdentityId,
  type KnownIdentityId,
} from '../../aws/arn';
import type { PolicyStatement } from '../../aws/policy/document';
import {
  MANAGED_POLICY_NAMES,
  managedPolicyArn,
  type ManagedPolicy,
} from '../../aws/policy/managed-policies';
import { decodePolicyText, readPolicy } from '../../aws/policy/read';
import { groupBy, sortedBy, sortedUnique } from '../../base/collections';
import { mapConcurrently, waitForAll } from '../../base/promises';
import type { Identity, PlannedRegistry } from '../../model/topology';
import { isKnown, knownStatements, UNKNOWN, type Unknown } from '../../model/unknown';
import { AwsError, isRejectedWith, type Failure } from '../failure';
import type { AwsSession } from '../session';
import type { Unreadable } from './live-topology';
import { PartReader } from './part-reader';
import type { ReadTarget } from './targets';

interface ReadIdentities {
  /** Those that exist, sorted by ARN. */
  readonly identities: readonly Identity<Unknown>[];
  readonly unreadable: readonly Unreadable[];
}

/** Reads the policies of roles and users in the accounts of the targets. Others are left out. */
export async function readIdentities(
  targets: readonly ReadTarget[],
  identities: readonly KnownIdentityId[],
): Promise<ReadIdentities> {
  const byAccount = [...groupBy(uniqueByArn(identities), ({ accountId }) => accountId)];
  const read = await waitForAll(
    byAccount.map(async ([accountId, ofAccount]): Promise<ReadIdentities> => {
      const target = targets.find((each) => each.accountId === accountId);
      return target === undefined ? { identities: [], unreadable: [] } : readIdentitiesOf(target, ofAccount);
    }),
  );
  return {
    identities: sortedBy(
      read.flatMap((each) => each.identities),
      identityArn,
    ),
    unreadable: read.flatMap(({ unreadable }) => unreadable),
  };
}

function uniqueByArn(identities: readonly KnownIdentityId[]): readonly KnownIdentityId[] {
  return [...new Map(identities.map((identity) => [identityArn(identity), identity])).values()];
}

/** The rates of IAM are low, and apply to the whole account. */
const CONCURRENCY = 4;

async function readIdentitiesOf(
  target: ReadTarget,
  identities: readonly KnownIdentityId[],
): Promise<ReadIdentities> {
  try {
    const session = await target.open();
    const reader = new PartReader();
    const read = await mapConcurrently(identities, CONCURRENCY, (identity) =>
      readIdentity(new IdentityCalls(session, target, identity), reader),
    );
    const existing = read.flatMap((identity) => identity ?? []);
    const isGivenUp = reader.isGivenUp('identities');
    return {
      identities: isGivenUp ? identities.map(toUnknown) : existing,
      unreadable: reader.unreadable(undefined, () => identities.length),
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return {
      identities: identities.map(toUnknown),
      unreadable: identities.map((identity) => toUnreadable(identity, error.failure)),
    };
  }
}

function toUnknown({ kind, partition, accountId, path, name }: KnownIdentityId): Identity<Unknown> {
  return { kind, partition, accountId, path, name, policy: UNKNOWN, managedPolicies: [] };
}

function toUnreadable(identity: IdentityId, failure: Failure): Unreadable {
  return { registry: undefined, part: 'identities', name: identityArn(identity), failure };
}

/** Returns undefined if the role or user does not exist. */
async function readIdentity(
  calls: IdentityCalls,
  reader: PartReader,
): Promise<Identity<Unknown> | undefined> {
  const { identity } = calls;
  const read = await reader.read('identities', identityArn(identity), async () => {
    const managedPolicies = await calls.managedPolicies();
    if (managedPolicies === undefined) return undefined;
    const text = await calls.inlinePolicy();
    const policy = text === undefined ? undefined : readPolicy(text);
    if (policy?.kind === 'faulty') {
      const message = `The policy is not supported: ${policy.faults.join('; ')}.`;
      return reader.unsupported('identities', identityArn(identity), { call: calls.policyCall, message });
    }
    return { ...toUnknown(identity), policy: policy?.policy, managedPolicies };
  });
  return read !== undefined && !isKnown(read) ? toUnknown(identity) : read;
}

/** The calls of IAM for a role or user. */
class IdentityCalls {
  public constructor(
    private readonly session: AwsSession,
    private readonly target: ReadTarget,
    public readonly identity: KnownIdentityId,
  ) {}

  public get policyCall(): 'iam:GetRolePolicy' | 'iam:GetUserPolicy' {
    return this.identity.kind === 'role' ? 'iam:GetRolePolicy' : 'iam:GetUserPolicy';
  }

  /** Returns the inline policy of the topology, or undefined if there is none. */
  public async inlinePolicy(): Promise<string | undefined> {
    const { session, target, identity } = this;
    const PolicyName = IDENTITY_POLICY_NAME;
    const found = await ifExists<{ readonly PolicyDocument: string | undefined }>(
      identity.kind === 'role'
        ? session.call('iam:GetRolePolicy', { RoleName: identity.name, PolicyName }, target.region)
        : session.call('iam:GetUserPolicy', { UserName: identity.name, PolicyName }, target.region),
    );
    return found?.PolicyDocument === undefined ? undefined : decodePolicyText(found.PolicyDocument);
  }

  /** Returns the attached policies that the model knows, or undefined if the role or user does not exist. */
  public async managedPolicies(): Promise<readonly ManagedPolicy[] | undefined> {
    const { session, target, identity } = this;
    const pages = await ifExists(
      identity.kind === 'role'
        ? session.callAll('iam:ListAttachedRolePolicies', { RoleName: identity.name }, target.region)
        : session.callAll('iam:ListAttachedUserPolicies', { UserName: identity.name }, target.region),
    );
    const arns = pages?.flatMap(({ AttachedPolicies = [] }) =>
      AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []),
    );
    return (
      arns && MANAGED_POLICY_NAMES.filter((name) => arns.includes(managedPolicyArn(identity.partition, name)))
    );
  }
}

async function ifExists<Value>(found: Promise<Value>): Promise<Value | undefined> {
  try {
    return await found;
  } catch (error) {
    if (isRejectedWith(error, 'NoSuchEntityException')) return undefined;
    throw error;
  }
}

/** Returns the roles and users that the repository policies name, as principal or in a condition. */
export function identitiesIn(registries: readonly PlannedRegistry[]): readonly KnownIdentityId[] {
  const arns = registries.flatMap(({ repositories }) =>
    repositories.flatMap(({ policy }) => knownStatements(policy).flatMap(arnsIn)),
  );
  return sortedUnique(arns).flatMap((arn) => parseIdentityArn(arn) ?? []);
}

/** The names of condition keys are not case-sensitive. */
function arnsIn({ principals, conditions }: PolicyStatement): readonly string[] {
  return [
    ...(principals?.values ?? []).map(({ value }) => value),
    ...conditions.flatMap(({ key, values }) => (key.toLowerCase() === 'aws:principalarn' ? values : [])),
  ];
}
