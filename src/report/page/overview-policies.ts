import type { PolicyDocument } from '../../aws/policy/document';
import { count } from '../../base/text';
import { originalMatcher } from '../../lint/declaration/source-locations';
import { mutabilityFault } from '../../lint/plan/mutable-tags';
import { findBroadAccess } from '../../lint/predicates/broad-statements';
import { statementLabel, type NamedStatement } from '../../lint/predicates/policies-after';
import { findPublicServices, isPublic } from '../../lint/predicates/public-statements';
import type { Registry } from '../../model/topology';
import { highlight, subjectNames, type Subject, type Highlight } from './highlight';
import type { RegistryLines, StatementLines } from './lines';
import type { OverviewInput } from './overview-input';
import { routeHash } from './route';

/** A policy of a registry, of a repository, or of the repositories that a creation template applies to. */
interface PlacedPolicy {
  readonly subject: Subject;
  readonly policy: PolicyDocument;
  readonly lines: StatementLines;
}

/** A fault of statements, by their position in the policy. */
type Fault = (policy: PolicyDocument, registry: Registry) => readonly number[];

/** Highlights public access, and wildcards that allow too much. */
export function statementHighlights({ loaded: { topology }, lines }: OverviewInput): readonly Highlight[] {
  const policies = topology.registries.flatMap((registry, index) =>
    policiesOf(registry, lines.registries[index]),
  );
  return [
    ...faultHighlight(policies, publicStatements, {
      tone: 'danger',
      title: (subjects) => `Every AWS account has access to ${subjects}`,
      text: 'Principals outside your organization can use these repositories.',
      link: routeHash({ view: 'access', parameters: { problems: 'only' } }),
    }),
    ...faultHighlight(policies, publicServiceStatements, {
      tone: 'caution',
      title: (subjects) => `An AWS service that acts for any account has access to ${subjects}`,
      text: 'Without a condition on aws:SourceAccount or aws:SourceArn, the service has access for every account that uses it.',
      link: routeHash({ view: 'access', parameters: { account: 'none' } }),
    }),
    ...faultHighlight(policies, broadStatements, {
      tone: 'caution',
      title: (subjects) => `Policies contain wildcards for other accounts: ${subjects}`,
      text: 'Wildcards in actions or principals can allow more than intended.',
      link: '#/policies',
    }),
  ];
}

const publicStatements = faultOnce(({ named, all }) => isPublic(named.statement, all));

const publicServiceStatements = faultOnce(
  ({ named, all }) => findPublicServices(named.statement, all).length > 0,
);

const broadStatements = faultOnce(
  ({ named, all, registry }) => findBroadAccess(named, { registry, statements: all }) !== undefined,
);

interface CheckedStatement {
  readonly named: NamedStatement;
  /** All statements of the policy. */
  readonly all: readonly NamedStatement[];
  readonly registry: Registry;
}

/** Evaluates each policy once for each account, because many repositories share a policy. */
function faultOnce(hasFault: (statement: CheckedStatement) => boolean): Fault {
  const found = new WeakMap<PolicyDocument, Map<string, readonly number[]>>();
  return (policy, registry) => {
    const byAccount = found.get(policy) ?? new Map<string, readonly number[]>();
    found.set(policy, byAccount);
    const known = byAccount.get(registry.accountId);
    if (known !== undefined) return known;
    const all = policy.statements.map((statement, index) => ({
      statement,
      label: statementLabel(statement, index),
      unknown: [],
    }));
    const faulty = all.flatMap((named, index) => (hasFault({ named, all, registry }) ? index : []));
    byAccount.set(registry.accountId, faulty);
    return faulty;
  };
}

interface StatementTexts extends Pick<Highlight, 'link' | 'text' | 'tone'> {
  /** @param subjects such as `2 repositories` */
  readonly title: (subjects: string) => string;
}

function faultHighlight(
  policies: readonly PlacedPolicy[],
  fault: Fault,
  { title, ...texts }: StatementTexts,
): readonly Highlight[] {
  const found = policies
    .map((placed) => ({ ...placed, statements: fault(placed.policy, placed.subject.registry) }))
    .filter(({ statements }) => statements.length > 0);
  if (found.length === 0) return [];
  const subjects = found.map(({ subject }) => subject);
  return [
    highlight({
      ...texts,
      title: title(subjectCount(subjects)),
      names: subjectNames(subjects),
      lines: found.flatMap(({ lines, statements }) => statements.flatMap((index) => lines[index] ?? [])),
    }),
  ];
}

/** Returns, for example, `1 registry and 2 repositories`. */
function subjectCount(subjects: readonly Subject[]): string {
  const keys = (isRepository: boolean) =>
    new Set(
      subjects
        .filter(({ repository }) => (repository !== undefined) === isRepository)
        .map(({ registry, repository }) => `${registry.name} ${repository ?? ''}`),
    ).size;
  const registries = keys(false);
  const repositories = keys(true);
  return [
    ...(registries > 0 ? [count(registries, 'registry', 'registries')] : []),
    ...(repositories > 0 ? [count(repositories, 'repository', 'repositories')] : []),
  ].join(' and ');
}

function policiesOf(registry: Registry, lines: RegistryLines | undefined): readonly PlacedPolicy[] {
  const placed = (
    policy: PolicyDocument | undefined,
    repository: Subject['repository'],
    ofPolicy: StatementLines = [],
  ): readonly PlacedPolicy[] =>
    policy === undefined ? [] : [{ subject: { registry, repository }, policy, lines: ofPolicy }];
  return [
    ...placed(registry.policy, undefined, lines?.policy),
    ...registry.repositories.flatMap(({ name, policy }, index) =>
      placed(policy, name, lines?.repositories[index]?.policy),
    ),
    ...registry.creationTemplates.flatMap(({ policy }, index) =>
      placed(policy, undefined, lines?.creationTemplates[index]?.policy),
    ),
  ];
}

/** Highlights repositories by their settings. */
export function repositoryHighlights({ loaded, lines }: OverviewInput): readonly Highlight[] {
  const isOriginal = originalMatcher(loaded);
  const all = loaded.topology.registries.flatMap((registry, index) =>
    registry.repositories.map(({ name, settings }, position) => ({
      registry,
      repository: name,
      settings,
      isReplica: !isOriginal(registry.name, name),
      line: lines.registries[index]?.repositories[position]?.line,
    })),
  );
  const mutable = all.filter(
    ({ settings, isReplica }) =>
      isReplica && mutabilityFault(settings.imageTagMutability, false) !== undefined,
  );
  const unlimited = all.filter(({ settings }) => settings.lifecyclePolicy === undefined);
  const texts = (found: typeof all) => ({
    names: subjectNames(found),
    lines: found.flatMap(({ line }) => line ?? []),
  });
  return [
    ...(mutable.length === 0
      ? []
      : [
          highlight({
            tone: 'note',
            title: `${count(mutable.length, 'replica has', 'replicas have')} mutable tags`,
            text: 'A principal that can push to a replica can move its tags to other images than in the source.',
            link: undefined,
            ...texts(mutable),
          }),
        ]),
    ...(unlimited.length === 0
      ? []
      : [
          highlight({
            tone: 'note',
            title: `${count(unlimited.length, 'repository has', 'repositories have')} no lifecycle policy`,
            text: 'ECR keeps every image indefinitely.',
            link: undefined,
            ...texts(unlimited),
          }),
        ]),
  ];
}
