import { identityArn, type IdentityId } from '../../aws/arn';
import { uncheckedAccountId } from '../../aws/names';
import { PARTITIONS } from '../../aws/partitions';
import { InputError } from '../../base/input-error';
import type { Topology } from '../../model/topology';
import { parseCaller, type Caller } from '../evaluate/caller';
import { findIdentityPath } from '../evaluate/evaluation-context';
import type { InputNames } from './input-names';

/**
 * Returns the caller that an ARN or a service name identifies.
 * @throws InputError that says which caller to set instead
 */
export function readCaller(text: string, topology: Topology, names: InputNames): Caller {
  const caller = parseCaller(text);
  if (caller !== undefined) return caller;
  throw new InputError(`'${text}' is not a caller: ${describeCallerFault(text, topology, names)}`);
}

function describeCallerFault(text: string, topology: Topology, names: InputNames): string {
  const [, partition = '', account = '', kind = '', name = ''] =
    /^arn:([a-z-]+):iam::([0-9]{12}):([a-z-]+)\/(?:[!-~]+\/)?([\w+=,.@:-]+)$/.exec(text) ?? [];
  switch (kind) {
    case 'instance-profile': {
      const role = roleArnIn(partition, account, name, topology);
      return (
        `it is an instance profile, and its role makes the requests. If the role has the same name, set ${names.caller} to ${role}. ` +
        `To look up the ARN of the role: aws iam get-instance-profile --instance-profile-name ${name} --query InstanceProfile.Roles[].Arn`
      );
    }
    case 'oidc-provider':
    case 'saml-provider':
      return (
        `it is an identity provider, and its users assume a role. Set ${names.caller} to ` +
        `arn:${partition}:iam::${account}:role/<name>, or the ARN of a session: arn:${partition}:sts::${account}:assumed-role/<name>/<session>.`
      );
    case 'group':
      return `it is a group, and its users make the requests. Set ${names.caller} to the ARN of a user, and ${names.identityPolicy} to the policies of the group.`;
    default:
      return describeSessionFault(text) ?? EXPECTED_CALLERS;
  }
}

const EXPECTED_CALLERS =
  'use the ARN of a role (arn:aws:iam::<12 digits>:role/<name>), a role session, a user, a federated user ' +
  '(arn:aws:sts::<12 digits>:federated-user/<name>) or an account root, or the name of an AWS service.';

function describeSessionFault(text: string): string | undefined {
  const [, role] = /^(arn:[a-z-]+:sts::[0-9]{12}:assumed-role\/[\w+=,.@-]+)\/?$/.exec(text) ?? [];
  return role === undefined
    ? undefined
    : `the session name is missing. Use ${role}/<session>, or the ARN of the role.`;
}

/** Uses the path of the role in the topology if the topology has a role of this name. */
function roleArnIn(partitionId: string, account: string, name: string, topology: Topology): string {
  const partition = PARTITIONS.find(({ id }) => id === partitionId)?.id ?? 'aws';
  // The pattern requires 12 digits.
  const accountId = uncheckedAccountId(account);
  const role: IdentityId = { kind: 'role', partition, accountId, path: '/', name };
  return identityArn({ ...role, path: findIdentityPath(topology, role) ?? '/' });
}
