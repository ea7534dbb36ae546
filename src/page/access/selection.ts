import type { RepositoryName } from '../../aws/names';
import type { AccessEntry } from '../../report/page/access';
import { repositoriesOfEntry } from '../../report/page/access';
import type { PageModel } from '../model/page-model';

/** The entry that the reader selected, and one of its repositories. */
export interface Selection {
  readonly entry: AccessEntry;
  readonly repository: RepositoryName;
}

/** The parameters of the URL for a selection. */
type SelectionParameters = Readonly<
  Partial<Record<'selectedCaller' | 'selectedOperation' | 'selectedRegistry' | 'repository', string>>
>;

/** Removes the selection from the URL. */
export const NO_SELECTION: SelectionParameters = {
  selectedCaller: '',
  selectedOperation: '',
  selectedRegistry: '',
  repository: '',
};

export function selectionParameters(
  { caller, operation, actions, registry }: AccessEntry,
  repository: string,
): SelectionParameters {
  return {
    selectedCaller: caller.text,
    selectedOperation: operationName({ operation, actions }),
    selectedRegistry: registry.text,
    repository,
  };
}

/** The operation, or the actions of other operations. */
function operationName({ operation, actions }: Pick<AccessEntry, 'operation' | 'actions'>): string {
  return operation === 'other' ? actions.join(',') : operation;
}

/** Returns undefined if the URL has no selection, or one that the topology does not have. */
export function findSelection(
  { data: { access, topology } }: PageModel,
  parameters: SelectionParameters,
): Selection | undefined {
  const { selectedCaller, selectedOperation, selectedRegistry, repository } = parameters;
  if (selectedCaller === undefined) return undefined;
  const found = access
    .filter(
      (entry) =>
        entry.caller.text === selectedCaller &&
        operationName(entry) === selectedOperation &&
        entry.registry.text === selectedRegistry,
    )
    .map((entry) => ({ entry, names: repositoriesOfEntry(entry, topology) }));
  const isSelected = (name: string) => name === repository;
  const { entry, names } = found.find((each) => each.names.some(isSelected)) ?? found[0] ?? {};
  const selected = names?.find(isSelected) ?? names?.[0];
  return entry === undefined || selected === undefined ? undefined : { entry, repository: selected };
}

/** Returns the first repository of an entry whose name contains the text of the filter, or the first. */
export function repositoryToSelect(
  entry: AccessEntry,
  { data }: PageModel,
  text: string,
): RepositoryName | undefined {
  const names = repositoriesOfEntry(entry, data.topology);
  const terms = text
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '');
  return names.find((name) => terms.some((term) => name.includes(term))) ?? names[0];
}
