import { hasVariableBeforeResource } from '../../access/evaluate/value-pattern';
import { repositoryArn, type RegistryId } from '../../aws/arn';
import { isAccountId, isRepositoryName, uncheckedAccountId, uncheckedRegion } from '../../aws/names';
import { isRegionKnown } from '../../aws/partitions';
import { resourceFault, type ResourceFault } from '../../aws/policy/resources';
import { capitalizeSentence, formatList } from '../../base/text';
import { isChangedInAws, UNCHANGED_OPTION, type PlannedResource } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';
import { accountOrPlaceholder } from '../../terraform/hcl';
import { registryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import {
  policiesAfter,
  policyName,
  policySubject,
  type NamedStatement,
  type PolicyAfter,
} from '../predicates/policies-after';
import { defineRule, type Problem } from '../rule';

export const wrongArnInRegistryPolicy = defineRule({
  id: 'wrong-arn-in-registry-policy',
  severity: 'error',
  doc: 'Statement of a registry policy has no Resource, or a Resource that is not in that registry.',
  why:
    "Without a Resource, ECR rejects the policy ('Invalid registry policy provided'). A Resource that is not a repository " +
    'of the account and Region matches nothing, so the statement has no effect, and no error shows that. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-examples.html',
  options: { unchanged: UNCHANGED_OPTION },
  check: (reviewed, { unchanged }) => [
    ...policiesAfter(reviewed, unchanged)
      .filter(({ resource }) => resource.kind === 'registry-policy')
      .flatMap(problemsOf),
    ...reviewed.resources.flatMap((resource) => unknownProblems(resource, reviewed)),
  ],
});

function problemsOf(policy: PolicyAfter): readonly Problem[] {
  const { resource, registry, name, subject } = policy;
  const at = addressOf(resource);
  return policy.statements.flatMap((named): readonly Problem[] => [
    ...withoutResource(named, policy).map((problem) => ({ at, subject, ...problem })),
    ...wrongResources(named, registry).map(([text, fault]) => ({
      at,
      subject,
      message: `${capitalizeSentence(named.label)} of ${name} has the Resource '${text}', ${FAULTS[fault]}. It matches no repository of this registry.`,
      help: `Use ${suggestedArn(registry, text)}. To match several repositories, use * in the name.${wrongRegistryHint(fault)}`,
      severity: fault === 'variable' ? ('warning' as const) : undefined,
    })),
  ]);
}

function withoutResource(
  { statement, label }: NamedStatement,
  { resource, registry, name }: PolicyAfter,
): readonly Pick<Problem, 'message' | 'help'>[] {
  // AWS has accepted a policy that does not change.
  if (!isChangedInAws(resource) || statement.resources !== undefined) return [];
  return [
    {
      message: `${capitalizeSentence(label)} of ${name} has no Resource. ECR rejects the policy ('Invalid registry policy provided').`,
      help:
        `List the repositories: ${arnTemplate(registry)}. If the statement is for one repository, move it to an ` +
        'aws_ecr_repository_policy, without a Resource.',
    },
  ];
}

function wrongResources(
  { statement: { resources } }: NamedStatement,
  registry: RegistryId,
): readonly (readonly [text: string, fault: WrongResource])[] {
  // In NotResource, a value that matches nothing excludes nothing.
  if (resources === undefined || resources.isNot) return [];
  return resources.values.flatMap((text) => {
    const fault = hasVariableBeforeResource(text)
      ? 'variable'
      : resourceFault(comparableRegistry(registry, text), text);
    return fault === undefined ? [] : [[text, fault] as const];
  });
}

/** Replaces an unknown account or Region of the registry by the one of the ARN, so that it is not reported as different. */
function comparableRegistry({ accountId, region }: RegistryId, arn: string): RegistryId {
  const [, , , arnRegion = '', arnAccount = ''] = arn.split(':');
  return {
    accountId: isAccountId(accountId) ? accountId : uncheckedAccountId(arnAccount),
    region: isRegionKnown(region) ? region : uncheckedRegion(arnRegion),
  };
}

type WrongResource = ResourceFault | 'variable';

const FAULTS: Readonly<Record<WrongResource, string>> = {
  'not-an-arn': 'which is not an ARN',
  url: 'which is the URL of a repository, not its ARN',
  'other-service': 'which is an ARN of another service, not of ECR',
  'no-repository': "which is not the ARN of a repository, because 'repository/' does not follow the account",
  'other-partition': 'which is in another partition',
  'other-region': 'which is in another Region',
  'other-account': 'which is in another account',
  variable: 'which has a policy variable before the fifth colon, where IAM does not replace it',
};

/** Returns the ARN that the author probably intended. */
function suggestedArn(registry: RegistryId, text: string): string {
  const isUrl = text.includes('.dkr');
  const [last = ''] = isUrl ? text.split('/').slice(1).join('/').split(':') : text.split(':').slice(-1);
  const name = last.replace(/^repository\//, '');
  const isName = isRepositoryName(name.replaceAll('*', 'x'));
  return isName ? arnTemplate(registry).replace('<name>', () => name) : arnTemplate(registry);
}

function wrongRegistryHint(fault: WrongResource): string {
  return fault === 'other-account' || fault === 'other-region'
    ? ' If the policy belongs to another registry, use the provider of that account and Region.'
    : '';
}

function arnTemplate({ accountId, region }: RegistryId): string {
  const known = { accountId: accountOrPlaceholder(accountId, 'THIS_ACCOUNT_ID'), region };
  return repositoryArn(known, '*').replace('*', '<name>');
}

/** Reports references to repositories of another registry in a policy that is known only after apply. */
function unknownProblems(resource: PlannedResource, reviewed: PlanReview): readonly Problem[] {
  if (resource.kind !== 'registry-policy' || resource.after?.policy.kind !== 'unknown') return [];
  const { registry, policy } = resource.after;
  const otherRegistries = policy.references.flatMap((reference) => {
    const location = locateRepository(reference, resource, reviewed);
    return location === undefined || mayBeSameRegistry(location, registry) ? [] : { reference, location };
  });
  if (otherRegistries.length === 0) return [];
  const texts = otherRegistries.map(
    ({ reference, location }) => `${reference}, which is in ${registryMark(location)}`,
  );
  return [
    {
      at: addressOf(resource),
      subject: policySubject(resource, registry),
      message: `${capitalizeSentence(policyName(resource))} refers to ${formatList(texts, 4)}. As a Resource, ${texts.length === 1 ? 'this ARN matches' : 'these ARNs match'} no repository of this registry.`,
      help: `Refer to the repository of the destination, or use ${arnTemplate(registry)}.`,
    },
  ];
}

/** Returns the registry of the repository whose ARN an expression of the same module refers to, or undefined. */
function locateRepository(
  reference: string,
  { plan, address }: PlannedResource,
  { resources }: PlanReview,
): RegistryId | undefined {
  if (!reference.startsWith('aws_ecr_repository.') || !reference.endsWith('.arn')) return undefined;
  const module = address.slice(0, address.lastIndexOf('aws_ecr_registry_policy.'));
  const referred = `${module}${reference.slice(0, -'.arn'.length)}`;
  const found = resources.find((each) => each.plan === plan && each.address === referred);
  return found?.after?.registry;
}

/** Unknown accounts and Regions count as equal. */
function mayBeSameRegistry(a: RegistryId, b: RegistryId): boolean {
  const areAccountsKnown = isAccountId(a.accountId) && isAccountId(b.accountId);
  const areRegionsKnown = isRegionKnown(a.region) && isRegionKnown(b.region);
  return (!areAccountsKnown || a.accountId === b.accountId) && (!areRegionsKnown || a.region === b.region);
}
