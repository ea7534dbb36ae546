import { repositoryArn } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import type { PolicyElement, PolicyStatement } from '../../aws/policy/document';
import { groupBy, memoize } from '../../base/collections';
import type { PlannedRegistry, PlannedRepository } from '../../model/topology';
import { knownStatements } from '../../model/unknown';
import { createResourceMatcher } from '../evaluate/statement-scope';
import { readResource } from '../evaluate/value-pattern';

/** The statements that match an ARN, by index. */
export interface StatementMatches {
  /** Sorted. */
  readonly certain: readonly number[];
  /** Whether another statement may match, depending on a policy variable. */
  readonly isUnclear: boolean;
}

/**
 * Returns a function that finds the statements whose `Resource` matches an ARN. Exact ARNs are looked up in a map, because in
 * a large plan every role has its own policy for its own repository.
 */
export function indexStatementsByArn(
  statements: readonly PolicyStatement[],
): (arn: string) => StatementMatches {
  const exact = new Map<string, number[]>();
  const otherStatements: {
    readonly index: number;
    readonly matchesArn: ReturnType<typeof createResourceMatcher>;
  }[] = [];
  for (const [index, { resources }] of statements.entries()) {
    if (resources === undefined) continue;
    const rest = [];
    for (const value of resources.values) {
      const arn = resources.isNot ? undefined : exactArn(value);
      if (arn === undefined) {
        rest.push(value);
        continue;
      }
      const indexes = exact.get(arn) ?? [];
      exact.set(arn, indexes);
      indexes.push(index);
    }
    const remaining: PolicyElement = { isNot: resources.isNot, values: rest };
    if (resources.isNot || rest.length > 0) {
      otherStatements.push({ index, matchesArn: createResourceMatcher(remaining) });
    }
  }
  return (arn) => {
    const exactMatches = exact.get(arn) ?? [];
    const found = otherStatements.map(({ index, matchesArn }) => ({ index, answer: matchesArn(arn) }));
    const certain = found.flatMap(({ index, answer }) => (answer === 'yes' ? index : []));
    return {
      certain: [...new Set([...exactMatches, ...certain])].sort((a, b) => a - b),
      isUnclear: found.some(({ index, answer }) => answer === 'unclear' && !exactMatches.includes(index)),
    };
  };
}

/** Returns undefined if the value contains wildcards or variables. */
function exactArn(value: string): string | undefined {
  const { pattern } = readResource(value);
  return pattern?.kind === 'exact' ? pattern.text : undefined;
}

/**
 * Groups the repositories of a registry that no policy distinguishes. An answer for one of them is valid for its group, so
 * a registry with hundreds of repositories needs few evaluations.
 *
 * @param otherStatements finds the statements of all other policies that match an ARN
 * @param distinguishing returns other texts that distinguish a repository
 */
export function groupRepositories(
  registry: PlannedRegistry,
  otherStatements: (arn: string) => StatementMatches,
  distinguishing: (name: RepositoryName) => readonly string[],
): readonly (readonly [PlannedRepository, ...PlannedRepository[]])[] {
  // Many repositories share one policy.
  const readPolicy = memoize((policy: PlannedRepository['policy']) => ({
    text: JSON.stringify(policy ?? null),
    statements: indexStatementsByArn(knownStatements(policy)),
  }));
  const groups = groupBy(registry.repositories, ({ name, policy: shared }) => {
    const arn = repositoryArn(registry, name);
    const policy = readPolicy(shared);
    const answers = [policy.statements(arn), otherStatements(arn)];
    // A policy variable can distinguish this repository from all others.
    const ownName = answers.some(({ isUnclear }) => isUnclear) ? name : '';
    return JSON.stringify([
      policy.text,
      answers.map(({ certain }) => certain),
      ownName,
      distinguishing(name),
    ]);
  });
  return [...groups.values()];
}
