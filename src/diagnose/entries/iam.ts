import { principalYaml } from '../../access/explain/fix';
import { granteeOf } from '../../access/explain/fixes';
import { identityArn, type KnownIdentityId } from '../../aws/arn';
import type { PartitionId } from '../../aws/partitions';
import { policyFileText } from '../../aws/policy/document';
import { capitalizeSentence } from '../../base/text';
import type { Identity } from '../../model/topology';
import { explainLimit } from '../explanations/deny';
import { permissionSetOf, policyAllowing } from '../explanations/grant';
import {
  commandStep,
  DEPLOY_CHANGE_STEP,
  listAttachedPoliciesCommand,
  profileOption,
  SHOW_CALLER_STEP,
} from '../explanations/steps';
import {
  accountText,
  callerAccountOf,
  callerText,
  partitionIdFor,
  policyOfCase,
  policyToChange,
  type Case,
  type Explanation,
} from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import { defineEntry, type FamilyEntries } from '../model/entry';
import { parseAccountId } from '../model/location';
import {
  denialReasonIn,
  denialSentencesIn,
  principalIn,
  type DenialSentence,
} from '../parse/denial-sentence';
import type { Facts, MissingPolicy, NamedIdentity } from '../parse/facts';

/** Actions of Terraform on the policies of roles and users, and the errors of IAM. */

const IAM_DENIED = defineEntry<IamDenied>({
  kind: 'iam-denied',
  match: matchIamDenied,
  /**
   * Explains a denial of the principal that deploys. ECR is not involved: the identity policy of a grant belongs to the
   * account of the caller.
   */
  explain: (denied) => {
    const { caller, declared, message } = denied;
    const { missing, isExplicitDeny } = message;
    const resourceText = message.named === undefined ? '' : ` on ${namedIdentityText(message.named)}`;
    if (isExplicitDeny) return explainLimit(denied, { type: missing, effectText: 'denies it', resourceText });
    if (missing !== undefined && missing !== 'identity-based policy') {
      return explainLimit(denied, { type: missing, effectText: 'does not allow it', resourceText });
    }
    const { action = 'the action' } = message.facts;
    const callerName = callerText(caller, message.facts);
    const identityText = namedIdentityText(message.named);
    return {
      summary: `${callerName}, which deploys, is not authorized to perform ${action} on ${identityText} in ${accountText(callerAccountOf(caller), declared, 'its account')}.`,
      cause: `An entry under access attaches an identity policy to ${identityText}. Therefore, the principal that runs Terraform in that account needs IAM permissions. The grant itself is correct.`,
      policies: [
        policyOfCase(denied, 'identity-based policy', `it does not allow ${action} on ${identityText}`),
      ],
      steps: [
        ...permissionSteps(denied),
        {
          text: `Or set 'identity: none' in the entry, and let the owner of ${identityText} attach the identity policy. If 'identity' is not set and no policy can be attached, 'ecr-topology validate' prints this policy.`,
        },
      ],
      certainty: {
        level: 'certain',
        because: 'IAM denied the principal that deploys, not the principal that pulls or pushes',
      },
      page: PAGES.iamPermissions,
    };
  },
});
const IAM_REFUSED = defineEntry<IamRefused>({
  kind: 'iam-refused',
  match: matchIamRefused,
  explain: (refused) => {
    switch (refused.message.reason) {
      case 'protected':
        return explainProtectedRole(refused);
      case 'not-found':
        return explainIdentityNotFound(refused);
      case 'too-long':
        return explainPoliciesTooLong(refused);
    }
  },
});

interface HasFacts {
  readonly facts: Facts;
}

/** Actions that attach, read and remove a policy. */
const ATTACH_POLICY_ACTION =
  /^ ?(iam:(?:(?:Put|Get|Delete|List)(?:Role|User)Policy|(?:Put|Get|Delete|List)(?:Role|User)Policies|(?:Attach|Detach)(?:Role|User)Policy|ListAttached(?:Role|User)Policies))(?![A-Za-z])(?: on (?:the )?resources?: ?((?:(?:role|user) )?\S{1,300}))?/;

function matchIamDenied(text: string, facts: Facts): (IamDenied & HasFacts) | undefined {
  for (const sentence of denialSentencesIn(text)) {
    const denial = readIamSentence(sentence, facts);
    if (denial !== undefined) return denial;
  }
  return undefined;
}

function readIamSentence(sentence: DenialSentence, facts: Facts): (IamDenied & HasFacts) | undefined {
  const match = ATTACH_POLICY_ACTION.exec(sentence.after);
  if (match === null) return undefined;
  const [matchedText, action = '', resource = ''] = match;
  const { isExplicitDeny, policyType } = denialReasonIn(sentence.after.slice(matchedText.length));
  return {
    missing: policyType,
    isExplicitDeny,
    named: parseNamedIdentity(resource),
    facts: { ...facts, action, principal: principalIn(sentence) ?? facts.principal },
  };
}

/** `role ci`, or the ARN of a role or user. */
function parseNamedIdentity(resource: string): NamedIdentity | undefined {
  const [, account, kind, , name] =
    /^(?:arn:[a-z-]{1,12}:iam::([0-9]{12}):)?(role|user)(?: |(\/(?:[A-Za-z0-9._/+=,@-]{1,200}\/)?))([\w+=,.@-]{1,64})/.exec(
      resource,
    ) ?? [];
  if ((kind !== 'role' && kind !== 'user') || name === undefined) return undefined;
  return { kind, name: name.replace(/[.,]$/, ''), accountId: account };
}

/** IAM's errors for `PutRolePolicy` and `AttachRolePolicy`, usually on the first deployment. */
function matchIamRefused(text: string, facts: Facts): (IamRefused & HasFacts) | undefined {
  const named = protectedRoleIn(text) ?? missingIdentityIn(text) ?? identityInTerraformError(text);
  if (/UnmodifiableEntity|Cannot perform the operation on the protected role/i.test(text)) {
    return { reason: 'protected', named, facts };
  }
  if (missingIdentityIn(text) !== undefined) return { reason: 'not-found', named, facts };
  return /Maximum policy size of [0-9]{1,6} bytes exceeded for (?:role|user)/i.test(text)
    ? { reason: 'too-long', named, facts }
    : undefined;
}

function protectedRoleIn(text: string): NamedIdentity | undefined {
  const name = /on the protected role '([\w+=,.@-]{1,64})'/i.exec(text)?.[1];
  return name === undefined ? undefined : { kind: 'role', name, accountId: accountInAddress(text) };
}

function missingIdentityIn(text: string): NamedIdentity | undefined {
  const [, kind = '', name] =
    /NoSuchEntity.{0,100}The (role|user) with name ([\w+=,.@-]{1,64}) cannot be found/i.exec(text) ?? [];
  return name === undefined ? undefined : toNamedIdentity(kind, name.replace(/\.$/, ''), text);
}

/** The role or user in the error prefix of the AWS provider. */
function identityInTerraformError(text: string): NamedIdentity | undefined {
  const [, kind = '', name] =
    /IAM (role|user) \(([\w+=,.@-]{1,64})\)/i.exec(text) ??
    /exceeded for (role|user) ([\w+=,.@-]{1,64})/i.exec(text) ??
    [];
  return name === undefined ? undefined : toNamedIdentity(kind, name, text);
}

function toNamedIdentity(kind: string, name: string, text: string): NamedIdentity {
  return { kind: kind.toLowerCase() === 'user' ? 'user' : 'role', name, accountId: accountInAddress(text) };
}

/** The address of an attached policy contains the account: `aws_iam_role_policy.account_111111111111-ci`. */
function accountInAddress(text: string): string | undefined {
  return /aws_iam_(?:role|user)_policy(?:_attachment)?\.account_([0-9]{12})-/.exec(text)?.[1];
}

/** IAM denied an action that attaches a policy to a role or user. The caller is the principal that deploys. */
interface IamDenied extends MissingPolicy {
  readonly isExplicitDeny: boolean;
  readonly named: NamedIdentity | undefined;
}

/** IAM rejected a policy. */
interface IamRefused {
  readonly reason: 'protected' | 'not-found' | 'too-long';
  readonly named: NamedIdentity | undefined;
}

type NamedIdentityCase = Case<IamDenied | IamRefused>;

/** The actions that Terraform needs for an inline policy, or for a managed one. */
function permissionSteps(denied: Case<IamDenied>): readonly Step[] {
  const { caller, declared, message } = denied;
  const { named } = message;
  const owner = named?.accountId ?? callerAccountOf(caller);
  if (named === undefined || owner === undefined || caller?.kind !== 'identity') return [SHOW_CALLER_STEP];
  const isDeclared = findDeclaredIdentity(denied) !== undefined;
  const identity =
    findDeclaredIdentity(denied) ?? identityWithoutPath(named, owner, caller.identity.partition);
  if (identity === undefined) return [SHOW_CALLER_STEP];
  const kindInAction = named.kind === 'role' ? 'Role' : 'User';
  const actions = /(?:Attach|Detach|ListAttached)/.test(message.facts.action ?? '')
    ? [
        `iam:Attach${kindInAction}Policy`,
        `iam:Detach${kindInAction}Policy`,
        `iam:ListAttached${kindInAction}Policies`,
      ]
    : [`iam:Delete${kindInAction}Policy`, `iam:Get${kindInAction}Policy`, `iam:Put${kindInAction}Policy`];
  return [
    {
      text: `Attach this policy to ${callerText(caller, message.facts)} in account ${owner}, and deploy again.${isDeclared ? '' : ` If ${namedIdentityText(named)} has a path, add the path to its ARN.`}`,
      code: { language: 'json', text: policyFileText(policyAllowing(actions, identityArn(identity))) },
    },
    commandStep(
      `List the managed policies of ${callerText(caller, message.facts)}.`,
      listAttachedPoliciesCommand(caller),
      callerAccountOf(caller),
      declared,
    ),
  ];
}

function explainProtectedRole(refused: Case<IamRefused>): Explanation {
  const identity = resolveIdentity(refused);
  const identityText = namedIdentityText(refused.message.named);
  const permissionSet = identity === undefined ? undefined : permissionSetOf(identity);
  return {
    summary: `AWS manages ${identityText}, so no policy can be attached to it.`,
    cause: `${capitalizeSentence(identityText)} ${permissionSet === undefined ? 'belongs to a service or to IAM Identity Center' : `is created by IAM Identity Center from permission set ${permissionSet}`}, which sets its permissions. A grant can set only the repository policy.`,
    policies: [],
    steps: [
      ...(identity === undefined ? [] : [patternStep(identity)]),
      {
        text: `Set 'identity: none' in each entry under access that names ${identityText}. Add the policy that 'ecr-topology validate' prints to ${permissionSet === undefined ? 'the policies of the service or the permission set' : `the inline policy of permission set ${permissionSet}`}.`,
      },
      DEPLOY_CHANGE_STEP,
    ],
    certainty: { level: 'certain', because: 'IAM reports the cause' },
    page: permissionSet === undefined ? PAGES.protectedRoles : PAGES.permissionSets,
  };
}

function patternStep(identity: KnownIdentityId): Step {
  return {
    text: 'Use a pattern for the role in a separate entry, because its path and the end of its name can change.',
    code: {
      language: 'yaml',
      text: `principals: [${principalYaml(granteeOf(identity))}]\nidentity: none\n`,
    },
  };
}

function explainIdentityNotFound(refused: Case<IamRefused>): Explanation {
  const { declared, message } = refused;
  const { named } = message;
  const identity = resolveIdentity(refused);
  const identityText = namedIdentityText(named);
  const accountDescription = accountText(
    identity?.accountId ?? named?.accountId,
    declared,
    'the account of its ARN',
  );
  const kind = named?.kind ?? 'role';
  return {
    summary: `No policy can be attached to ${identityText}, because it does not exist in ${accountDescription}.`,
    cause: `The topology attaches identity policies to existing roles and users, and does not create them. The name of the ${kind} is misspelled, the ${kind} is in another account, or it is created later, for example by another Terraform state.`,
    policies: [],
    steps: [
      commandStep(
        `Check whether ${identityText} exists.`,
        `aws iam get-${kind} --${kind}-name ${named?.name ?? 'NAME'}`,
        identity?.accountId ?? named?.accountId,
        declared,
      ),
      {
        text: 'If it exists, correct its ARN (the account, the path) under access. If it is created later, use the account root as the principal, so that AWS does not check whether it exists.',
        code: { language: 'yaml', text: uncheckedPrincipalText(refused, identity) },
      },
      DEPLOY_CHANGE_STEP,
    ],
    certainty: { level: 'certain', because: 'IAM reports the cause' },
    page: PAGES.iamPermissions,
  };
}

function uncheckedPrincipalText(refused: Case<IamRefused>, identity: KnownIdentityId | undefined): string {
  const { named } = refused.message;
  const arn =
    identity === undefined
      ? `arn:${partitionIdFor(refused)}:iam::ACCOUNT:${named?.kind ?? 'role'}/${named?.name ?? 'NAME'}`
      : identityArn(identity);
  return `principals: [{ arn: ${JSON.stringify(arn)}, viaAccountRoot: true }]\nidentity: none\n`;
}

function explainPoliciesTooLong(refused: Case<IamRefused>): Explanation {
  const { declared, message } = refused;
  const { named } = message;
  const identity = resolveIdentity(refused);
  const accountId = identity?.accountId ?? named?.accountId;
  const identityText = namedIdentityText(named);
  const kind = named?.kind ?? 'role';
  return {
    summary: `The inline policies of ${identityText} are longer in total than IAM accepts.`,
    cause:
      'The limit applies to all inline policies of a role (10,240 characters) or user (2,048 characters) in total, including policies that the topology does not attach.',
    policies: [
      policyToChange(
        'identity-based policy',
        accountId,
        declared,
        identityText,
        'its inline policies are too long',
      ),
    ],
    steps: [
      {
        text: `Set 'identity: managed' in the entries under access that name ${identityText}. The topology then attaches the AWS managed policy instead.`,
        code: { language: 'yaml', text: 'identity: managed\n' },
      },
      DEPLOY_CHANGE_STEP,
      {
        text: `List the inline policies of ${identityText}.`,
        code: {
          language: 'sh',
          text: `aws iam list-${kind}-policies --${kind}-name ${named?.name ?? 'NAME'}${profileOption(accountId, declared)}\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'IAM reports the cause' },
    page: PAGES.iamQuotas,
  };
}

/** Returns the role or user, or undefined if neither the message nor the topology contains its account. */
function resolveIdentity(failure: NamedIdentityCase): KnownIdentityId | undefined {
  const { message } = failure;
  const identity = findDeclaredIdentity(failure);
  if (identity !== undefined || message.named === undefined) return identity;
  const { accountId } = message.named;
  return accountId === undefined
    ? undefined
    : identityWithoutPath(message.named, accountId, partitionIdFor(failure));
}

/** Returns the role or user of the topology with this name, or undefined if several match. */
function findDeclaredIdentity({ declared, message: { named } }: NamedIdentityCase): Identity | undefined {
  const [only, ...others] = (declared?.topology.identities ?? []).filter(
    ({ kind, name, accountId }) =>
      kind === named?.kind &&
      name === named.name &&
      (named.accountId === undefined || named.accountId === accountId),
  );
  return others.length === 0 ? only : undefined;
}

function identityWithoutPath(
  { kind, name }: NamedIdentity,
  account: string,
  partition: PartitionId,
): KnownIdentityId | undefined {
  const accountId = parseAccountId(account);
  return accountId === undefined ? undefined : { kind, name, accountId, partition, path: '/' };
}

function namedIdentityText(named: NamedIdentity | undefined): string {
  return named === undefined ? 'the role or user' : `${named.kind} ${named.name}`;
}

export const ENTRIES: FamilyEntries = {
  denied: [IAM_DENIED, IAM_REFUSED],
};
