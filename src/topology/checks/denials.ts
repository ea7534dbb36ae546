import {
  decide,
  NOTHING_GIVEN,
  replicationCaller,
  requestFor,
  type Caller,
  type LabelledPolicy,
  type Layers,
} from '../../access';
import {
  getPartition,
  isReplicated,
  type EcrAction,
  type PolicyStatement,
  type Registry,
  type RepositoryName,
  type Topology,
} from '../../registry';
import { heldIn, type Linked, type LinkedRegistry, type LinkedStatement } from '../link/linked';
import type { Reporter } from '../reporter';
import { registryStatementOf, repositoryStatementOf } from '../resolve/statements';

/**
 * Statements that deny what the topology itself asks for, or what AWS does on the user's behalf. Only where they
 * certainly do: a condition that spares the caller is taken to do so.
 */
export function checkDenials(topology: Topology, linked: Linked, reporter: Reporter): void {
  for (const registry of linked.registries) {
    const resolved = topology.registries.find(({ name }) => name === registry.name);
    if (resolved === undefined) continue;
    for (const denial of denialsIn(registry, resolved, linked)) {
      checkReplication(denial, resolved, topology, reporter);
      checkInspector(denial, resolved, reporter);
    }
  }
}

/** A statement that denies something, alone in its policy. */
interface Denial {
  readonly statement: LinkedStatement;
  readonly layer: 'registryPolicy' | 'repositoryPolicy';
  readonly policy: LabelledPolicy;
  /** What it may be about. */
  readonly repositories: readonly RepositoryName[];
}

function denialsIn(registry: LinkedRegistry, resolved: Registry, linked: Linked): readonly Denial[] {
  const denies = ({ effect }: LinkedStatement) => effect === 'Deny';
  const repositories = resolved.repositories.map(({ name }) => name);
  return [
    ...registry.statements.filter(denies).map((statement): Denial => ({
      statement,
      layer: 'registryPolicy',
      policy: alone(registryStatementOf(resolved, statement)),
      repositories,
    })),
    ...[...heldIn(linked, registry).values()].flatMap(({ repository }) =>
      repository.statements.filter(denies).map((statement): Denial => ({
        statement,
        layer: 'repositoryPolicy',
        policy: alone(repositoryStatementOf(resolved, statement)),
        repositories: [repository.name],
      })),
    ),
  ];
}

function alone(statements: readonly PolicyStatement[]): LabelledPolicy {
  return { label: '', policy: { statements } };
}

function checkReplication(denial: Denial, to: Registry, topology: Topology, reporter: Reporter): void {
  for (const from of topology.registries) {
    const caller = replicationCaller(getPartition(from.region).id, from.accountId);
    const filled = denial.repositories.find(
      (name) => isReplicated(from, to, name) && isDenied(denial, caller, 'ecr:ReplicateImage', to, name),
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

/**
 * What Amazon Inspector cannot scan without.
 * https://docs.aws.amazon.com/inspector/latest/user/scanning-ecr.html
 */
const REGISTRY_NEEDS = ['ecr:PutRegistryScanningConfiguration'] as const satisfies readonly EcrAction[];
const REPOSITORY_NEEDS = [
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
] as const satisfies readonly EcrAction[];

function checkInspector(denial: Denial, registry: Registry, reporter: Reporter): void {
  const caller: Caller = {
    kind: 'identity',
    identity: {
      kind: 'role',
      partition: getPartition(registry.region).id,
      accountId: registry.accountId,
      path: '/aws-service-role/inspector2.amazonaws.com/',
      name: 'AWSServiceRoleForAmazonInspector2',
    },
    session: undefined,
    isPathKnown: true,
  };
  const denied = [
    ...REGISTRY_NEEDS.filter((action) => isDenied(denial, caller, action, registry, undefined)),
    ...REPOSITORY_NEEDS.filter((action) =>
      denial.repositories.some((name) => isDenied(denial, caller, action, registry, name)),
    ),
  ];
  if (denied.length === 0) return;
  reporter.atKey(
    denial.statement.path,
    'statement/denies-inspector',
    `This statement denies ${denied.join(', ')} to everybody, so to Amazon Inspector too: enhanced scanning of '${registry.name}' breaks.`,
    'Name the actions and principals that are meant, or spare the roles of AWS services: ' +
      'conditions: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/aws-service-role/*" } }.',
  );
}

function isDenied(
  { layer, policy }: Denial,
  caller: Caller,
  action: EcrAction,
  registry: Registry,
  repository: RepositoryName | undefined,
): boolean {
  const request = requestFor(caller, action, { registry, repository }, NOTHING_GIVEN);
  const layers: Layers = {
    identity: 'notKnown',
    boundary: undefined,
    scps: [],
    rcps: [],
    repositoryPolicy: undefined,
    registryPolicy: undefined,
    registryPolicyScope: 'V2',
    [layer]: policy,
  };
  return decide(request, layers).reason.kind === 'explicitDeny';
}
