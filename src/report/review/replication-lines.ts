import type { RegistryId } from '../../aws/arn';
import { isSameValue } from '../../base/collections';
import { count } from '../../base/text';
import type { AccessChange } from '../../change/access/access-changes';
import type { Filters, Outcome, RuleChange } from '../../lint/replication/rule-changes';
import { dependsText } from './access-lines';
import { nameList, type Line } from './line';

type RegistryNameOf = (registry: RegistryId) => string;

/** Describes replication that starts or stops, with rules, policies and repositories evaluated together. */
export function flowLines(access: readonly AccessChange[], registryName: RegistryNameOf): readonly Line[] {
  return access.flatMap((change): readonly Line[] => {
    const { kind, caller, registry, repositories } = change;
    if (caller.kind !== 'registry') return [];
    const verb = kind === 'gained' ? 'starts' : 'stops';
    const text = `${registryName(caller.registry)}: replication of ${nameList(repositories)} to ${registryName(registry)} ${verb}${dependsText(change)}`;
    return [{ mark: kind === 'gained' ? '+' : '-', isCritical: false, text }];
  });
}

/** Describes changes of replication rules, and their effect on the repositories that `flowLines` does not list. */
export function ruleLines(changes: readonly RuleChange[], registryName: RegistryNameOf): readonly Line[] {
  return changes.map((change) => {
    const to = nameList(change.to.map(registryName));
    return {
      mark: MARKS[ruleChangeKind(change)],
      isCritical: false,
      text: [`${registryName(change.from)}: ${changeText(change, to)}`, ...outcomeTexts(change)].join('; '),
    };
  });
}

type RuleChangeKind = 'added' | 'changed' | 'removed' | 'rewritten';

const MARKS: Readonly<Record<RuleChangeKind, Line['mark']>> = {
  added: '+',
  changed: '~',
  removed: '-',
  rewritten: '~',
};

function ruleChangeKind({ before, after }: RuleChange): RuleChangeKind {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  return isSameValue(before, after) ? 'rewritten' : 'changed';
}

function changeText(change: RuleChange, to: string): string {
  const [before, after] = [filtersText(change.before), filtersText(change.after)];
  switch (ruleChangeKind(change)) {
    case 'added':
      return `replication rule for ${after} to ${to} is added`;
    case 'removed':
      return `replication rule for ${before} to ${to} is removed`;
    case 'changed':
      return `replication rule to ${to} changes from ${before} to ${after}`;
    case 'rewritten':
      return `replication rule to ${to} is rewritten and matches the same repositories`;
  }
}

function filtersText(filters: Filters | undefined): string {
  return filters === 'all' ? 'all repositories' : nameList(filters ?? []);
}

const OUTCOME_ORDER: readonly Outcome[] = [
  'continues',
  'isStillMatched',
  'mayStop',
  'wasRefused',
  'mayStart',
  'isRefused',
  'needsPolicy',
];

const OUTCOME_TEXTS: Readonly<Record<Outcome, (names: string, number: number) => string>> = {
  continues: (names, number) => `${names} ${number === 1 ? 'is' : 'are'} still replicated`,
  isStillMatched: (names, number) => `${names} ${number === 1 ? 'is' : 'are'} still matched`,
  mayStop: (names, number) => `it is unknown whether ${names} ${number === 1 ? 'was' : 'were'} replicated`,
  wasRefused: (names, number) => `${names} ${number === 1 ? 'was' : 'were'} not replicated before`,
  mayStart: (names, number) => `it is unknown whether ${names} ${number === 1 ? 'is' : 'are'} replicated`,
  isRefused: (names) => `the destination does not accept ${names}`,
  needsPolicy: (names, number) =>
    `${names} ${number === 1 ? 'needs' : 'need'} a registry policy in the destination, which these plans do not contain`,
};

function outcomeTexts({ outcomes, matchesNothing }: RuleChange): readonly string[] {
  if (matchesNothing) return ['no repository in these plans matches'];
  return OUTCOME_ORDER.flatMap((outcome) => {
    const names = outcomes[outcome] ?? [];
    return names.length === 0 ? [] : OUTCOME_TEXTS[outcome](nameList(names), names.length);
  });
}

/**
 * Summarises rule changes: `1 replication rule added, 2 changed`. Rewritten rules do not affect images, so they are
 * not counted.
 */
export function summariseRules(changes: readonly RuleChange[]): readonly string[] {
  const [first, ...others] = (['added', 'removed', 'changed'] as const)
    .map((kind) => ({ kind, number: changes.filter((change) => ruleChangeKind(change) === kind).length }))
    .filter(({ number }) => number > 0);
  if (first === undefined) return [];
  const counted = `${count(first.number, 'replication rule', 'replication rules')} ${first.kind}`;
  return [[counted, ...others.map(({ kind, number }) => `${number} ${kind}`)].join(', ')];
}
