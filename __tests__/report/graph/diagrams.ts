import { accountNames } from '../../../src/access/evaluate/grantees';
import type { AccountName } from '../../../src/aws/names';
import type { PolicyStatement } from '../../../src/aws/policy/document';
import type { Grantee } from '../../../src/aws/policy/principals';
import type { Repository } from '../../../src/model/resource-types';
import type { Identity, Registry, Topology } from '../../../src/model/topology';
import { buildDiagram } from '../../../src/report/graph/build-diagram';
import { collectContent } from '../../../src/report/graph/content';
import type { Detail, Diagram } from '../../../src/report/graph/diagram';
import { grants, id, registry } from './organisation';

export const NAMES = accountNames([
  { id: id(1), name: 'hub' as AccountName },
  { id: id(2), name: 'ci' as AccountName },
]);

export function buildGraph(topology: Topology, detail: Detail = 'repositories'): Diagram {
  return buildDiagram(collectContent(topology, NAMES), detail);
}

export function topology(registries: readonly Registry[], identities: readonly Identity[] = []): Topology {
  return { registries, identities };
}

/** Returns every node by its first lines, inside and outside of boxes. */
export function nodesOf({ accounts, nodes }: Diagram): readonly string[] {
  const all = [...nodes, ...accounts.flatMap(({ callers, registries }) => [...callers, ...registries])];
  return all.map(({ lines }) => lines.join(' | '));
}

/** Returns arrows as text: the first line of each end, or the label of the box. */
export function arrowsOf({ accounts, nodes, arrows }: Diagram): readonly string[] {
  const names = new Map<string, string>();
  for (const { id: box, label, registriesId, callers, registries } of accounts) {
    names.set(registriesId, `registries of ${label}`).set(box, `[${label}]`);
    for (const node of [...callers, ...registries]) names.set(node.id, node.lines[0] ?? '');
  }
  for (const node of nodes) names.set(node.id, node.lines[0] ?? '');
  return arrows.map(
    ({ from, to, kind, label }) => `${names.get(from) ?? '?'} -${kind}-> ${names.get(to) ?? '?'}: ${label}`,
  );
}

/** One registry of the account `hub`, with these grants on one repository. */
export function registryGranting(...grantees: readonly Grantee[]): Topology {
  return topology([
    registry('r', {
      account: id(1),
      region: 'eu-west-1',
      repositories: { app: grants(grantees, 'pull') },
    }),
  ]);
}

/** Changes every statement of the repository policies. */
export function withStatements(
  registries: readonly Registry[],
  change: (statement: PolicyStatement) => PolicyStatement,
): readonly Registry[] {
  const changed = (repository: Repository): Repository => ({
    ...repository,
    policy: repository.policy && { statements: repository.policy.statements.map(change) },
  });
  return registries.map((each) => ({ ...each, repositories: each.repositories.map(changed) }));
}
