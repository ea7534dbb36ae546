import { replicationCaller, type Caller } from '../../access/evaluate/caller';
import {
  actionsDeniedToInspector,
  isDeniedBy,
  matchesAction,
  repositoriesToEvaluate,
  type SingleStatementPolicy,
} from '../../access/evaluate/single-statement';
import { identityArn } from '../../aws/arn';
import { exampleRepositoryName, type RepositoryName } from '../../aws/names';
import { namespacePrefix, nearestNamespace, ROOT } from '../../aws/namespaces';
import { getPartition } from '../../aws/partitions';
import { UPSTREAM_ACTIONS } from '../../aws/policy/actions';
import type { PolicyStatement } from '../../aws/policy/document';
import { groupBy } from '../../base/collections';
import type {
  BoundCreationTemplate,
  BoundDeclaration,
  BoundRegistry,
  BoundStatement,
} from '../../declaration/bind/bound-declaration';
import { repositoriesIn, statementsIn } from '../../declaration/bind/registry-contents';
import { lowerRegistryStatement, lowerRepositoryStatement } from '../../declaration/lower/access';
import { cacheGrantsOf } from '../../declaration/lower/registry-settings';
import { isReplicated } from '../../model/replication';
import type { Registry, Topology } from '../../model/topology';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const statementDenials = defineDeclarationRules({
  rules: {
    'statement/denies-replication': {
      severity: 'error',
      doc: 'A `Deny` statement blocks a replication rule of the topology.',
      why:
        'ECR would not replicate the images. List fewer principals, actions or resources in the ' +
        'statement, or exclude the source with a condition on `aws:PrincipalAccount`.',
      oncePerPosition: true,
    },
    'statement/denies-cache': {
      severity: 'error',
      doc: 'A `Deny` statement blocks a pull-through cache of the topology.',
      why:
        'ECR could not pull the images from the upstream registry. List fewer principals, actions or ' +
        'resources in the statement, or exclude the role of the cache with a condition on ' +
        '`aws:PrincipalArn`.',
    },
    'statement/denies-inspector': {
      severity: 'error',
      doc: 'A `Deny` statement blocks Amazon Inspector.',
      why:
        'Enhanced scanning fails. List only the intended actions and principals in the statement, or ' +
        'exclude the roles of AWS services with a condition on `aws:PrincipalArn`.',
      oncePerPosition: true,
    },
  },
  lowered({ topology, bound }, reporter) {
    checkDenials(topology, bound, reporter);
  },
});

type Reporter = ReporterOf<typeof statementDenials>;

/**
 * Reports statements that deny what the topology declares, or what AWS does on the user's behalf. A statement is
 * reported only if it certainly denies: a condition that may exempt the caller counts as an exemption.
 */
function checkDenials(topology: Topology, bound: BoundDeclaration, reporter: Reporter): void {
  for (const registry of bound.registries) {
    const lowered = topology.registries.find(({ name }) => name === registry.name);
    if (lowered === undefined) continue;
    for (const denial of findDenials(registry, lowered, bound)) {
      checkReplication(denial, lowered, topology, reporter);
      checkCaches(denial, lowered, bound, reporter);
      checkInspector(denial, lowered, reporter);
    }
  }
}

/** A Deny statement as a policy with only this statement. */
interface Denial {
  readonly statement: BoundStatement;
  readonly policy: SingleStatementPolicy;
  /** The repositories that it may apply to. */
  readonly repositories: readonly RepositoryName[];
}

function findDenials(registry: BoundRegistry, lowered: Registry, bound: BoundDeclaration): readonly Denial[] {
  const isDeny = ({ effect }: BoundStatement) => effect === 'Deny';
  const policy = (layer: SingleStatementPolicy['layer'], statements: readonly PolicyStatement[]) => ({
    layer,
    statements,
  });
  return [
    ...registry.statements.filter(isDeny).map((statement): Denial => ({
      statement,
      policy: policy('registryPolicy', lowerRegistryStatement(lowered, statement)),
      repositories: lowered.repositories.map(({ name }) => name),
    })),
    ...[...groupBy(repositoryStatementsIn(bound, registry), ({ statement }) => statement)]
      .filter(([statement]) => isDeny(statement))
      .map(([statement, repositories]): Denial => ({
        statement,
        policy: policy('repositoryPolicy', lowerRepositoryStatement(lowered, statement)),
        repositories: repositories.map(({ name }) => name),
      })),
    ...registry.creationTemplates.flatMap((template) =>
      template.statements.filter(isDeny).map((statement): Denial => ({
        statement,
        policy: policy('repositoryPolicy', lowerRepositoryStatement(lowered, statement)),
        repositories: repositoriesCreatedWith(template, registry, bound),
      })),
    ),
  ];
}

/** Pairs each statement with the repositories that have it. Repositories share the statements of `defaults`. */
function repositoryStatementsIn(bound: BoundDeclaration, registry: BoundRegistry) {
  return [...repositoriesIn(bound, registry).values()].flatMap(({ repository }) =>
    statementsIn(repository, registry).map((statement) => ({ statement, name: repository.name })),
  );
}

/**
 * Returns the declared repositories that ECR would create here with this template, or a placeholder name if there are
 * none.
 */
function repositoriesCreatedWith(
  template: BoundCreationTemplate,
  registry: BoundRegistry,
  bound: BoundDeclaration,
): readonly RepositoryName[] {
  const templates = registry.creationTemplates.flatMap((each) =>
    each.prefix === undefined ? [] : { prefix: each.prefix, each },
  );
  const repositories = repositoriesIn(bound, registry);
  const names = bound.repositories
    .map(({ name }) => name)
    .filter((name) => !repositories.has(name) && nearestNamespace(templates, name)?.each === template);
  // A repository policy means the same for every name, so the example need not be a valid repository name.
  return names.length > 0 ? names : [exampleRepositoryName(`${namespacePrefix(template.prefix ?? ROOT)}…`)];
}

function checkReplication(denial: Denial, to: Registry, topology: Topology, reporter: Reporter): void {
  if (!matchesAction(denial.policy, 'ecr:ReplicateImage')) return;
  for (const from of topology.registries) {
    const caller = replicationCaller(getPartition(from.region).id, from.accountId);
    const replicated = denial.repositories.filter((name) => isReplicated(from, to, name));
    const deniedRepository = repositoriesToEvaluate(denial.policy, replicated).find((repository) =>
      isDeniedBy(denial.policy, caller, 'ecr:ReplicateImage', { registry: to, repository }),
    );
    if (deniedRepository === undefined) continue;
    reporter.atKey(
      denial.statement.path,
      'statement/denies-replication',
      `This Deny blocks the replication of '${deniedRepository}' from '${from.name}' to '${to.name}', which a rule under 'replication' declares.`,
      'List fewer principals, actions or resources, or exclude the source with a condition on aws:PrincipalAccount.',
    );
    return;
  }
}

/** Reports a statement that denies a pull of a pull-through cache, for repositories in the namespace of the cache. */
function checkCaches(denial: Denial, upstream: Registry, bound: BoundDeclaration, reporter: Reporter): void {
  const actions = UPSTREAM_ACTIONS.filter((action) => matchesAction(denial.policy, action));
  if (actions.length === 0) return;
  for (const { role, namespace } of cacheGrantsOf(upstream, bound)) {
    const start = namespacePrefix(namespace);
    const repositories = denial.repositories.filter((name) => name.startsWith(start));
    // A registry policy also applies to repositories that are not declared.
    const placeholders = denial.policy.layer === 'registryPolicy' ? [exampleRepositoryName(`${start}…`)] : [];
    const cached =
      repositories.length > 0 ? repositoriesToEvaluate(denial.policy, repositories) : placeholders;
    const caller: Caller = { kind: 'identity', identity: role, session: undefined, isPathKnown: true };
    const denied = actions.filter((action) =>
      cached.some((repository) =>
        isDeniedBy(denial.policy, caller, action, { registry: upstream, repository }),
      ),
    );
    if (denied.length === 0) continue;
    reporter.atKey(
      denial.statement.path,
      'statement/denies-cache',
      `This Deny blocks ${denied.join(', ')} for ${identityArn(role)}, the role that a pull-through cache uses to pull from '${upstream.name}'.`,
      'List fewer principals, actions or resources, or exclude the role: ' +
        `conditions: { ArnNotEquals: { "aws:PrincipalArn": "${identityArn(role)}" } }.`,
    );
    return;
  }
}

/**
 * Basic scanning does not evaluate policies. Without scanning settings the scan type is unknown, because an
 * administrator of the organization may enable Amazon Inspector.
 */
function checkInspector(denial: Denial, registry: Registry, reporter: Reporter): void {
  if (registry.scanning?.type === 'BASIC') return;
  const denied = actionsDeniedToInspector(denial.policy, registry, denial.repositories);
  if (denied.length === 0) return;
  reporter.atKey(
    denial.statement.path,
    'statement/denies-inspector',
    `This Deny blocks ${denied.join(', ')} for all principals, including Amazon Inspector. Enhanced scanning of '${registry.name}' ` +
      (registry.scanning === undefined ? 'would fail if it is enabled.' : 'fails.'),
    'List only the intended actions and principals, or exclude the roles of AWS services: ' +
      'conditions: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/aws-service-role/*" } }.',
  );
}
