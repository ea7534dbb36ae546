import { registryText, type RegistryId } from '../../aws/arn';
import { failureHelp, type Failure } from '../../live/failure';
import type { CallerLayer, UnreadPolicies, UnreadReason } from '../../live/identity/unread';
import type { Unreadable } from '../../live/registry/live-topology';
import { groupUnreadable, reasonOf } from '../live/unreadable';

/** What could not be read from AWS, of registries and of a caller. */
export interface NotRead {
  readonly registries: readonly Unreadable[];
  readonly policies: readonly UnreadPolicies[];
}

export const ALL_READ: NotRead = { registries: [], policies: [] };

/** Returns a text for each value that could not be read: what it is, why, and what to do. */
export function notReadTexts({ registries, policies }: NotRead): readonly string[] {
  return withoutDuplicates([...unreadableTexts(registries), ...policies.map(unreadPoliciesText)]);
}

export function notReadJson(notRead: NotRead): readonly object[] {
  return [
    ...notRead.registries.map((each) => ({ ...each, text: unreadableTexts([each]).join('') })),
    ...notRead.policies.map((each) => ({ ...each, text: unreadPoliciesText(each) })),
  ];
}

function unreadableTexts(unreadable: readonly Unreadable[]): readonly string[] {
  const nameOf = (registry: RegistryId) => `Account ${registryText(registry)}`;
  return groupUnreadable(unreadable, nameOf).map(({ registry, message, help }) =>
    [registry === undefined ? '' : `${registry}: `, message, ' ', help].join(''),
  );
}

function unreadPoliciesText({ layer, accountId, reason }: UnreadPolicies): string {
  return `Could not read the ${LAYER_NOUNS[layer]} account ${accountId}. ${reasonText(layer, reason)}`;
}

const LAYER_NOUNS: Readonly<Record<CallerLayer, string>> = {
  identity: 'identity policies in',
  boundary: 'permissions boundary in',
  scps: 'service control policies of',
  rcps: 'resource control policies of',
};

/** The option that replaces the policies of a layer. */
const OPTIONS: Readonly<Record<CallerLayer, string>> = {
  identity: '--identity-policy',
  boundary: '--boundary',
  scps: '--scp',
  rcps: '--rcp',
};

function reasonText(layer: CallerLayer, reason: UnreadReason): string {
  const orFile = `or set ${OPTIONS[layer]} FILE`;
  switch (reason.kind) {
    case 'failed':
      return failureText(reason.failure);
    case 'undeclared-account':
      return `topology.yaml has no credentials for this account. Add the account to 'accounts', ${orFile}.`;
    case 'no-such-identity':
      return `${reason.arn} does not exist. Check the ARN.`;
    case 'other-path':
      return `The path differs: the account has ${reason.arn}. Use this ARN.`;
    case 'deleted-meanwhile':
      return `IAM listed ${reason.policy} and then did not find it. Run the command again.`;
    case 'invalid-policy':
      return `This version does not support ${reason.policy}: ${reason.faults.join('; ')}. Update ecr-topology, ${orFile}.`;
    case 'federated-user':
      return `AWS does not return the policies of a federated user. Set ${OPTIONS[layer]} FILE.`;
    case 'organization-denied':
      return `${reasonOf(reason.failure)} ${organizationHelp(reason.managementAccount)}, ${orFile}.`;
    case 'other-organization':
      return `The organization that the credentials can read does not contain this account. Set ${OPTIONS[layer]} FILE.`;
  }
}

/** Only the management account and delegated administrators can read an organization. */
function organizationHelp(managementAccount: string | undefined): string {
  const account =
    managementAccount === undefined
      ? 'the management account of the organization'
      : `${managementAccount}, the management account of the organization,`;
  return `Add ${account} to 'accounts' in topology.yaml, make one of these accounts a delegated administrator`;
}

function failureText(failure: Failure): string {
  return `${reasonOf(failure)} ${failureHelp(failure)}`;
}

function withoutDuplicates(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
