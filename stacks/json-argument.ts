import { policyText, type PolicyDocument } from '../src/registry';

/**
 * JSON for a Terraform argument. A policy may hold IAM's own variables, `${aws:PrincipalTag/team}`, which
 * Terraform would take for its templates. JSON can write their first character otherwise; with Terraform's own way,
 * `$${`, CDKTF would leave the quotes of the policy as they are in HCL, and make that unreadable.
 */
export function jsonArgument(json: string): string {
  return json.replaceAll('${', () => String.raw`\u0024{`).replaceAll('%{', () => String.raw`\u0025{`);
}

export function policyArgument(policy: PolicyDocument): string {
  return jsonArgument(policyText(policy));
}
