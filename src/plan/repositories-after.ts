import { isKnown, type RepositoryName } from '../registry';
import { repositoryText } from './words/place-text';
import type { RepositoryResource } from './resources/planned';
import type { Reviewed } from './reviewed';
import type { Problem } from './rule';

/** A repository whose name is known, as the plans leave it. */
export interface RepositoryAfter {
  readonly resource: RepositoryResource;
  readonly values: NonNullable<RepositoryResource['after']>;
  readonly name: RepositoryName;
  /** Whether the plans create or change it. What is imported as it is stays as it is. */
  readonly isTouched: boolean;
}

/** Every repository that is there when the plans are applied. */
export function repositoriesAfter({ resources }: Reviewed): readonly RepositoryAfter[] {
  return resources.flatMap((resource) => {
    if (resource.kind !== 'repository' || resource.isDeposed || resource.after === undefined) return [];
    const { after: values, action } = resource;
    if (action === 'forget' || !isKnown(values.name)) return [];
    return { resource, values, name: values.name, isTouched: action !== 'no-op' };
  });
}

/** A problem of one repository. `says` follows its name. */
export function repositoryProblem(
  { resource, values, name }: RepositoryAfter,
  says: string,
  advice: Pick<Problem, 'help' | 'helpForDeclaration'>,
): Problem {
  const { plan, address } = resource;
  const { registry } = values;
  return {
    at: { plan, address },
    subject: { registry, repository: name },
    message: `The repository ${repositoryText(registry, name)} ${says}`,
    ...advice,
  };
}
