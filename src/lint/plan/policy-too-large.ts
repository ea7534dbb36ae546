import { identityArn } from '../../aws/arn';
import { LIMITS } from '../../aws/limits';
import { policyText, type PolicyDocument } from '../../aws/policy/document';
import { groupBy } from '../../base/collections';
import { capitalizeSentence } from '../../base/text';
import { isKnown } from '../../model/unknown';
import { isChangedInAws, type PlannedOf, type PlannedResource } from '../../plan/model/planned-resource';
import { ofRepositoryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { policyName, policySubject } from '../predicates/policies-after';
import { withTemplatePolicies } from '../predicates/template-policies';
import { defineRule, type Problem } from '../rule';

const rule = defineRule({
  id: 'policy-too-large',
  severity: 'error',
  doc: 'Policy is longer than AWS allows.',
  why:
    'terraform plan does not check the length. AWS rejects the policy during the apply, after other resources have changed. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html',
  options: {},
  check: ({ resources }) => [...resources.flatMap(problemOf), ...inlinePolicyProblems(resources)],
});

export const policyTooLarge = withTemplatePolicies(rule);

function problemOf(resource: PlannedResource): readonly Problem[] {
  // AWS has accepted a policy that does not change.
  if (!isChangedInAws(resource)) return [];
  if (resource.kind === 'lifecycle-policy') return lifecyclePolicyProblem(resource);
  if (resource.kind !== 'registry-policy' && resource.kind !== 'repository-policy') return [];
  const { after, kind } = resource;
  if (after === undefined || after.policy.kind === 'unknown') return [];
  const limit = kind === 'registry-policy' ? LIMITS.registryPolicyLength : LIMITS.repositoryPolicyLength;
  const length = countedLength(after.policy.text);
  if (length <= limit) return [];
  return [
    {
      at: addressOf(resource),
      subject: policySubject(resource, after.registry),
      message: tooLongText(policyName(resource), length, limit),
      help: 'Combine statements: use the root of an account instead of its roles, aws:PrincipalOrgID instead of accounts, or a prefix with * instead of repositories.',
    },
  ];
}

function lifecyclePolicyProblem(resource: PlannedOf<'lifecycle-policy'>): readonly Problem[] {
  const { after } = resource;
  if (after === undefined || !isKnown(after.policy)) return [];
  const limit = LIMITS.lifecyclePolicyLength;
  const { length } = after.policy.text;
  if (length <= limit) return [];
  const { registry, repository } = after;
  return [
    {
      at: addressOf(resource),
      subject: { registry, repository: isKnown(repository) ? repository : undefined },
      message: tooLongText(`the lifecycle policy ${ofRepositoryMark(registry, repository)}`, length, limit),
      help: 'Combine rules that differ only in their tags: tagPatternList accepts wildcards.',
    },
  ];
}

type InlinePolicy = PlannedOf<'identity-policy'>;

/** IAM limits the total length of all inline policies of a role or user. */
function inlinePolicyProblems(resources: readonly PlannedResource[]): readonly Problem[] {
  const inline = resources.flatMap((resource) => {
    if (resource.kind !== 'identity-policy' || resource.after === undefined) return [];
    const { identity, policy, form } = resource.after;
    if (form !== 'inline' || !isKnown(identity) || !isKnown(policy)) return [];
    return { resource, identity, length: minimumLength(policy) };
  });
  return [...groupBy(inline, ({ identity }) => identityArn(identity)).values()].flatMap((all) => {
    const length = all.reduce((sum, each) => sum + each.length, 0);
    const [{ identity }] = all;
    const limit = LIMITS.inlinePoliciesLength[identity.kind];
    const written = all.filter(({ resource }) => isChangedInAws(resource));
    const [first, ...others] = written;
    if (first === undefined || length <= limit) return [];
    const largest = others.reduce((a, b) => (b.length > a.length ? b : a), first);
    return inlinePolicyProblem(largest.resource, {
      what:
        all.length === 1
          ? `the inline policy of ${identityArn(identity)}`
          : `the ${all.length} inline policies of ${identityArn(identity)}`,
      length,
      limit,
    });
  });
}

function inlinePolicyProblem(
  { plan, address, after }: InlinePolicy,
  { what, length, limit }: { readonly what: string; readonly length: number; readonly limit: number },
): readonly Problem[] {
  if (after === undefined) return [];
  return [
    {
      at: { plan, address },
      subject: { registry: after.registry },
      message: `${capitalizeSentence(what)} ${what.includes('policies') ? 'have' : 'has'} at least ${length} characters. IAM allows ${limit} in total.`,
      help: 'Use a prefix with * instead of repository names, or attach a managed policy, which can have another 6,144 characters.',
    },
  ];
}

function tooLongText(what: string, length: number, limit: number): string {
  return `${capitalizeSentence(what)} has ${length} characters without whitespace. ECR allows ${limit}.`;
}

/**
 * Counts the characters of a JSON text without the white space between tokens, which the provider removes. Handwritten,
 * because it is linear for any input, even invalid JSON.
 */
export function countedLength(text: string): number {
  let length = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (!isInString && /\s/.test(character)) continue;
    length += 1;
    if (character === '"') {
      isInString = !isInString;
    } else if (isInString && character === '\\') {
      // An escaped quotation mark does not end the string.
      length += 1;
      at += 1;
    }
  }
  return length;
}

/** Counts a list with one element as a bare value, because AWS accepts both. Avoids false positives. */
function minimumLength(policy: PolicyDocument): number {
  const text = policyText(policy);
  return text.length - 2 * [...text.matchAll(/\["[^"\\]*"\]/g)].length;
}
