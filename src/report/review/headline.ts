import type { AccountNames } from '../../access/grantee-text';
import type { AccessChange } from '../../plan/access/access-changes';
import type { Finding } from '../../plan/finding';
import { ruleChanges } from '../../plan/replication/replication-changes';
import { isLost } from '../../plan/public-repositories';
import { isOfEcr } from '../../plan/unreviewed';
import type { Reviewed } from '../../plan/reviewed';
import { grouped, registryKey, sortedUnique } from '../../registry';
import { count } from '../count';
import { isPublic, sizeOf, whatText, whoText } from './access-lines';
import { kindOf } from './change-lines';
import { repositoriesText } from './name-list';
import { rulesInShort } from './replication-lines';
import { repositoryEvents } from './repository-lines';
import { unreviewedInShort } from './unreviewed-lines';

/**
 * Summarises the changes in one line: `2 repositories destroyed, 1 created; account 222222222222 gains push on app;
 * replication stops`.
 */
export function headline(reviewed: Reviewed, names: AccountNames, findings: readonly Finding[]): string {
  const parts = [
    ...repositoriesInShort(reviewed),
    ...publicInShort(reviewed),
    ...expiryInShort(findings),
    ...accessInShort(reviewed, names, 'gained'),
    ...accessInShort(reviewed, names, 'lost'),
    ...flowsInShort(reviewed),
    ...rulesInShort(ruleChanges(reviewed)),
  ];
  const rest = unreviewedInShort(reviewed.unreviewed);
  const all = [
    parts.length > 0 ? parts.join('; ') : otherwise(reviewed, findings),
    ...(rest === '' ? [] : [rest]),
  ];
  return all.join('; ');
}

/** Describes changes that affect no image, access or replication. Covers only what was reviewed. */
function otherwise(
  { resources, changes, untold, drift, plans, unreviewed }: Reviewed,
  findings: readonly Finding[],
): string {
  const kinds = new Set(changes.map(kindOf));
  if (kinds.has('statement')) return 'policies change';
  if (kinds.has('unknown') || untold.length > 0) return 'not every change is known before apply';
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
  const where = plans.length === 1 ? 'this plan' : 'these plans';
  return resources.length === 0 ? `nothing about ECR in ${where}` : 'nothing about ECR changes';
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

function repositoriesInShort(reviewed: Reviewed): readonly string[] {
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

function publicInShort({ publicRepositories }: Reviewed): readonly string[] {
  const destroyed = publicRepositories.filter(isLost).length;
  return destroyed === 0 ? [] : [`${count(destroyed, 'public repository', 'public repositories')} destroyed`];
}

/** Lifecycle policies delete images without any other trace in a plan. */
function expiryInShort(findings: readonly Finding[]): readonly string[] {
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

const MOST_PRINCIPALS = 2;

/** Names the principals whose access changes most: every AWS account first, then those that pull or push. */
function accessInShort(
  { access }: Reviewed,
  names: AccountNames,
  kind: AccessChange['kind'],
): readonly string[] {
  const changes = access.filter(
    (each) => each.kind === kind && each.caller.kind === 'grantee' && (isPublic(each) || !comesWithAll(each)),
  );
  const principals = [...grouped([...changes].sort(byWeight), (change) => whoText(change, names))];
  const verb = kind === 'gained' ? 'gain' : 'lose';
  const shown = principals
    .slice(0, MOST_PRINCIPALS)
    .map(([who, [first]]) => `${who} ${verb}s ${whatText(first)}${onText(first)}`);
  const rest = principals.length - shown.length;
  return rest === 0
    ? shown
    : [...shown, `${count(rest, `more principal ${verb}s`, `more principals ${verb}`)} access`];
}

/** Access that changes together with repositories, which are counted separately. */
function comesWithAll({ repositories, withRepository }: AccessChange): boolean {
  return repositories.length > 0 && withRepository.length === repositories.length;
}

function byWeight(a: AccessChange, b: AccessChange): number {
  return weightOf(b) - weightOf(a) || sizeOf(a) - sizeOf(b);
}

function weightOf(change: AccessChange): number {
  const isOfImages = change.operations.some((each) => each === 'pull' || each === 'push');
  return (isPublic(change) ? 2 : 0) + (isOfImages ? 1 : 0);
}

function onText({ repositories, isRest }: AccessChange): string {
  if (repositories.length === 0) return ' on the registry';
  return ` on ${repositoriesText(repositories, isRest)}`;
}

function flowsInShort({ access }: Reviewed): readonly string[] {
  const flows = access.filter(({ caller }) => caller.kind === 'registry');
  return [
    ...(flows.some(({ kind }) => kind === 'gained') ? ['replication starts'] : []),
    ...(flows.some(({ kind }) => kind === 'lost') ? ['replication stops'] : []),
  ];
}
