import { listed } from '../../registry';
import { named, policyName, policySubject } from '../policies/policies-after';
import { repositoryArnReferences } from '../policies/repository-references';
import type { PlannedResource, PolicyInPlan } from '../resources/planned';
import type { Problem } from '../reviewed';
import { rule } from '../rule';
import { sentence } from '../words/sentence';
import { addressOf } from '../managing';

export const resourceInRepositoryPolicy = rule({
  id: 'resource-in-repository-policy',
  severity: 'error',
  doc: 'A repository policy has no Resource: the repository itself is the resource.',
  why:
    "Terraform plans it, and the apply stops halfway: ECR has refused such policies with 'Invalid repository policy " +
    "provided'. A policy that names repositories is the policy of a registry. " +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html',
  options: {
    allowEverything: {
      kind: 'flag',
      default: false,
      doc: 'Resource "*" is no finding: newer examples of AWS have it.',
    },
  },
  check: ({ resources }, { allowEverything }) =>
    resources.flatMap((resource) => problemOf(resource, allowEverything)),
});

function problemOf(resource: PlannedResource, allowEverything: boolean): readonly Problem[] {
  if (resource.kind !== 'repository-policy' || resource.after === undefined) return [];
  const { action, before, after } = resource;
  // What AWS has already, it has taken.
  if (action === 'no-op' || action === 'forget' || hasResource(before?.policy)) return [];
  const found = faultOf(after.policy, allowEverything);
  if (found === undefined) return [];
  return [
    {
      at: addressOf(resource),
      subject: policySubject(resource, after.registry),
      message: `${sentence(policyName(resource))} ${found}`,
      help:
        'Remove Resource: the policy is about its own repository anyway. If it is to let another account replicate, ' +
        'it is no repository policy at all: write it as aws_ecr_registry_policy, once for the account and Region of the ' +
        'destination, and there keep the Resource.',
      helpForDeclaration:
        "Remove 'resources' from the statement of the repository in topology.yaml. To let another account replicate, write a " +
        "rule under 'replication': it generates the registry policy.",
    },
  ];
}

const REFUSED = "ECR has refused such policies with 'Invalid repository policy provided'.";

function faultOf(policy: PolicyInPlan, allowEverything: boolean): string | undefined {
  switch (policy.kind) {
    case 'faulty':
      return undefined;
    case 'policy': {
      const labels = named(policy.policy).flatMap(({ statement: { resources }, label }) => {
        if (resources === undefined) return [];
        const isEverything = !resources.isNot && resources.values.every((value) => value === '*');
        return allowEverything && isEverything ? [] : label;
      });
      return labels.length === 0 ? undefined : `has a Resource in ${listed(labels, 4)}: ${REFUSED}`;
    }
    case 'notKnown':
      return unknownFault(policy);
  }
}

/** The text is known only after apply, but something of it is not. */
function unknownFault({
  outline,
  isOutlineComplete,
  references,
}: Extract<PolicyInPlan, { kind: 'notKnown' }>): string | undefined {
  if (outline.some(({ hasResources }) => hasResources)) {
    return `has resources in its aws_iam_policy_document: ${REFUSED}`;
  }
  if (isOutlineComplete) return undefined;
  const arns = repositoryArnReferences(references);
  if (arns.length === 0) return undefined;
  return `refers to ${listed(arns, 4)}, and the ARN of a repository can only stand in a Resource: ${REFUSED}`;
}

function hasResource(policy: PolicyInPlan | undefined): boolean {
  return (
    policy?.kind === 'policy' && policy.policy.statements.some(({ resources }) => resources !== undefined)
  );
}
