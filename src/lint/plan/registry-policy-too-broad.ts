import { coveredActions } from '../../access/evaluate/statement-scope';
import { registryKey, repositoryArn, type RegistryId } from '../../aws/arn';
import type { RepositoryFilter } from '../../aws/names';
import { REPLICATION_ACTIONS, type EcrAction } from '../../aws/policy/actions';
import type { PolicyStatement } from '../../aws/policy/document';
import { sortedUnique } from '../../base/collections';
import { capitalizeSentence, formatList, quoteAll } from '../../base/text';
import type { PlannedRegistry } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import { isChangedInAws, UNCHANGED_OPTION } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';
import { grantedText, granteesText } from '../finding-text';
import { policiesAfter, type NamedStatement, type PolicyAfter } from '../predicates/policies-after';
import { externalGranteesOf, externalGranteesText, isPublic } from '../predicates/public-statements';
import { defineRule, type Problem } from '../rule';

export const registryPolicyTooBroad = defineRule({
  id: 'registry-policy-too-broad',
  severity: 'warning',
  doc: 'Registry policy allows access to more repositories than necessary.',
  why:
    'A statement of a registry policy applies to every repository that its Resource matches, including repositories that ' +
    'are created later. A source that can replicate into all of them can write images under any name. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-examples.html',
  options: { unchanged: UNCHANGED_OPTION },
  check: (reviewed, { unchanged }) =>
    policiesAfter(reviewed, true)
      .filter(({ resource }) => resource.kind === 'registry-policy')
      .flatMap((policy) => problemsOf(policy, reviewed, unchanged || isChangedInAws(policy.resource))),
});

/** @param includesUnchanged whether to report statements that were too broad before the plans */
function problemsOf(
  policy: PolicyAfter,
  reviewed: PlanReview,
  includesUnchanged: boolean,
): readonly Problem[] {
  const { plan, address } = policy.resource;
  return policy.statements.flatMap((named) => {
    const { statement } = named;
    // `public-access` reports statements that allow every account.
    if (statement.effect !== 'Allow' || isPublic(statement, policy.statements)) return [];
    const wasTooBroadBefore = () =>
      !isForReplication(statement) || broaderThanRules(named, policy, reviewed.before) !== undefined;
    if (!includesUnchanged && wasTooBroadBefore()) return [];
    const found = isForReplication(statement)
      ? broaderThanRules(named, policy, reviewed.after)
      : grantsWholeRegistry(named, policy);
    return found === undefined ? [] : { at: { plan, address }, subject: policy.subject, ...found };
  });
}

type BroadStatementText = Pick<Problem, 'message' | 'help'>;

function isForReplication({ actions }: PolicyStatement): boolean {
  // ECR also calls TagResource if a creation template has tags.
  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
  const needed = new Set<EcrAction>([...REPLICATION_ACTIONS.created, 'ecr:TagResource']);
  return coveredActions(actions).every((action) => needed.has(action));
}

/** Returns undefined if these plans do not contain the replication rules of all sources. */
function broaderThanRules(
  { statement, label }: NamedStatement,
  { registry, name }: PolicyAfter,
  { registries }: PlanReview['after'],
): BroadStatementText | undefined {
  const outsiders = externalGranteesOf(statement, registry);
  const accounts = outsiders.map(({ who }) => (who.kind === 'account' ? who.accountId : undefined));
  if (accounts.length === 0) return undefined;
  const filters = accounts.map((account) =>
    filtersTo(
      registry,
      registries.filter(({ accountId }) => accountId === account),
    ),
  );
  const known = filters.flatMap((each) => (each === undefined || each === 'all' ? [] : each));
  if (filters.some((each) => each === undefined || each === 'all')) return undefined;
  const broadResources = resourcesBeyond(known, statement);
  if (broadResources.length === 0) return undefined;
  const mayCreate = coveredActions(statement.actions).includes('ecr:CreateRepository');
  return {
    message:
      `${capitalizeSentence(name)} lets ${granteesText(outsiders)} replicate into ${formatList(broadResources, 4)} (${label}), ` +
      `but the replication rules match only names that start with ${formatList(quoteAll(sortedUnique(known)), 6)}.`,
    help: `Limit Resource to ${formatList(
      sortedUnique(known).map((filter) => repositoryArn(registry, `${filter}*`)),
      6,
    )}.${mayCreate ? '' : ' Or list the repositories, because this statement does not allow ecr:CreateRepository.'}`,
  };
}

/**
 * Returns the filters by which the registries of one account replicate to a destination, or undefined if they are unknown
 * or in no plan.
 */
function filtersTo(
  destination: RegistryId,
  sources: readonly PlannedRegistry[],
): readonly RepositoryFilter[] | 'all' | undefined {
  if (!sources.every(({ replication }) => isKnown(replication))) return undefined;
  const rulesToDestination = sources
    .flatMap(({ replication }) => (isKnown(replication) ? replication : []))
    .filter(({ destinations }) =>
      destinations.some((other) => registryKey(other) === registryKey(destination)),
    );
  if (rulesToDestination.length === 0) return undefined;
  if (rulesToDestination.some(({ filters }) => filters === 'all')) return 'all';
  return rulesToDestination.flatMap(({ filters }) => (filters === 'all' ? [] : filters));
}

/** Returns the Resource values that match names which no filter matches. */
function resourcesBeyond(
  filters: readonly RepositoryFilter[],
  { resources }: PolicyStatement,
): readonly string[] {
  if (resources === undefined) return [];
  if (resources.isNot) return [`everything except ${formatList(resources.values, 4)}`];
  return resources.values.filter((value) => {
    const namePrefix = literalNamePrefix(value);
    return namePrefix !== undefined && !filters.some((filter) => namePrefix.startsWith(filter));
  });
}

/** Returns the prefix that all names matched by a Resource share, or undefined if it matches at most one repository. */
function literalNamePrefix(resource: string): string | undefined {
  const wildcardIndex = resource.search(/[*?]/);
  if (wildcardIndex === -1) return undefined;
  const name = /^arn:(?:[^:]*:){4}repository\/(.*)$/s.exec(resource)?.[1];
  // A wildcard before the name can match any name.
  if (name === undefined) return '';
  const wildcardIndexInName = name.search(/[*?]/);
  return wildcardIndexInName === -1 ? undefined : name.slice(0, wildcardIndexInName);
}

/** Reports statements that allow more than replication in every repository. Examples of AWS allow replication into all. */
function grantsWholeRegistry(
  { statement, label }: NamedStatement,
  { registry, name }: PolicyAfter,
): BroadStatementText | undefined {
  const outsiders = externalGranteesOf(statement, registry);
  if (outsiders.length === 0 || !matchesEveryRepository(statement)) return undefined;
  return {
    message:
      `${capitalizeSentence(name)} lets ${externalGranteesText(outsiders, registry)} ${grantedText([statement])} in every repository, ` +
      `including repositories that are created later (${label}).`,
    help: `List the repositories in Resource, such as ${repositoryArn(registry, 'team/*')}. Or allow the access in the policies of the intended repositories.`,
  };
}

function matchesEveryRepository({ resources }: PolicyStatement): boolean {
  if (resources === undefined) return false;
  return resources.isNot || resources.values.some((value) => literalNamePrefix(value) === '');
}
