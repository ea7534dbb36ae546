import { accountOfGrantee } from '../../access/evaluate/grantees';
import { isAccountId, type RepositoryName } from '../../aws/names';
import type { PolicyDocument } from '../../aws/policy/document';
import { sortedUnique } from '../../base/collections';
import { count } from '../../base/text';
import type { LoadedTopology } from '../../lint/declaration/load';
import { originalMatcher, sourceLocator } from '../../lint/declaration/source-locations';
import type { Registry, Topology } from '../../model/topology';
import { groupDiagnostics } from '../diagnostic-groups';
import { foldNamespaces } from '../format/repository-names';
import { firstLines } from '../format/text';
import type { AccessEntry } from './access';
import type { LiveSection } from './live';
import type { ReplicationEntry } from './replication';
import type { ReviewSection } from './review';

/** What the first view shows. */
export interface Overview {
  /** Such as 4 and `registries`. */
  readonly counts: readonly OverviewCount[];
  /** What to look at first, the most serious first. */
  readonly highlights: readonly Highlight[];
}

interface OverviewCount {
  readonly number: number;
  readonly label: string;
  /** The view that lists them, as a hash such as `#/policies`. */
  readonly link: string;
}

export interface Highlight {
  readonly tone: (typeof TONES)[number];
  readonly title: string;
  /** Names and details. */
  readonly lines: readonly string[];
  /** Where the page shows more, as a hash such as `#/access?answer=depends`. */
  readonly link: string | undefined;
  /** The line of the declaration. */
  readonly line: number | undefined;
}

/** What the overview is about. */
export interface OverviewInput {
  readonly loaded: LoadedTopology;
  readonly access: readonly AccessEntry[];
  readonly replication: readonly ReplicationEntry[];
  readonly review: ReviewSection | undefined;
  readonly live: LiveSection | undefined;
}

export function buildOverview(input: OverviewInput): Overview {
  const { loaded, access, replication, review, live } = input;
  return {
    counts: countsOf(loaded, access, replication),
    highlights: bySeverity([
      ...reviewHighlights(review),
      ...liveHighlights(live),
      ...publicAccess(access),
      ...replicationHighlights(replication),
      ...wildcardStatements(loaded.topology),
      ...otherOrganizations(access),
      ...dependingAnswers(access),
      ...repositorySettings(loaded),
      ...warnings(loaded),
    ]),
  };
}

const TONES = ['danger', 'caution', 'note'] as const;

function bySeverity(highlights: readonly Highlight[]): readonly Highlight[] {
  return TONES.flatMap((tone) => highlights.filter((each) => each.tone === tone));
}

function countsOf(
  { topology: { registries }, deployment, declared }: LoadedTopology,
  access: readonly AccessEntry[],
  replication: readonly ReplicationEntry[],
): readonly OverviewCount[] {
  const repositories = registries.reduce((sum, each) => sum + each.repositories.length, 0);
  const originals = [...declared.bound.originals.values()].reduce((sum, each) => sum + each.length, 0);
  const principals = new Set(access.flatMap(({ caller }) => (caller.kind === 'grantee' ? [caller.text] : [])))
    .size;
  const caches = registries.reduce((sum, each) => sum + each.pullThroughCache.length, 0);
  return [
    counted(deployment.accounts.length, ['account', 'accounts'], '#/picture'),
    counted(registries.length, ['registry', 'registries'], '#/picture'),
    counted(new Set(registries.map(({ region }) => region)).size, ['Region', 'Regions'], '#/picture'),
    counted(originals, ['repository', 'repositories'], '#/policies'),
    counted(Math.max(0, repositories - originals), ['replica', 'replicas'], '#/replication'),
    counted(principals, ['principal', 'principals'], '#/access'),
    counted(replication.length, ['replication route', 'replication routes'], '#/replication'),
    ...(caches === 0
      ? []
      : [counted(caches, ['pull-through cache rule', 'pull-through cache rules'], '#/picture')]),
  ];
}

function counted(number: number, [one, many]: readonly [string, string], link: string): OverviewCount {
  return { number, label: number === 1 ? one : many, link };
}

function reviewHighlights(review: ReviewSection | undefined): readonly Highlight[] {
  if (review === undefined) return [];
  const { hasFailed, counts, headline, numbers } = review;
  return [
    {
      tone: hasFailed ? 'danger' : numbers.warning > 0 ? 'caution' : 'note',
      title: `Plan review: ${counts}`,
      lines: [headline],
      link: '#/review',
      line: undefined,
    },
  ];
}

function liveHighlights(live: LiveSection | undefined): readonly Highlight[] {
  if (live === undefined) return [];
  const { isDifferent, isComplete, summary, unreadable } = live;
  const unread = unreadable.map(({ message }) => message);
  return [
    {
      tone: isDifferent ? 'danger' : isComplete ? 'note' : 'caution',
      title: isDifferent ? 'AWS differs from the declaration' : 'AWS, compared with the declaration',
      lines: [summary, ...firstLines(unread, MAX_LINES)],
      link: undefined,
      line: undefined,
    },
  ];
}

/** Maximum number of lines of a highlight. */
const MAX_LINES = 5;

function publicAccess(access: readonly AccessEntry[]): readonly Highlight[] {
  const found = access.filter(
    ({ caller, answer }) => caller.kind === 'grantee' && caller.isPublic && answer.kind !== 'no',
  );
  return listed(
    'danger',
    'Any AWS account has access',
    found.map(entryText),
    accessLink({ problems: 'only' }),
  );
}

function replicationHighlights(replication: readonly ReplicationEntry[]): readonly Highlight[] {
  const isDenied = ({ answers }: ReplicationEntry) => answers.some(({ kind }) => kind === 'no');
  return replication.filter(isDenied).map(({ from, to, answers, lines }) => ({
    tone: 'danger',
    title: `Replication from ${from} to ${to.text} is not permitted`,
    lines: firstLines(
      answers.filter(({ kind }) => kind === 'no').map(({ names, text }) => `${names.join(', ')}: ${text}`),
      MAX_LINES,
    ),
    link: '#/replication?state=no',
    line: lines[0],
  }));
}

/** A statement that allows every action of ECR, including those of later versions. */
function wildcardStatements({ registries, identities }: Topology): readonly Highlight[] {
  const found = [
    ...registries.flatMap(({ name, policy, repositories }) => [
      ...(allowsEveryAction(policy) ? [`registry policy of ${name}`] : []),
      ...foldNamespaces(
        repositories.filter((each) => allowsEveryAction(each.policy)).map((each) => each.name),
        repositories.map((each) => each.name),
      ).map((repository) => `repository policy of ${repository} in ${name}`),
    ]),
    ...identities
      .filter(({ policy }) => allowsEveryAction(policy))
      .map(({ kind, name, accountId }) => `policy of ${kind} ${name} in ${accountId}`),
  ];
  return listed('caution', 'Statements that allow every ECR action', found, '#/policies');
}

function allowsEveryAction(policy: PolicyDocument | undefined): boolean {
  return (
    policy?.statements.some(
      ({ effect, actions }) =>
        effect === 'Allow' && (actions.isNot || actions.values.some((each) => /^(\*|ecr:\*)$/i.test(each))),
    ) === true
  );
}

function otherOrganizations(access: readonly AccessEntry[]): readonly Highlight[] {
  const found = access.filter(
    ({ caller, answer }) =>
      answer.kind !== 'no' &&
      caller.kind === 'grantee' &&
      (caller.grantee.who.kind === 'organization' || caller.grantee.who.kind === 'organizationalUnit'),
  );
  return listed(
    'note',
    'Whole organizations have access',
    found.map(entryText),
    accessLink({ text: 'organization' }),
  );
}

function dependingAnswers(access: readonly AccessEntry[]): readonly Highlight[] {
  const found = access.filter(({ answer }) => answer.kind === 'depends' || answer.kind === 'unknown');
  const accounts = sortedUnique(
    found.flatMap(({ caller }) => {
      const account = caller.kind === 'grantee' ? accountOfGrantee(caller.grantee) : undefined;
      return account !== undefined && isAccountId(account) ? [account] : [];
    }),
  );
  const about =
    accounts.length === 0
      ? []
      : [
          `The policies of ${count(accounts.length, 'account', 'accounts')} decide: ${firstLines(accounts, MAX_LINES).join(', ')}`,
        ];
  const lines = firstLines(found.map(entryText), MAX_LINES);
  return found.length === 0
    ? []
    : [
        {
          tone: 'note',
          title: `${count(found.length, 'answer depends', 'answers depend')} on something that is not in the topology`,
          lines: [...about, ...lines],
          link: accessLink({ answer: 'depends' }),
          line: undefined,
        },
      ];
}

/** Such as `organization o-a1b2c3d4e5: pull app/* in hub, if its account allows it`. */
function entryText({ caller, operation, actions, registry, repositories, answer }: AccessEntry): string {
  const what = operation === 'other' ? actions.join(', ') : operation;
  const where = repositories === 'all' ? 'all repositories' : firstLines(repositories, MAX_LINES).join(', ');
  const condition = answer.kind === 'yes' ? '' : `, ${answer.text}`;
  return `${caller.text}: ${what} ${where} in ${registry.text}${condition}`;
}

function accessLink(parameters: Readonly<Record<string, string>>): string {
  return `#/access?${new URLSearchParams(parameters).toString()}`;
}

function repositorySettings(loaded: LoadedTopology): readonly Highlight[] {
  const isOriginal = originalMatcher(loaded);
  const lineOf = sourceLocator(loaded);
  const { registries } = loaded.topology;
  const mutableReplicas = repositoriesWhere(
    registries,
    (registry, { name, settings }) =>
      !isOriginal(registry.name, name) && settings.imageTagMutability.mode.startsWith('MUTABLE'),
  );
  const withoutLifecycle = repositoriesWhere(
    registries,
    (registry, { name, settings }) =>
      isOriginal(registry.name, name) && settings.lifecyclePolicy === undefined,
  );
  const lineOfFirst = ([first]: readonly Placed[]) =>
    first === undefined ? undefined : lineOf({ registry: first.registry, repository: first.names[0] })?.line;
  return [
    ...listed(
      'caution',
      'Replicas with mutable tags',
      mutableReplicas.map(placedText),
      undefined,
      lineOfFirst(mutableReplicas),
    ),
    ...listed(
      'note',
      'Repositories without a lifecycle policy',
      withoutLifecycle.map(placedText),
      undefined,
      lineOfFirst(withoutLifecycle),
    ),
  ];
}

/** Repositories of one registry. */
interface Placed {
  readonly registry: Registry;
  readonly names: readonly RepositoryName[];
}

function repositoriesWhere(
  registries: readonly Registry[],
  matches: (registry: Registry, repository: Registry['repositories'][number]) => boolean,
): readonly Placed[] {
  return registries.flatMap((registry) => {
    const names = registry.repositories.filter((each) => matches(registry, each)).map(({ name }) => name);
    return names.length === 0 ? [] : [{ registry, names }];
  });
}

function placedText({ registry, names }: Placed): string {
  const all = registry.repositories.map(({ name }) => name);
  const folded =
    names.length === all.length && names.length > MAX_LINES ? ['all'] : foldNamespaces(names, all);
  return `${registry.name}: ${firstLines(folded, MAX_LINES).join(', ')}`;
}

function listed(
  tone: Highlight['tone'],
  title: string,
  lines: readonly string[],
  link: string | undefined,
  line?: number,
): readonly Highlight[] {
  return lines.length === 0 ? [] : [{ tone, title, lines: firstLines(lines, MAX_LINES), link, line }];
}

/** The warnings of `validate`, grouped as it prints them. */
function warnings({ diagnostics }: LoadedTopology): readonly Highlight[] {
  return groupDiagnostics(diagnostics).map(({ first, similar }) => ({
    tone: 'caution',
    title: similar.length === 0 ? first.code : `${first.code} (${similar.length + 1} times)`,
    lines: [first.message, ...(first.help === undefined ? [] : [first.help.split('\n', 1)[0] ?? ''])],
    link: undefined,
    line: first.span.line,
  }));
}
