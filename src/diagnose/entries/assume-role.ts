import { explainAssumeRoleDenied, type AssumeRoleDenied } from './assume-role.assume-role';
import { defineEntry } from '../model/entry';
import { mentionsEcr } from '../parse/registry-reference';
import type { Facts } from '../parse/facts';
import { principalIn, denialSentencesIn } from '../parse/denial-sentence';

export const ASSUME_ROLE_DENIED = defineEntry<AssumeRoleDenied>({
  kind: 'assume-role-denied',
  match: matchAssumeRoleDenied,
  explain: explainAssumeRoleDenied,
});

/** STS prints these. They count only next to ECR, the AWS provider of Terraform, or the login of a pipeline. */
const WEB_IDENTITY =
  /Not authorized to perform:? sts:AssumeRoleWithWebIdentity|Incorrect token audience|No OpenIDConnect provider found|Couldn't retrieve verification key from your identity provider/i;

function matchAssumeRoleDenied(
  text: string,
  facts: Facts,
): (AssumeRoleDenied & { readonly facts: Facts }) | undefined {
  const refusedRole = /IAM Role \((arn:[A-Za-z0-9:/_+=,.@-]{1,300})\) cannot be assumed/i.exec(text)?.[1];
  if (WEB_IDENTITY.test(text)) {
    return { role: refusedRole ?? roleArnIn(text), by: 'web-identity', facts };
  }
  for (const sentence of denialSentencesIn(text)) {
    const match = /^ ?sts:(?:AssumeRole|TagSession|SetSourceIdentity)(?: on resource: ?(\S{1,600}))?/.exec(
      sentence.after,
    );
    if (match === null || !isFromDeployment(text)) continue;
    const own = { ...facts, action: 'sts:AssumeRole', principal: principalIn(sentence) ?? facts.principal };
    return { role: roleArnIn(match[1] ?? '') ?? refusedRole, by: 'caller', facts: own };
  }
  return refusedRole === undefined
    ? undefined
    : { role: refusedRole, by: 'caller', facts: { ...facts, principal: undefined } };
}

function roleArnIn(text: string): string | undefined {
  return /arn:[a-z-]{1,12}:iam::[0-9]{12}:role\/[\w+=,.@/-]{1,300}/.exec(text)?.[0].replace(/[.,]$/, '');
}

function isFromDeployment(text: string): boolean {
  return (
    mentionsEcr(text) ||
    /Terraform AWS Provider|provider\["[^"]{0,100}hashicorp\/aws"\]|Cannot assume IAM Role|cannot be assumed|assume role with OIDC/i.test(
      text,
    )
  );
}
