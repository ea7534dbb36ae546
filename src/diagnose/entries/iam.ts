import { explainIamDenied, explainIamRefused, type IamDenied, type IamRefused } from './iam.iam';
import { defineEntry } from '../model/entry';
import type { Facts, NamedIdentity } from '../parse/facts';
import {
  principalIn,
  denialReasonIn,
  denialSentencesIn,
  type DenialSentence,
} from '../parse/denial-sentence';

/** Actions of Terraform on the policies of roles and users, and the errors of IAM. */

export const IAM_DENIED = defineEntry<IamDenied>({
  kind: 'iam-denied',
  match: matchIamDenied,
  explain: explainIamDenied,
});
export const IAM_REFUSED = defineEntry<IamRefused>({
  kind: 'iam-refused',
  match: matchIamRefused,
  explain: explainIamRefused,
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
