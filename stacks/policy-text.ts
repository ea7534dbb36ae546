import { policyText, type PolicyDocument } from '../src/registry';

/**
 * The policy for a Terraform argument. A policy may hold IAM's own variables, `${aws:PrincipalTag/team}`, which
 * Terraform would take for its templates: it writes them with two dollar signs.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function terraformPolicy(policy: PolicyDocument): string {
  return policyText(policy).replaceAll('${', '$${').replaceAll('%{', '%%{');
}
