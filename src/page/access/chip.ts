import type { RegistryName, RepositoryName } from '../../aws/names';
import { memoize } from '../../base/collections';
import { firstNames, repositoryTexts } from '../../report/access/matrix-text';
import type { AccessEntry } from '../../report/page/access';
import type { PageModel } from '../model/page-model';

/** What a chip shows of an entry. */
export interface ChipText {
  /** `pull`, or the first actions. */
  readonly operation: string;
  /** Names and namespaces such as `team/*`. */
  readonly repositories: string;
}

const MAX_REPOSITORIES = 3;
const MAX_ACTIONS = 2;

/** Returns a function that shortens the texts of an entry. It folds each list of repositories once. */
export function createChipText(model: PageModel): (entry: AccessEntry) => ChipText {
  const { topology } = model.data;
  const namesOf = memoize(
    (registry: RegistryName | undefined): readonly RepositoryName[] =>
      topology.registries.find(({ name }) => name === registry)?.repositories.map(({ name }) => name) ?? [],
  );
  const folded = memoize((source: RegistryName | undefined) =>
    memoize((repositories: readonly RepositoryName[]) =>
      firstNames(repositoryTexts(repositories, namesOf(source)), MAX_REPOSITORIES).join(', '),
    ),
  );
  return memoize((entry: AccessEntry): ChipText => {
    const { caller, operation, actions, registry, repositories } = entry;
    const source = caller.kind === 'registry' ? caller.registry : registry.name;
    return {
      operation: operation === 'other' ? firstNames(actions, MAX_ACTIONS).join(', ') : operation,
      repositories: folded(source)(repositories === 'all' ? namesOf(source) : repositories),
    };
  });
}
