import type { AccountNames } from '../../access/evaluate/grantees';
import { registryKey, registryText, type RegistryId } from '../../aws/arn';
import { groupBy, sortedUnique } from '../../base/collections';
import { count } from '../../base/text';
import type { AccessChange } from '../../change/access/access-changes';
import type { ChangeCategory } from '../../change/change-parts';
import { describeChange } from '../../change/text';
import { ruleChanges } from '../../lint/replication/rule-changes';
import type { Finding } from '../../lint/rule';
import { isKnown } from '../../model/unknown';
import type { PlanReview } from '../../plan/review/review';
import { isDeleted, isOfEcr } from '../../plan/review/unreviewed-changes';
import {
  accessLines,
  affectedActionsText,
  changeVerb,
  isPublicGain,
  principalText,
  repositoryWeight,
} from './access-lines';
import { categoryOf, changeLines } from './changes';
import { repositoriesText, type Line } from './line';
import { flowLines, ruleLines, summariseRules } from './replication-lines';
import { repositoryEvents, repositoryLines } from './repository-lines';
import {
  driftLines,
  publicRepositoryLines,
  sensitiveChangeLines,
  summariseUnreviewed,
  unreviewedLines,
} from './unreviewed-lines';

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
  if (kinds.has('unknown') || sensitiveChanges.length > 0) return 'some changes are known only after apply';
  if (kinds.size > 0 && !kinds.has('setting')) return 'replication rules are rewritten';
  if (changes.length > 0) return 'settings change';
  if (drift.length > 0) return 'changed outside of Terraform';
  if (resources.some(({ action }) => action !== 'no-op')) {
    return findings.length > 0
      ? 'the findings describe the changes'
      : 'no change of images, access or settings';
  }
  if (unreviewed.length === 0) return 'no changes';
  if (unreviewed.some(isOfEcr)) return 'no reviewed resource changes';
  const subject = plans.length === 1 ? 'this plan' : 'these plans';
  return resources.length === 0 ? `no ECR resources in ${subject}` : 'no ECR resource changes';
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
    .map(
      ([principal, [first]]) =>
        `${principal} ${changeVerb(first)} ${affectedActionsText(first)}${targetText(first)}`,
    );
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

export interface LineGroup {
  /** The value of `about` in JSON output, which is stable (docs/reference/json.md). */
  readonly about: string;
  readonly title: string;
  readonly lines: readonly Line[];
}

/** The changes of all plans, as text. */
export interface ChangeSummary {
  /** The most important first. Groups without lines are omitted. */
  readonly groups: readonly LineGroup[];
  /** Changed policy statements. The groups describe their effect on access. */
  readonly statements: readonly Line[];
  /** The account and Region of each registry that has a name. */
  readonly legend: readonly string[];
}

export function summariseChanges(
  reviewed: PlanReview,
  names: AccountNames,
  findings: readonly Finding[] = [],
): ChangeSummary {
  const { changes, access, sensitiveChanges, unreviewed, drift, nameOf: registryName } = reviewed;
  const ofKind = (kind: ChangeCategory) =>
    changeLines(
      changes.filter((change) => categoryOf(change) === kind),
      describeChange,
    );
  const groups: readonly LineGroup[] = [
    {
      about: 'repositories',
      title: 'Repositories',
      lines: [
        ...repositoryLines(repositoryEvents(reviewed), registryName),
        ...publicRepositoryLines(reviewed.publicRepositories),
      ],
    },
    { about: 'access', title: 'Access', lines: accessLines(access, names, registryName) },
    {
      about: 'replication',
      title: 'Replication',
      lines: [...flowLines(access, registryName), ...ruleLines(ruleChanges(reviewed), registryName)],
    },
    { about: 'settings', title: 'Settings', lines: ofKind('setting') },
    { about: 'not told by the plan', title: 'Unknown until apply', lines: ofKind('unknown') },
    {
      about: 'changed outside of terraform',
      title: 'Changed outside of Terraform',
      lines: driftLines(drift),
    },
    { about: 'also', title: 'Sensitive values', lines: sensitiveChangeLines(sensitiveChanges) },
    { about: 'not reviewed', title: 'Not reviewed', lines: unreviewedLines(unreviewed) },
  ];
  return {
    groups: groups.filter(({ lines }) => lines.length > 0),
    statements: ofKind('statement'),
    legend: registryLegend(reviewed, findings),
  };
}

/**
 * Returns, for example, `develop is 111111111111 in ap-northeast-1`, for each registry that changes or that a finding
 * names.
 */
function registryLegend(
  { resources, before, after, nameOf }: PlanReview,
  findings: readonly Finding[],
): readonly string[] {
  const changedRegistries = resources.flatMap((each) =>
    each.action === 'no-op' ? [] : [each.before?.registry ?? [], each.after?.registry ?? []].flat(),
  );
  const knownRegistries = [before, after].flatMap(({ registries }) => registries);
  const destinations = knownRegistries.flatMap(({ replication }) =>
    isKnown(replication) ? replication.flatMap((rule) => rule.destinations) : [],
  );
  const isMentioned = (registry: RegistryId) =>
    findings.some(({ message, help }) => `${message} ${help}`.includes(nameOf(registry)));
  return sortedUnique(
    [...changedRegistries, ...[...knownRegistries, ...destinations].filter(isMentioned)].flatMap(
      (registry) => {
        const [name, address] = [nameOf(registry), registryText(registry)];
        return name === address ? [] : `${name} is ${address}`;
      },
    ),
  );
}
