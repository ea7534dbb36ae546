import { assumeRoleDenied, type AssumeRoleDenied } from '../causes/assume-role';
import { entry } from '../entry';
import { isAboutEcr } from '../image';
import type { Facts } from '../message';
import { principalIn, sentencesIn } from '../sentence';

export const ASSUME_ROLE_DENIED = entry<AssumeRoleDenied>({
  kind: 'assume-role-denied',
  match: matchAssumeRoleDenied,
  explain: assumeRoleDenied,
});

/** STS prints these. They count only next to ECR, the AWS provider of Terraform, or the login of a pipeline. */
const WEB_IDENTITY =
  /Not authorized to perform:? sts:AssumeRoleWithWebIdentity|Incorrect token audience|No OpenIDConnect provider found|Couldn't retrieve verification key from your identity provider/i;

function matchAssumeRoleDenied(
  text: string,
  facts: Facts,
): (AssumeRoleDenied & { readonly facts: Facts }) | undefined {
  const cannot = /IAM Role \((arn:[A-Za-z0-9:/_+=,.@-]{1,300})\) cannot be assumed/i.exec(text)?.[1];
  if (WEB_IDENTITY.test(text)) {
    return { role: cannot ?? roleIn(text), by: 'web-identity', facts };
  }
  for (const sentence of sentencesIn(text)) {
    const match = /^ ?sts:(?:AssumeRole|TagSession|SetSourceIdentity)(?: on resource: ?(\S{1,600}))?/.exec(
      sentence.after,
    );
    if (match === null || !isAboutDeployment(text)) continue;
    const own = { ...facts, action: 'sts:AssumeRole', principal: principalIn(sentence) ?? facts.principal };
    return { role: roleIn(match[1] ?? '') ?? cannot, by: 'caller', facts: own };
  }
  return cannot === undefined
    ? undefined
    : { role: cannot, by: 'caller', facts: { ...facts, principal: undefined } };
}

function roleIn(text: string): string | undefined {
  return /arn:[a-z-]{1,12}:iam::[0-9]{12}:role\/[\w+=,.@/-]{1,300}/.exec(text)?.[0].replace(/[.,]$/, '');
}

function isAboutDeployment(text: string): boolean {
  return (
    isAboutEcr(text) ||
    /Terraform AWS Provider|provider\["[^"]{0,100}hashicorp\/aws"\]|Cannot assume IAM Role|cannot be assumed|assume role with OIDC/i.test(
      text,
    )
  );
}
