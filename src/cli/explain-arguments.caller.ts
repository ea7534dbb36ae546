import { parseCaller, type Caller } from '../access/evaluate/caller';
import { findIdentityPath } from '../access/evaluate/evaluation-context.same-name';
import { identityArn, type IdentityId } from '../aws/arn.identity';
import type { AccountId } from '../aws/names';
import { PARTITIONS } from '../aws/partitions';
import type { Topology } from '../model/topology';

/**
 * Returns the caller that an ARN or a service name identifies.
 * @throws Error that says which caller to set instead
 */
export function readCaller(text: string, topology: Topology): Caller {
  const caller = parseCaller(text);
  if (caller !== undefined) return caller;
  throw new Error(`'${text}' is no caller: ${describeCallerFault(text, topology)}`);
}

function describeCallerFault(text: string, topology: Topology): string {
  const [, partition = '', account = '', kind = '', name = ''] =
    /^arn:([a-z-]+):iam::([0-9]{12}):([a-z-]+)\/(?:[!-~]+\/)?([\w+=,.@:-]+)$/.exec(text) ?? [];
  switch (kind) {
    case 'instance-profile': {
      const role = roleArnIn(partition, account, name, topology);
      return (
        `an instance profile holds a role, and the role makes the requests. Ask with --as ${role} if the role is called as ` +
        `the profile is; aws iam get-instance-profile --instance-profile-name ${name} --query InstanceProfile.Roles[].Arn shows its ARN.`
      );
    }
    case 'oidc-provider':
    case 'saml-provider':
      return (
        'it is an identity provider. Its users call as sessions of a role that trusts it: ask with --as ' +
        `arn:${partition}:iam::${account}:role/<name>, or with the ARN of a session (arn:${partition}:sts::${account}:assumed-role/<name>/<session>).`
      );
    case 'group':
      return 'it is a group, and its users make the requests: ask with --as and the ARN of a user, with the policies of the group as --identity-policy.';
    default:
      return describeSessionFault(text) ?? EXPECTED_CALLERS;
  }
}

const EXPECTED_CALLERS =
  'give the ARN of a role (arn:aws:iam::<12 digits>:role/<name>), of a session of one, of a user, of a federated user ' +
  '(arn:aws:sts::<12 digits>:federated-user/<name>) or an account root, or the name of an AWS service.';

function describeSessionFault(text: string): string | undefined {
  const [, role] = /^(arn:[a-z-]+:sts::[0-9]{12}:assumed-role\/[\w+=,.@-]+)\/?$/.exec(text) ?? [];
  return role === undefined
    ? undefined
    : `the name of the session is missing: give ${role}/<session>, or the ARN of the role.`;
}

/** Uses the path of the role in the topology if the topology has a role of this name. */
function roleArnIn(partitionId: string, account: string, name: string, topology: Topology): string {
  const partition = PARTITIONS.find(({ id }) => id === partitionId)?.id ?? 'aws';
  // The pattern requires 12 digits, which is what an AccountId is.
  const accountId = account as AccountId;
  const role: IdentityId = { kind: 'role', partition, accountId, path: '/', name };
  return identityArn({ ...role, path: findIdentityPath(topology, role) ?? '/' });
}
