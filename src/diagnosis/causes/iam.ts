import {
  getPartition,
  identityArn,
  policyFileText,
  type Identity,
  type IdentityId,
  type PartitionId,
} from '../../registry';
import { accountOf, callerText } from '../caller';
import { accountText, policyToChange, type Case, type Conclusion } from '../case';
import { attachedCommand, DEPLOY_CHANGE, profileOption, showPolicyStep, WHO_AM_I } from '../commands';
import type { Step } from '../diagnosis';
import type { Missing, NamedIdentity } from '../message';
import { PAGES } from '../pages';
import { accountIdOf } from '../place';
import { granteeOf, permissionSetOf } from '../protected-role';
import { limitedBy } from './deny';
import { policyGranting, principalText } from './grant';

/** IAM denied an action that attaches a policy to a role or user. The caller is the principal that deploys. */
export interface IamDenied extends Missing {
  readonly isExplicitDeny: boolean;
  readonly named: NamedIdentity | undefined;
}

/** IAM rejected a policy. */
export interface IamRefused {
  readonly reason: 'protected' | 'not-found' | 'too-long';
  readonly named: NamedIdentity | undefined;
}

type Named = Case<IamDenied | IamRefused>;

/**
 * Explains a denial of the principal that deploys. ECR is not involved: the identity policy of a grant belongs to the
 * account of the caller.
 */
export function iamDenied(denied: Case<IamDenied>): Conclusion {
  const { caller, declared, message } = denied;
  const { missing, isExplicitDeny } = message;
  const on = message.named === undefined ? '' : ` on ${namedText(message.named)}`;
  if (isExplicitDeny) return limitedBy(denied, { type: missing, does: 'denies it', on });
  if (missing !== undefined && missing !== 'identity-based policy') {
    return limitedBy(denied, { type: missing, does: 'allows nothing of it', on });
  }
  const { action = 'the action' } = message.facts;
  const who = callerText(caller, message.facts);
  const whom = namedText(message.named);
  return {
    summary: `${who}, which deploys, may not ${action} on ${whom} of ${accountText(accountOf(caller), declared, 'its account')}.`,
    cause: `An entry under access attaches the caller's half to ${whom}, so that what Terraform runs as in that account needs some rights of IAM. Nothing is wrong with the grant.`,
    policies: [
      policyToChange(
        'identity-based policy',
        accountOf(caller),
        declared,
        who,
        `nothing in it allows ${action} on ${whom}`,
      ),
    ],
    steps: [
      ...rightsSteps(denied),
      {
        text: `Or write 'identity: none' in the entry, and have whoever owns ${whom} attach that half: validate prints it where the line is left out and nothing can be attached.`,
      },
    ],
    certainty: { level: 'certain', because: 'IAM says so of who deploys, and not of who pulls or pushes' },
    page: PAGES.iamPermissions,
  };
}

/** The actions that Terraform needs for an inline policy, or for a managed one. */
function rightsSteps(denied: Case<IamDenied>): readonly Step[] {
  const { caller, declared, message } = denied;
  const { named } = message;
  const owner = named?.accountId ?? accountOf(caller);
  if (named === undefined || owner === undefined || caller?.kind !== 'identity') return [WHO_AM_I];
  const isDeclared = declaredNamed(denied) !== undefined;
  const identity = declaredNamed(denied) ?? bareIdentity(named, owner, caller.identity.partition);
  if (identity === undefined) return [WHO_AM_I];
  const of = named.kind === 'role' ? 'Role' : 'User';
  const actions = /(?:Attach|Detach|ListAttached)/.test(message.facts.action ?? '')
    ? [`iam:Attach${of}Policy`, `iam:Detach${of}Policy`, `iam:ListAttached${of}Policies`]
    : [`iam:Delete${of}Policy`, `iam:Get${of}Policy`, `iam:Put${of}Policy`];
  return [
    {
      text: `Give ${callerText(caller, message.facts)} this, in account ${owner}, and deploy again.${isDeclared ? '' : ` If ${namedText(named)} has a path, its ARN needs it.`}`,
      code: { language: 'json', text: policyFileText(policyGranting(actions, identityArn(identity))) },
    },
    showPolicyStep('See what it has.', attachedCommand(caller), accountOf(caller), declared),
  ];
}

export function iamRefused(refused: Case<IamRefused>): Conclusion {
  switch (refused.message.reason) {
    case 'protected':
      return protectedRole(refused);
    case 'not-found':
      return identityNotFound(refused);
    case 'too-long':
      return tooLong(refused);
  }
}

function protectedRole(refused: Case<IamRefused>): Conclusion {
  const identity = identityIn(refused);
  const whom = namedText(refused.message.named);
  const set = identity === undefined ? undefined : permissionSetOf(identity);
  return {
    summary: `AWS keeps ${whom}, and lets nobody attach a policy to it.`,
    cause: `It is a role of ${set === undefined ? 'a service, or of IAM Identity Center' : `IAM Identity Center, made from permission set ${set}`}. What it may is said there; a grant can do the half of the repository only.`,
    policies: [],
    steps: [
      ...(identity === undefined ? [] : [patternStep(identity)]),
      {
        text: `Write 'identity: none' in each entry under access that names it, and add what validate prints to ${set === undefined ? 'what the service or the permission set gives' : `the inline policy of permission set ${set}`}.`,
      },
      DEPLOY_CHANGE,
    ],
    certainty: { level: 'certain', because: 'IAM says so' },
    page: set === undefined ? PAGES.protectedRoles : PAGES.permissionSets,
  };
}

function patternStep(identity: IdentityId): Step {
  return {
    text: 'Name it by a pattern in an entry of its own: path and end of its name change.',
    code: {
      language: 'yaml',
      text: `principals: [${principalText(granteeOf(identity))}]\nidentity: none\n`,
    },
  };
}

function identityNotFound(refused: Case<IamRefused>): Conclusion {
  const { declared, message } = refused;
  const { named } = message;
  const identity = identityIn(refused);
  const whom = namedText(named);
  const where = accountText(identity?.accountId ?? named?.accountId, declared, 'the account of its ARN');
  const kind = named?.kind ?? 'role';
  return {
    summary: `There is no ${whom} in ${where}, so that nothing can be attached to it.`,
    cause: `The topology attaches the caller's half to roles and users that are there; it makes none. It is mistyped, of another account, or made later, by another Terraform state for instance.`,
    policies: [],
    steps: [
      showPolicyStep(
        'Look whether it exists.',
        `aws iam get-${kind} --${kind}-name ${named?.name ?? 'NAME'}`,
        identity?.accountId ?? named?.accountId,
        declared,
      ),
      {
        text: 'If it does, mend its ARN (the account, the path) under access. If it is made later, let the policy name it without asking whether it is there.',
        code: { language: 'yaml', text: laterText(identity, named) },
      },
      DEPLOY_CHANGE,
    ],
    certainty: { level: 'certain', because: 'IAM says so' },
    page: PAGES.iamPermissions,
  };
}

function laterText(identity: IdentityId | undefined, named: NamedIdentity | undefined): string {
  const arn =
    identity === undefined
      ? `arn:aws:iam::ACCOUNT:${named?.kind ?? 'role'}/${named?.name ?? 'NAME'}`
      : identityArn(identity);
  return `principals: [{ arn: ${JSON.stringify(arn)}, viaAccountRoot: true }]\nidentity: none\n`;
}

function tooLong(refused: Case<IamRefused>): Conclusion {
  const { declared, message } = refused;
  const { named } = message;
  const identity = identityIn(refused);
  const accountId = identity?.accountId ?? named?.accountId;
  const whom = namedText(named);
  const kind = named?.kind ?? 'role';
  return {
    summary: `The inline policies of ${whom} together are longer than IAM takes.`,
    cause:
      'The limit is for all inline policies of a role (10,240 characters) or user (2,048), those from elsewhere included.',
    policies: [
      policyToChange('identity-based policy', accountId, declared, whom, 'its inline policies are too long'),
    ],
    steps: [
      {
        text: "Write 'identity: managed' in the entries under access that name it: then AWS's managed policy is attached instead.",
        code: { language: 'yaml', text: 'identity: managed\n' },
      },
      DEPLOY_CHANGE,
      {
        text: 'See which inline policies it has.',
        code: {
          language: 'sh',
          text: `aws iam list-${kind}-policies --${kind}-name ${named?.name ?? 'NAME'}${profileOption(accountId, declared)}\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'IAM says so' },
    page: PAGES.iamQuotas,
  };
}

/** Returns the role or user, or undefined if neither the message nor the topology contains its account. */
function identityIn(found: Named): IdentityId | undefined {
  const { declared, message } = found;
  const identity = declaredNamed(found);
  if (identity !== undefined || message.named === undefined) return identity;
  const { accountId } = message.named;
  const region = declared?.topology.registries[0]?.region;
  const partition = region === undefined ? 'aws' : getPartition(region).id;
  return accountId === undefined ? undefined : bareIdentity(message.named, accountId, partition);
}

/** Returns the role or user of the topology with this name, or undefined if several match. */
function declaredNamed({ declared, message: { named } }: Named): Identity | undefined {
  const [only, ...others] = (declared?.topology.identities ?? []).filter(
    ({ kind, name, accountId }) =>
      kind === named?.kind &&
      name === named.name &&
      (named.accountId === undefined || named.accountId === accountId),
  );
  return others.length === 0 ? only : undefined;
}

function bareIdentity(
  { kind, name }: NamedIdentity,
  account: string,
  partition: PartitionId,
): IdentityId | undefined {
  const accountId = accountIdOf(account);
  return accountId === undefined ? undefined : { kind, name, accountId, partition, path: '/' };
}

function namedText(named: NamedIdentity | undefined): string {
  return named === undefined ? 'the role or user' : `${named.kind} ${named.name}`;
}
