import {
  grouped,
  repositoryArn,
  statementsOf,
  type Element,
  type PlannedRegistry,
  type PlannedRepository,
  type PolicyStatement,
  type RepositoryName,
} from '../registry';
import { resourceTest } from './coverage';
import { readResource } from './policy/template';

/** The statements that match an ARN, by index. */
export interface About {
  /** Sorted. */
  readonly certain: readonly number[];
  /** Whether another statement may match, depending on a policy variable. */
  readonly isUnclear: boolean;
}

/**
 * Returns a function that finds the statements whose `Resource` matches an ARN. Exact ARNs are looked up in a map, because in
 * a large plan every role has its own policy for its own repository.
 */
export function statementsByArn(statements: readonly PolicyStatement[]): (arn: string) => About {
  const exact = new Map<string, number[]>();
  const others: { readonly place: number; readonly isAbout: ReturnType<typeof resourceTest> }[] = [];
  for (const [place, { resources }] of statements.entries()) {
    if (resources === undefined) continue;
    const rest = [];
    for (const value of resources.values) {
      const arn = resources.isNot ? undefined : exactText(value);
      if (arn === undefined) {
        rest.push(value);
        continue;
      }
      const places = exact.get(arn) ?? [];
      exact.set(arn, places);
      places.push(place);
    }
    const left: Element = { isNot: resources.isNot, values: rest };
    if (resources.isNot || rest.length > 0) others.push({ place, isAbout: resourceTest(left) });
  }
  return (arn) => {
    const named = exact.get(arn) ?? [];
    const found = others.map(({ place, isAbout }) => ({ place, answer: isAbout(arn) }));
    const certain = found.flatMap(({ place, answer }) => (answer === 'yes' ? place : []));
    return {
      certain: [...new Set([...named, ...certain])].sort((a, b) => a - b),
      isUnclear: found.some(({ place, answer }) => answer === 'unclear' && !named.includes(place)),
    };
  };
}

/** Returns undefined if the value contains wildcards or variables. */
function exactText(value: string): string | undefined {
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
export function alikeRepositories(
  registry: PlannedRegistry,
  others: (arn: string) => About,
  apart: (name: RepositoryName) => readonly string[],
): readonly (readonly [PlannedRepository, ...PlannedRepository[]])[] {
  const groups = grouped(registry.repositories, ({ name, policy }) => {
    const arn = repositoryArn(registry, name);
    const answers = [statementsByArn(statementsOf(policy))(arn), others(arn)];
    // A policy variable can distinguish this repository from all others.
    const itself = answers.some(({ isUnclear }) => isUnclear) ? name : '';
    return JSON.stringify([policy ?? null, answers.map(({ certain }) => certain), itself, apart(name)]);
  });
  return [...groups.values()];
}
