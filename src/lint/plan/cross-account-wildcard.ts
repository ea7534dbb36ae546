import { sortedUnique } from '../../base/collections';
import { capitalizeSentence } from '../../base/text';
import { UNCHANGED_OPTION } from '../../plan/model/planned-resource';
import { findBroadAccess } from '../predicates/broad-statements';
import { policiesAfter, type PolicyAfter } from '../predicates/policies-after';
import { withTemplatePolicies } from '../predicates/template-policies';
import { defineRule, type Problem } from '../rule';

const rule = defineRule({
  id: 'cross-account-wildcard',
  severity: 'warning',
  doc: 'Policy uses wildcards in the actions or principals that it allows for other accounts.',
  why:
    'ecr:*, * and NotAction also allow another account to delete images, to delete the repository and to change its policy, ' +
    'as well as every action that ECR adds later. AWS does not support wildcards in the ARN of a principal. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  options: { unchanged: UNCHANGED_OPTION },
  check: (reviewed, { unchanged }) => policiesAfter(reviewed, unchanged).flatMap(problemOf),
});

export const crossAccountWildcard = withTemplatePolicies(rule);

function problemOf(policy: PolicyAfter): readonly Problem[] {
  const faults = policy.statements.flatMap((named) => findBroadAccess(named, policy) ?? []);
  if (faults.length === 0) return [];
  const { plan, address } = policy.resource;
  return [
    {
      at: { plan, address },
      subject: policy.subject,
      message: `${capitalizeSentence(policy.name)} is too broad for other accounts: ${faults.map(({ fault }) => fault).join('; ')}.`,
      help: sortedUnique(faults.map(({ help }) => help)).join(' '),
    },
  ];
}
