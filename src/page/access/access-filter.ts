import { accountOfGrantee } from '../../access/evaluate/grantees';
import type { AccountId, UnknownAccount } from '../../aws/names';
import { memoize } from '../../base/collections';
import type { AccessCaller, AccessEntry } from '../../report/page/access';
import { repositoriesOfEntry } from '../../report/page/access';
import type { PageModel } from '../model/page-model';

/** What the reader wants to see. An empty text is no filter. */
export interface AccessFilter {
  /** Terms that a caller, registry, repository, operation or answer contains, in any case. */
  readonly text: string;
  /** The text of the caller. */
  readonly caller: string;
  /** The ID of the account of the caller, or `NO_ACCOUNT`. */
  readonly account: string;
  /** The text of the registry. */
  readonly registry: string;
  readonly operation: string;
  /** The kind of the answer. */
  readonly answer: string;
  readonly isProblem: boolean;
}

/** For callers without a single account, such as an organization. */
export const NO_ACCOUNT = 'none';

/** Reads the filter from the parameters of the URL. */
export function parseAccessFilter({
  text = '',
  caller = '',
  account = '',
  registry = '',
  operation = '',
  answer = '',
  problems = '',
}: Readonly<Record<string, string | undefined>>): AccessFilter {
  return { text, caller, account, registry, operation, answer, isProblem: problems !== '' };
}

export type EntryMatcher = (entry: AccessEntry) => boolean;

/** Returns a function that returns a matcher. It prepares the texts of the entries once. */
export function createAccessMatcher(model: PageModel): (filter: AccessFilter) => EntryMatcher {
  const searchable = createSearchableText(model);
  return (filter) => {
    const terms = filter.text
      .toLowerCase()
      .split(/\s+/)
      .filter((term) => term !== '');
    const matchesFilter = (wanted: string, value: string | undefined) => wanted === '' || wanted === value;
    return (entry) =>
      matchesFilter(filter.caller, entry.caller.text) &&
      matchesFilter(filter.account, accountOfCaller(entry.caller, model) ?? NO_ACCOUNT) &&
      matchesFilter(filter.registry, entry.registry.text) &&
      matchesFilter(filter.operation, entry.operation) &&
      matchesFilter(filter.answer, entry.answer.kind) &&
      (!filter.isProblem || isProblem(entry)) &&
      terms.every((term) => searchable(entry).some((text) => text.includes(term)));
  };
}

/** Whether an entry needs attention: public access, or access that is declared and denied or cannot be evaluated. */
function isProblem({ caller, answer: { kind } }: AccessEntry): boolean {
  return isPublic(caller) || kind === 'no' || kind === 'unknown';
}

export function isPublic(caller: AccessCaller): boolean {
  return caller.kind === 'grantee' && caller.isPublic;
}

/** Returns the account of a caller, or undefined if it has no single account. */
export function accountOfCaller(
  caller: AccessCaller,
  { data }: PageModel,
): AccountId | UnknownAccount | undefined {
  return caller.kind === 'grantee'
    ? accountOfGrantee(caller.grantee)
    : data.topology.registries.find(({ name }) => name === caller.registry)?.accountId;
}

/** Returns a function that returns the lowercase texts of an entry. Many entries share a list of repositories. */
function createSearchableText(model: PageModel): (entry: AccessEntry) => readonly string[] {
  const lists = new Map<unknown, string>();
  const repositoriesText = (entry: AccessEntry) => {
    const { caller, registry, repositories } = entry;
    const source = caller.kind === 'registry' ? caller.registry : registry.text;
    const key = repositories === 'all' ? `all ${source}` : repositories;
    const text = lists.get(key) ?? repositoriesOfEntry(entry, model.data.topology).join('\n');
    lists.set(key, text);
    return text;
  };
  return memoize((entry: AccessEntry) => {
    const { caller, operation, actions, registry, answer } = entry;
    const account = accountOfCaller(caller, model);
    const own = [
      caller.text,
      ...accountTexts(account, model),
      operation,
      ...actions,
      registry.text,
      registry.region,
      ...accountTexts(registry.accountId, model),
      answer.text,
    ];
    // Names of repositories are lowercase.
    return [own.join('\n').toLowerCase(), repositoriesText(entry)];
  });
}

function accountTexts(
  account: AccountId | UnknownAccount | undefined,
  { data }: PageModel,
): readonly string[] {
  if (account === undefined) return [];
  return [account, ...data.accounts.filter(({ id }) => id === account).map(({ name }) => name)];
}
