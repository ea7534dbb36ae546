import type { PolicyElement } from '../../aws/policy/document';
import { capitalizeSentence, formatList } from '../../base/text';
import {
  isChangedInAws,
  type PlannedResource,
  type PolicyInPlan,
  type StatementPart,
} from '../../plan/model/planned-resource';
import { addressOf } from '../predicates/plan-resources';
import { namedStatements, policyName, policySubject } from '../predicates/policies-after';
import { repositoryArnReferences } from '../predicates/unknown-values';
import { withTemplatePolicies } from '../predicates/template-policies';
import { defineRule, type Problem, type Severity } from '../rule';

const rule = defineRule({
  id: 'resource-in-repository-policy',
  severity: 'error',
  doc: 'Repository policy contains a Resource. If its value is "*", the finding is a warning.',
  why:
    'A repository policy applies only to its own repository. ECR has rejected policies with a Resource during the apply ' +
    "('Invalid repository policy provided'), after other resources had changed. Only a registry policy lists repositories. " +
    'Current examples of AWS contain Resource "*", so that value is only a warning. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html',
  options: {
    allowEverything: {
      kind: 'flag',
      default: false,
      doc: 'Do not report Resource "*".',
    },
  },
  check: ({ resources }, { allowEverything }) =>
    resources
      .flatMap(problemOf)
      .filter(({ severity }) => !(allowEverything && severity === WILDCARD_SEVERITY)),
});

export const resourceInRepositoryPolicy = withTemplatePolicies(rule);

/** The severity of `Resource: "*"`. */
const WILDCARD_SEVERITY = 'warning' satisfies Severity;

function problemOf(resource: PlannedResource): readonly Problem[] {
  if (resource.kind !== 'repository-policy' || resource.after === undefined) return [];
  const { before, after } = resource;
  const found = faultOf(after.policy);
  // AWS has accepted a policy that does not change.
  if (!isChangedInAws(resource) || found === undefined || isAccepted(found, before?.policy)) return [];
  return [
    {
      at: addressOf(resource),
      subject: policySubject(resource, after.registry),
      message: `${capitalizeSentence(policyName(resource))} ${found.text}`,
      help: found.severity === WILDCARD_SEVERITY ? REMOVE : `${REMOVE} ${MOVE_TO_REGISTRY_POLICY}`,
      severity: found.severity,
      helpForDeclaration:
        "Remove 'resources' from the statement of the repository in topology.yaml. To let another account replicate, write a " +
        "rule under 'replication': it generates the registry policy.",
    },
  ];
}

const REMOVE = 'Remove Resource, because the policy applies only to its own repository.';
const MOVE_TO_REGISTRY_POLICY =
  'To let another account replicate, move the statement to the aws_ecr_registry_policy of the destination, and keep the ' +
  'Resource there.';

interface Fault {
  readonly text: string;
  readonly severity: Severity | undefined;
}

const REFUSED =
  "ECR has rejected repository policies with a Resource ('Invalid repository policy provided').";
const MAY_BE_REFUSED =
  'Current examples of AWS contain it, but ECR has rejected such policies in the past ' +
  "('Invalid repository policy provided').";

function faultOf(policy: PolicyInPlan): Fault | undefined {
  const withResource = namedStatements(policy).flatMap(({ statement: { resources }, label, unknown }) =>
    resources === undefined ? [] : { label, isWildcard: isWildcard(resources, unknown) },
  );
  const withArns = withResource.filter((each) => !each.isWildcard);
  if (withArns.length > 0) {
    return { text: `contains a Resource in ${labelsOf(withArns)}. ${REFUSED}`, severity: undefined };
  }
  const arns = policy.kind === 'unknown' ? arnReferencesText(policy) : undefined;
  if (arns !== undefined) return { text: arns, severity: undefined };
  if (withResource.length === 0) return undefined;
  return {
    text: `contains Resource "*" in ${labelsOf(withResource)}. ${MAY_BE_REFUSED}`,
    severity: WILDCARD_SEVERITY,
  };
}

function labelsOf(statements: readonly { readonly label: string }[]): string {
  return formatList(
    statements.map(({ label }) => label),
    4,
  );
}

function isWildcard({ isNot, values }: PolicyElement, unknown: readonly StatementPart[]): boolean {
  return !isNot && !unknown.includes('resources') && values.every((value) => value === '*');
}

/** Describes references to repository ARNs in a policy that is known only after apply. */
function arnReferencesText({
  isOutlineComplete,
  references,
}: Extract<PolicyInPlan, { kind: 'unknown' }>): string | undefined {
  if (isOutlineComplete) return undefined;
  const arns = repositoryArnReferences(references);
  if (arns.length === 0) return undefined;
  return `refers to ${formatList(arns, 4)}. A policy uses the ARN of a repository only in a Resource. ${REFUSED}`;
}

/** Whether AWS has accepted a policy with the same fault for this repository. */
function isAccepted({ severity }: Fault, before: PolicyInPlan | undefined): boolean {
  const previousFault = before?.kind === 'policy' ? faultOf(before) : undefined;
  return (
    previousFault !== undefined && (previousFault.severity === undefined || severity === WILDCARD_SEVERITY)
  );
}
