import type { AccountNames } from '../../access/evaluate/grantees.grantee-text';
import { registryKey } from '../../aws/arn';
import { sortedUnique } from '../../base/collections';
import { groupBy } from '../../base/collections.grouped';
import type { AccessChange } from '../../change/access/access-changes';
import { ruleChanges } from '../../lint/replication/rule-changes';
import type { Finding } from '../../lint/rule.finding';
import type { PlanReview } from '../../plan/review/review.reviewed';
import { isOfEcr } from '../../plan/review/unreviewed-changes';
import { isDeleted } from '../../plan/review/unreviewed-changes.public-repositories';
import { count } from '../format/text.count';
import { affectedActionsText, isPublicGain, principalText, repositoryWeight } from './access-lines';
import { categoryOf } from './changes';
import { repositoriesText } from './line.name-list';
import { summariseRules } from './replication-lines';
import { repositoryEvents } from './repository-lines';
import { summariseUnreviewed } from './unreviewed-lines';

/**
 * Summarises the changes in one line: `2 repositories destroyed, 1 created; account 222222222222 gains push on app;
 * replication stops`.
 */
export function headline(reviewed: PlanReview, names: AccountNames, findings: readonly Finding[]): string {
  const parts = [
    ...summariseRepositories(reviewed),
    ...summarisePublicRepositories(reviewed),
    ...summariseExpiry(findings),
    ...summariseAccess(reviewed, names, 'gained'),
    ...summariseAccess(reviewed, names, 'lost'),
    ...summariseReplication(reviewed),
    ...summariseRules(ruleChanges(reviewed)),
  ];
  const rest = summariseUnreviewed(reviewed.unreviewed);
  const all = [
    parts.length > 0 ? parts.join('; ') : describeMinorChanges(reviewed, findings),
    ...(rest === '' ? [] : [rest]),
  ];
  return all.join('; ');
}

/** Describes changes that affect no image, access or replication. Covers only what was reviewed. */
function describeMinorChanges(
  { resources, changes, sensitiveChanges, drift, plans, unreviewed }: PlanReview,
  findings: readonly Finding[],
): string {
  const kinds = new Set(changes.map(categoryOf));
  if (kinds.has('statement')) return 'policies change';
  if (kinds.has('unknown') || sensitiveChanges.length > 0) return 'not every change is known before apply';
  if (kinds.size > 0 && !kinds.has('setting')) return 'replication rules are rewritten';
  if (changes.length > 0) return 'settings change';
  if (drift.length > 0) return 'changed outside of Terraform';
  if (resources.some(({ action }) => action !== 'no-op')) {
    return findings.length > 0
      ? 'what changes is in the findings'
      : 'no change of images, access or settings';
  }
  if (unreviewed.length === 0) return 'nothing changes';
  if (unreviewed.some(isOfEcr)) return 'nothing that is reviewed changes';
  const subject = plans.length === 1 ? 'this plan' : 'these plans';
  return resources.length === 0 ? `nothing about ECR in ${subject}` : 'nothing about ECR changes';
}

const KINDS_IN_ORDER = [
  'destroyed',
  'replaced',
  'forgotten',
  'created again (deleted outside of Terraform)',
  'created',
  'moved',
  'imported',
] as const;

function summariseRepositories(reviewed: PlanReview): readonly string[] {
  const kinds = repositoryEvents(reviewed).map(({ kind, isRecreated }) =>
    isRecreated ? 'created again (deleted outside of Terraform)' : kind,
  );
  const [first, ...others] = KINDS_IN_ORDER.map((kind) => ({
    kind,
    number: kinds.filter((each) => each === kind).length,
  })).filter(({ number }) => number > 0);
  if (first === undefined) return [];
  const noun = count(first.number, 'repository', 'repositories');
  return [[`${noun} ${first.kind}`, ...others.map(({ kind, number }) => `${number} ${kind}`)].join(', ')];
}

function summarisePublicRepositories({ publicRepositories }: PlanReview): readonly string[] {
  const destroyed = publicRepositories.filter(isDeleted).length;
  return destroyed === 0 ? [] : [`${count(destroyed, 'public repository', 'public repositories')} destroyed`];
}

/** Lifecycle policies delete images without any other trace in a plan. */
function summariseExpiry(findings: readonly Finding[]): readonly string[] {
  const expiring = findings.filter(({ rule }) => rule === 'lifecycle-expires-images');
  const repositories = sortedUnique(
    expiring.flatMap(({ subject }) =>
      subject === undefined ? [] : `${registryKey(subject.registry)}/${subject.repository ?? ''}`,
    ),
  );
  const names = sortedUnique(expiring.flatMap(({ subject }) => subject?.repository ?? []));
  if (repositories.length === 0) return [];
  return [
    names.length === 0
      ? `images of ${count(repositories.length, 'repository expire', 'repositories expire')}`
      : `images of ${repositoriesText(names)} expire`,
  ];
}

const MAX_PRINCIPALS = 2;

/** Names the principals whose access changes most: every AWS account first, then those that pull or push. */
function summariseAccess(
  { access }: PlanReview,
  names: AccountNames,
  kind: AccessChange['kind'],
): readonly string[] {
  const changes = access.filter(
    (each) =>
      each.kind === kind &&
      each.caller.kind === 'grantee' &&
      (isPublicGain(each) || !isInChangedRepositories(each)),
  );
  const principals = [...groupBy([...changes].sort(compareWeight), (change) => principalText(change, names))];
  const verb = kind === 'gained' ? 'gain' : 'lose';
  const shown = principals
    .slice(0, MAX_PRINCIPALS)
    .map(([principal, [first]]) => `${principal} ${verb}s ${affectedActionsText(first)}${targetText(first)}`);
  const rest = principals.length - shown.length;
  return rest === 0
    ? shown
    : [...shown, `${count(rest, `more principal ${verb}s`, `more principals ${verb}`)} access`];
}

/** Access that changes together with repositories, which are counted separately. */
function isInChangedRepositories({ repositories, withRepository }: AccessChange): boolean {
  return repositories.length > 0 && withRepository.length === repositories.length;
}

function compareWeight(a: AccessChange, b: AccessChange): number {
  return weightOf(b) - weightOf(a) || repositoryWeight(a) - repositoryWeight(b);
}

function weightOf(change: AccessChange): number {
  const isPullOrPush = change.operations.some((each) => each === 'pull' || each === 'push');
  return (isPublicGain(change) ? 2 : 0) + (isPullOrPush ? 1 : 0);
}

function targetText({ repositories, isRest }: AccessChange): string {
  if (repositories.length === 0) return ' on the registry';
  return ` on ${repositoriesText(repositories, isRest)}`;
}

function summariseReplication({ access }: PlanReview): readonly string[] {
  const flows = access.filter(({ caller }) => caller.kind === 'registry');
  return [
    ...(flows.some(({ kind }) => kind === 'gained') ? ['replication starts'] : []),
    ...(flows.some(({ kind }) => kind === 'lost') ? ['replication stops'] : []),
  ];
}
