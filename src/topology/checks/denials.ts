import {
  deniedToInspector,
  isAbout,
  isDeniedBy,
  judgedFor,
  replicationCaller,
  type Caller,
  type LoneStatement,
} from '../../access';
import {
  getPartition,
  grouped,
  identityArn,
  isReplicated,
  namesStart,
  nearestNamespace,
  ROOT,
  UPSTREAM_ACTIONS,
  type PolicyStatement,
  type Registry,
  type RepositoryName,
  type Topology,
} from '../../registry';
import { heldIn } from '../link/contents';
import type { Linked, LinkedRegistry, LinkedStatement, LinkedTemplate } from '../link/linked';
import type { Reporter } from '../reporter';
import { cacheGrantsOf } from '../resolve/pull-through-cache';
import { registryStatementOf, repositoryStatementOf } from '../resolve/statements';

/**
 * Reports statements that deny what the topology declares, or what AWS does on the user's behalf. A statement is
 * reported only if it certainly denies: a condition that may exempt the caller counts as an exemption.
 */
export function checkDenials(topology: Topology, linked: Linked, reporter: Reporter): void {
  for (const registry of linked.registries) {
    const resolved = topology.registries.find(({ name }) => name === registry.name);
    if (resolved === undefined) continue;
    for (const denial of denialsIn(registry, resolved, linked)) {
      checkReplication(denial, resolved, topology, reporter);
      checkCaches(denial, resolved, linked, reporter);
      checkInspector(denial, resolved, reporter);
    }
  }
}

/** A Deny statement as a policy of its own. */
interface Denial {
  readonly statement: LinkedStatement;
  readonly alone: LoneStatement;
  /** The repositories that it may apply to. */
  readonly repositories: readonly RepositoryName[];
}

function denialsIn(registry: LinkedRegistry, resolved: Registry, linked: Linked): readonly Denial[] {
  const denies = ({ effect }: LinkedStatement) => effect === 'Deny';
  const alone = (layer: LoneStatement['layer'], statements: readonly PolicyStatement[]) => ({
    layer,
    statements,
  });
  return [
    ...registry.statements.filter(denies).map((statement): Denial => ({
      statement,
      alone: alone('registryPolicy', registryStatementOf(resolved, statement)),
      repositories: resolved.repositories.map(({ name }) => name),
    })),
    ...[...grouped(statementsHeld(linked, registry), ({ statement }) => statement)]
      .filter(([statement]) => denies(statement))
      .map(([statement, held]): Denial => ({
        statement,
        alone: alone('repositoryPolicy', repositoryStatementOf(resolved, statement)),
        repositories: held.map(({ name }) => name),
      })),
    ...registry.creationTemplates.flatMap((template) =>
      template.statements.filter(denies).map((statement): Denial => ({
        statement,
        alone: alone('repositoryPolicy', repositoryStatementOf(resolved, statement)),
        repositories: createdWith(template, registry, linked),
      })),
    ),
  ];
}

/** Pairs each statement with the repositories that have it. Repositories share the statements of `defaults`. */
function statementsHeld(linked: Linked, registry: LinkedRegistry) {
  return [...heldIn(linked, registry).values()].flatMap(({ repository: { name, statements } }) =>
    statements.map((statement) => ({ statement, name })),
  );
}

/**
 * Returns the declared repositories that ECR would create here with this template, or a placeholder name if there are
 * none.
 */
function createdWith(
  template: LinkedTemplate,
  registry: LinkedRegistry,
  linked: Linked,
): readonly RepositoryName[] {
  const templates = registry.creationTemplates.flatMap((each) =>
    each.prefix === undefined ? [] : { prefix: each.prefix, each },
  );
  const held = heldIn(linked, registry);
  const names = linked.repositories
    .map(({ name }) => name)
    .filter((name) => !held.has(name) && nearestNamespace(templates, name)?.each === template);
  // A repository policy means the same for every name, so the placeholder need not be a valid repository name.
  return names.length > 0 ? names : [`${namesStart(template.prefix ?? ROOT)}…` as RepositoryName];
}

function checkReplication(denial: Denial, to: Registry, topology: Topology, reporter: Reporter): void {
  if (!isAbout(denial.alone, 'ecr:ReplicateImage')) return;
  for (const from of topology.registries) {
    const caller = replicationCaller(getPartition(from.region).id, from.accountId);
    const replicated = denial.repositories.filter((name) => isReplicated(from, to, name));
    const filled = judgedFor(denial.alone, replicated).find((repository) =>
      isDeniedBy(denial.alone, caller, 'ecr:ReplicateImage', { registry: to, repository }),
    );
    if (filled === undefined) continue;
    reporter.atKey(
      denial.statement.path,
      'statement/denies-replication',
      `This statement denies '${from.name}' to replicate '${filled}' into '${to.name}', which a rule under 'replication' asks for.`,
      'Name fewer principals, actions or resources, or spare the source with a condition on aws:PrincipalAccount.',
    );
    return;
  }
}

/** Reports a statement that denies a pull of a pull-through cache, for repositories in the namespace of the cache. */
function checkCaches(denial: Denial, upstream: Registry, linked: Linked, reporter: Reporter): void {
  const asked = UPSTREAM_ACTIONS.filter((action) => isAbout(denial.alone, action));
  if (asked.length === 0) return;
  for (const { role, namespace } of cacheGrantsOf(upstream, linked)) {
    const start = namesStart(namespace);
    const held = denial.repositories.filter((name) => name.startsWith(start));
    // A registry policy also applies to repositories that are not declared.
    const some = denial.alone.layer === 'registryPolicy' ? [`${start}…` as RepositoryName] : [];
    const cached = held.length > 0 ? judgedFor(denial.alone, held) : some;
    const caller: Caller = { kind: 'identity', identity: role, session: undefined, isPathKnown: true };
    const denied = asked.filter((action) =>
      cached.some((repository) =>
        isDeniedBy(denial.alone, caller, action, { registry: upstream, repository }),
      ),
    );
    if (denied.length === 0) continue;
    reporter.atKey(
      denial.statement.path,
      'statement/denies-cache',
      `This statement denies ${denied.join(', ')} to ${identityArn(role)}, with which a pull-through cache pulls from '${upstream.name}'.`,
      'Name fewer principals, actions or resources, or spare the role: ' +
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
  const denied = deniedToInspector(denial.alone, registry, denial.repositories);
  if (denied.length === 0) return;
  reporter.atKey(
    denial.statement.path,
    'statement/denies-inspector',
    `This statement denies ${denied.join(', ')} to everybody, so to Amazon Inspector too: enhanced scanning of '${registry.name}' ` +
      (registry.scanning === undefined ? 'would break, if it is on.' : 'breaks.'),
    'Name the actions and principals that are meant, or spare the roles of AWS services: ' +
      'conditions: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/aws-service-role/*" } }.',
  );
}
