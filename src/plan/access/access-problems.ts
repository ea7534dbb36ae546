import { callerKey } from '../../access/matrix';
import { grouped, listed, registryKey, sortedUnique, type RepositoryName } from '../../registry';
import type { AccessChange } from './access-changes';
import { originFinder } from './access-origin';
import { callerText } from '../words/callers-text';
import { registryText } from '../words/place-text';
import type { PlannedResource } from '../resources/planned';
import type { Problem, Reviewed } from '../reviewed';

/** Access that changes, as far as one resource makes it so for one caller. */
interface OneCause {
  readonly origin: PlannedResource;
  readonly change: AccessChange;
  readonly repositories: readonly RepositoryName[];
}

/**
 * One problem for each caller and each resource that makes the difference, however many repositories it is about.
 * @param says puts it in words: whom, and what they can do
 */
export function accessProblems(
  reviewed: Reviewed,
  changes: readonly AccessChange[],
  says: (who: string, what: string) => string,
  help: string,
): readonly Problem[] {
  const causes = grouped(causesOf(reviewed, changes), ({ origin, change }) =>
    [origin.plan, origin.address, callerKey(change.caller), registryKey(change.registry)].join('\n'),
  );
  return [...causes.values()].map((same) => {
    const [{ origin, change }] = same;
    const { accountId, region } = change.registry;
    const registry = { accountId, region };
    const [repository, ...others] = sortedUnique(same.flatMap(({ repositories }) => repositories));
    return {
      at: { plan: origin.plan, address: origin.address },
      subject: { registry, repository: others.length === 0 ? repository : undefined },
      message: says(callerText(change.caller), `${whatText(same)} in ${registryText(registry)}`),
      help,
    };
  });
}

function causesOf(reviewed: Reviewed, changes: readonly AccessChange[]): readonly OneCause[] {
  const originOf = originFinder(reviewed);
  return changes.flatMap((change) => {
    const found = change.repositories.flatMap((repository) => {
      const origin = originOf(change, repository);
      return origin === undefined ? [] : { origin, repository };
    });
    return [...grouped(found, ({ origin }) => origin)].map(([origin, same]) => ({
      origin,
      change,
      repositories: same.map(({ repository }) => repository),
    }));
  });
}

/** `pull and push 'app', 'web'`. What is about the same repositories is said together. */
function whatText(causes: readonly OneCause[]): string {
  const alike = grouped(causes, ({ change, repositories }) =>
    [...repositories, conditionText(change)].join('\n'),
  );
  return [...alike.values()]
    .map((same) => {
      const [{ change, repositories }] = same;
      const names = listed(
        repositories.map((name) => `'${name}'`),
        6,
      );
      const all = same.map((each) => each.change);
      return `${doneText(all, names, repositories.length)}${conditionText(change)}`;
    })
    .join(', ');
}

/** `pull and push 'app'`; `call ecr:ListImages on 'app'`; `pull 'app' and call ecr:ListImages on it`. */
function doneText(changes: readonly AccessChange[], names: string, number: number): string {
  const operations = changes.flatMap(({ operation }) => (operation === 'other' ? [] : operation));
  const actions = listed(sortedUnique(changes.flatMap((change) => change.actions)), 4);
  const all = operations.join(' and ');
  if (operations.length === changes.length) return `${all} ${names}`;
  if (operations.length === 0) return `call ${actions} on ${names}`;
  return `${all} ${names} and call ${actions} on ${number === 1 ? 'it' : 'them'}`;
}

function conditionText({ kind, answer, otherKeys, isByValues }: AccessChange): string {
  const onAccount = answer.kind === 'depends' && answer.onItsAccount ? ['if its own account allows it'] : [];
  const keys = answer.kind === 'depends' ? answer.onKeys : [];
  const how = isByValues
    ? kind === 'gained'
      ? 'with more values of'
      : 'with some values of'
    : 'depending on';
  const onKeys = keys.length === 0 ? [] : [`${how} ${listed(keys, 4)}`];
  const other = otherKeys.length === 0 ? [] : [otherText(kind, listed(otherKeys, 4))];
  const all = [...other, ...onAccount, ...onKeys];
  return all.length === 0 ? '' : ` (${all.join(', ')})`;
}

function otherText(kind: AccessChange['kind'], keys: string): string {
  return kind === 'gained' ? `whatever ${keys} says` : `unless ${keys} fits`;
}

/** Without the repositories that come or go with the plans, whose access comes and goes with them; undefined: none left. */
export function withoutNew(change: AccessChange): AccessChange | undefined {
  const repositories = change.repositories.filter((name) => !change.withRepository.includes(name));
  return repositories.length === 0 ? undefined : { ...change, repositories };
}
