import type { RepositoryName } from '../../aws/names';
import { isKnown } from '../../model/unknown';
import type { RepositoryResource } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review.reviewed';
import { repositoryMark } from '../finding-text';
import type { Problem } from '../rule';

/** A repository with a known name, as it is after the plans are applied. */
export interface RepositoryAfter {
  readonly resource: RepositoryResource;
  readonly values: NonNullable<RepositoryResource['after']>;
  readonly name: RepositoryName;
  /** Whether the plans create or change the repository. An import without changes does not count. */
  readonly isChanged: boolean;
}

/** Returns every managed repository with a known name that exists after the plans are applied. */
export function repositoriesAfter({ resources }: PlanReview): readonly RepositoryAfter[] {
  return resources.flatMap((resource) => {
    if (resource.kind !== 'repository' || resource.isDeposed || resource.after === undefined) return [];
    const { after: values, action } = resource;
    if (action === 'forget' || !isKnown(values.name)) return [];
    return { resource, values, name: values.name, isChanged: action !== 'no-op' };
  });
}

/** @param predicate the rest of the sentence that starts with the repository's name */
export function repositoryProblem(
  { resource, values, name }: RepositoryAfter,
  predicate: string,
  advice: Pick<Problem, 'help' | 'helpForDeclaration'>,
): Problem {
  const { plan, address } = resource;
  const { registry } = values;
  return {
    at: { plan, address },
    subject: { registry, repository: name },
    message: `The repository ${repositoryMark(registry, name)} ${predicate}`,
    ...advice,
  };
}
