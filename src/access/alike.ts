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

/** What of several statements is about an ARN, by their places. */
export interface About {
  /** In order. */
  readonly certain: readonly number[];
  /** Whether it depends on a policy variable for some other one. */
  readonly isUnclear: boolean;
}

/**
 * Tells which of many statements of identity and registry policies are about an ARN. Most name whole ARNs, which are looked
 * up: in a large plan every role has a policy of its own, about a repository of its own.
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

/** Undefined where wildcards or variables stand in it. */
function exactText(value: string): string | undefined {
  const { pattern } = readResource(value);
  return pattern?.kind === 'exact' ? pattern.text : undefined;
}

/**
 * The repositories of a registry, together where no policy tells one from another: whatever is asked of one of them
 * is answered for all. In a registry of hundreds there are mostly a few kinds.
 *
 * @param others which statements of every other policy are about them
 * @param apart what else tells them apart
 */
export function alikeRepositories(
  registry: PlannedRegistry,
  others: (arn: string) => About,
  apart: (name: RepositoryName) => readonly string[],
): readonly (readonly [PlannedRepository, ...PlannedRepository[]])[] {
  const groups = grouped(registry.repositories, ({ name, policy }) => {
    const arn = repositoryArn(registry, name);
    const answers = [statementsByArn(statementsOf(policy))(arn), others(arn)];
    // A policy variable may tell it from any other.
    const itself = answers.some(({ isUnclear }) => isUnclear) ? name : '';
    return JSON.stringify([policy ?? null, answers.map(({ certain }) => certain), itself, apart(name)]);
  });
  return [...groups.values()];
}
