import { accountText } from '../../../access/evaluate/grantees';
import { sortedBy, sortedUnique } from '../../../base/collections';
import { accountOfCaller, NO_ACCOUNT } from '../../access/access-filter';
import type { FilterField, FilterOption } from '../../components/filter-bar';
import type { PageModel } from '../../model/page-model';

/** The filters of the view, with the values that occur. */
export function accessFields(model: PageModel): readonly FilterField[] {
  const { access } = model.data;
  const occurring = (values: readonly string[]) => sortedUnique(values).map(optionOf);
  const operations = new Set<string>(access.map(({ operation }) => operation));
  const answers = new Set<string>(access.map(({ answer }) => answer.kind));
  return [
    {
      kind: 'text',
      name: 'text',
      label: 'Search',
      placeholder: 'Caller, registry, repository or answer',
    },
    {
      kind: 'select',
      name: 'caller',
      label: 'Caller',
      options: occurring(access.map((each) => each.caller.text)),
    },
    { kind: 'select', name: 'account', label: "Caller's account", options: accountOptions(model) },
    {
      kind: 'select',
      name: 'registry',
      label: 'Registry',
      options: occurring(access.map((each) => each.registry.text)),
    },
    {
      kind: 'select',
      name: 'operation',
      label: 'Operation',
      options: OPERATIONS.filter(({ value }) => operations.has(value)),
    },
    {
      kind: 'select',
      name: 'answer',
      label: 'Answer',
      options: ANSWERS.filter(({ value }) => answers.has(value)),
    },
    {
      kind: 'select',
      name: 'problems',
      label: 'Problems',
      options: [{ value: 'only', text: 'Public, denied or unknown' }],
    },
  ];
}

const OPERATIONS: readonly FilterOption[] = [
  { value: 'pull', text: 'pull' },
  { value: 'push', text: 'push' },
  { value: 'replicate', text: 'replicate' },
  { value: 'other', text: 'Other actions' },
];

const ANSWERS: readonly FilterOption[] = [
  { value: 'yes', text: 'Allowed' },
  { value: 'depends', text: 'Depends on something unknown' },
  { value: 'no', text: 'Denied' },
  { value: 'unknown', text: 'Unknown' },
];

function optionOf(value: string): FilterOption {
  return { value, text: value };
}

function accountOptions(model: PageModel): readonly FilterOption[] {
  const accounts = model.data.access.map(({ caller }) => accountOfCaller(caller, model));
  const options = [...new Set(accounts)].map((account) =>
    account === undefined
      ? { value: NO_ACCOUNT, text: 'No single account' }
      : { value: account, text: accountText(account, model.names) },
  );
  return sortedBy(options, ({ text }) => text);
}
