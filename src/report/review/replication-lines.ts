import type { AccessChange } from '../../plan/access/access-changes';
import type { RuleChange } from '../../plan/replication/replication-changes';
import type { RegistryId } from '../../registry';
import { count } from '../count';
import { dependsText } from './depends-text';
import { nameList } from './name-list';
import type { Line } from './what-changes';

type Place = (registry: RegistryId) => string;

/** Where images begin to go, and where they go no more, as rules, policies and repositories together have it. */
export function flowLines(access: readonly AccessChange[], place: Place): readonly Line[] {
  return access.flatMap((change): readonly Line[] => {
    const { kind, caller, registry, repositories } = change;
    if (caller.kind !== 'registry') return [];
    const verb = kind === 'gained' ? 'starts' : 'stops';
    const text = `${place(caller.registry)}: replication of ${nameList(repositories)} to ${place(registry)} ${verb}${dependsText(change)}`;
    return [{ mark: kind === 'gained' ? '+' : '-', isGrave: false, text }];
  });
}

/** Rules that come or go, where no image is known to go another way than before. */
export function ruleLines(rules: readonly RuleChange[], place: Place): readonly Line[] {
  return rules.flatMap(({ kind, from, to, filter, comesTo }): readonly Line[] => {
    if (comesTo === 'flow') return [];
    const what = filter === 'all' ? 'every repository' : filter;
    const destination = place(to);
    const text = `${place(from)}: the rule for ${what} to ${destination} is ${kind}${WORDS[kind][comesTo](destination)}`;
    return [{ mark: kind === 'added' ? '+' : '-', isGrave: false, text }];
  });
}

type Words = (destination: string) => string;

/** What comes of a rule, to follow "is added" and "is removed". */
const WORDS: Readonly<
  Record<RuleChange['kind'], Readonly<Record<Exclude<RuleChange['comesTo'], 'flow'>, Words>>>
> = {
  added: {
    idle: () => ', and takes no repository that the plans have',
    named: () => '; what it takes of the plans is replicated there already, and other names are not',
    open: () => ', and nobody can tell yet whether images get there',
    refused: (destination) => `, but ${destination} takes nothing by it, as far as the plans tell`,
    same: () => '; what it takes is replicated there already',
  },
  removed: {
    idle: () => ', which took no repository that the plans have',
    named: () => '; what it took of the plans is still replicated there, and other names are not',
    open: () => ', and nobody can tell whether images got there',
    refused: (destination) => `, by which ${destination} took nothing, as far as the plans tell`,
    same: () => '; what it took is still replicated there',
  },
};

const TELLING = new Set<RuleChange['comesTo']>(['idle', 'named', 'open']);

/** Of the rules that may matter to images all the same, in half a line: `1 replication rule added, 1 removed`. */
export function rulesInShort(rules: readonly RuleChange[]): readonly string[] {
  const telling = rules.filter(({ comesTo }) => TELLING.has(comesTo));
  const [first, second] = (['added', 'removed'] as const)
    .map((kind) => ({ kind, number: telling.filter((rule) => rule.kind === kind).length }))
    .filter(({ number }) => number > 0);
  if (first === undefined) return [];
  const told = `${count(first.number, 'replication rule', 'replication rules')} ${first.kind}`;
  return [second === undefined ? told : `${told}, ${second.number} ${second.kind}`];
}
