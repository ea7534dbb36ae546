import {
  grouped,
  repositoryArn,
  statementsOf,
  type PolicyStatement,
  type PlannedRegistry,
  type PlannedRepository,
  type RepositoryName,
} from '../registry';
import { resourceTest } from './coverage';

/** A statement of an identity or registry policy, ready to be asked about many repositories. */
export interface AskedStatement {
  readonly statement: PolicyStatement;
  readonly isAbout: ReturnType<typeof resourceTest>;
}

/** The statements that name resources. */
export function askedStatements(statements: readonly PolicyStatement[]): readonly AskedStatement[] {
  return statements.flatMap((statement) =>
    statement.resources === undefined ? [] : { statement, isAbout: resourceTest(statement.resources) },
  );
}

/**
 * The repositories of a registry, together where no policy tells one from another: whatever is asked of one of them
 * is answered for all. In a registry of hundreds there are mostly a few kinds.
 *
 * @param others the statements of every other policy that may be about them
 * @param apart what else tells them apart
 */
export function alikeRepositories(
  registry: PlannedRegistry,
  others: readonly AskedStatement[],
  apart: (name: RepositoryName) => readonly string[],
): readonly (readonly [PlannedRepository, ...PlannedRepository[]])[] {
  const groups = grouped(registry.repositories, ({ name, policy }) => {
    const arn = repositoryArn(registry, name);
    const own = askedStatements(statementsOf(policy));
    const answers = [...own, ...others].map(({ isAbout }) => isAbout(arn));
    // A policy variable may tell it from any other.
    const itself = answers.includes('unclear') ? name : '';
    return JSON.stringify([policy ?? null, answers, itself, apart(name)]);
  });
  return [...groups.values()];
}
