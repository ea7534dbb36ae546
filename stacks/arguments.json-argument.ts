import type { PolicyDocument } from '../src/aws/policy/document';
import { policyText } from '../src/aws/policy/document.text';

/**
 * Returns JSON for a Terraform argument. A policy may contain IAM variables such as `${aws:PrincipalTag/team}`,
 * which Terraform would evaluate as templates, so their first character is written as a JSON escape.
 * Terraform's own escape, `$${`, would make CDKTF write HCL with unescaped quotes, which is not valid.
 */
export function jsonArgument(json: string): string {
  return json.replaceAll('${', () => String.raw`\u0024{`).replaceAll('%{', () => String.raw`\u0025{`);
}

export function policyArgument(policy: PolicyDocument): string {
  return jsonArgument(policyText(policy));
}
