import { capitalizeSentence } from '../../base/text';
import { isChangedInAws, type PlannedResource, type PolicyInPlan } from '../../plan/model/planned-resource';
import { addressOf } from '../predicates/plan-resources';
import { ecrPolicyAfter, type EcrPolicy, type EcrPolicyKind } from '../predicates/policies-after';
import { actionFault, findRefusalReasons, unknownActions } from '../predicates/refused-statements';
import { defineRule, type Problem } from '../rule';

export const policyRefused = defineRule({
  id: 'policy-refused',
  severity: 'error',
  doc: 'ECR rejects the repository policy or registry policy during the apply.',
  why:
    'terraform plan accepts any JSON. The apply fails with InvalidParameterException after other resources have changed. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html',
  options: {},
  check: ({ resources }) => resources.filter(isChangedInAws).flatMap(problemsOf),
});

/** The error messages of ECR. */
const ANSWERS: Readonly<Record<EcrPolicyKind, string>> = {
  'repository-policy': 'Invalid repository policy provided',
  'registry-policy': 'Invalid registry policy provided',
};

const MOST_FAULTS = 3;

function problemsOf(resource: PlannedResource): readonly Problem[] {
  const put = ecrPolicyAfter(resource);
  if (put === undefined) return [];
  const faults = faultsOf(put.policy);
  if (faults.length === 0) return [];
  const rest = faults.length - MOST_FAULTS;
  const more = rest > 0 ? ` And ${rest} more.` : '';
  return [
    {
      at: addressOf(resource),
      subject: put.subject,
      message: `ECR rejects ${put.name}: '${ANSWERS[put.kind]}'. ${faults.slice(0, MOST_FAULTS).join(' ')}${more}`,
      help: helpFor(put, faults),
    },
  ];
}

function faultsOf(policy: PolicyInPlan): readonly string[] {
  switch (policy.kind) {
    case 'policy':
      return findRefusalReasons(policy.policy);
    case 'faulty':
      if (policy.text.trim() === '') return ['It is empty.'];
      return policy.faults.map((fault) => `${capitalizeSentence(fault)}.`);
    case 'unknown':
      return policy.outline
        .flatMap(({ statement }) => unknownActions(statement.actions.values))
        .map((action) => `It has the action '${action}', ${actionFault(action)}`);
  }
}

function helpFor({ kind, policy }: EcrPolicy, faults: readonly string[]): string {
  if (faults.some((fault) => fault.includes('Principal is neither'))) {
    return 'Write the principal as an object: Principal = { AWS = "arn:aws:iam::111111111111:role/name" }. Only "*" can be a string.';
  }
  if (policy.kind === 'faulty' || faults[0] === 'It has no statements.') {
    const type = kind === 'registry-policy' ? 'aws_ecr_registry_policy' : 'policy resource';
    return `Write the policy with jsonencode or data.aws_iam_policy_document. To have no policy, remove the ${type}.`;
  }
  return 'Fix the statements. Each requires an Effect, a Principal that exists, and ECR actions.';
}
