import { accountText } from '../../access/evaluate/grantees';
import { sortedBy } from '../../base/collections';
import { count } from '../../base/text';
import { accountNodes, registryLines, registryNodeId, type GraphRegistry } from './account-boxes';
import { bundleByEnds, sortArrows } from './arrow-bundles';
import type { CallerGroup } from './caller-group';
import { callerNode } from './callers';
import type { GraphContent } from './content';
import { accessArrows, callersOf, registryArrows } from './content-arrows';
import type { Arrow, Detail, NodeId } from './diagram';
import { isComplete, PARTIAL_NOTE, type Matrix, type MatrixHead } from './matrix';
import type { Picture } from './picture';
import { upstreamNodes } from './registry-arrows';

/** Maximum number of rows or columns of a matrix. */
const MAX_LENGTH = 60;

/** Builds a table for replication and one for access. Rows are registries or callers, or accounts if these are too many. */
export function buildMatrices(content: GraphContent): Extract<Picture, { readonly kind: 'matrix' }> {
  const detailed = matricesOf(content, 'registries');
  const matrices = detailed.every(fits) ? detailed : matricesOf(content, 'accounts');
  const isAccounts = matrices !== detailed;
  return {
    kind: 'matrix',
    matrices: matrices.map(truncate),
    notes: [
      ...(isAccounts ? ['Each row and column is an account, because the registries are too many.'] : []),
      ...(matrices.some(({ cells }) => cells.some((cell) => !isComplete(cell))) ? [PARTIAL_NOTE] : []),
      ...matrices.flatMap(truncationNotes),
      ...content.notes,
    ],
  };
}

function fits({ rows, columns }: Matrix): boolean {
  return rows.length <= MAX_LENGTH && columns.length <= MAX_LENGTH;
}

function matricesOf(content: GraphContent, detail: Detail): readonly Matrix[] {
  const groups = callersOf(content, detail);
  const registries = registryHeads(content, groups, detail);
  const callers = new Map([
    ...registries,
    ...groups.map((group): [NodeId, MatrixHead] => {
      const { id, kind, lines, tooltip } = callerNode(group, content.names);
      const [name = '', ...rest] = lines;
      const account = group.home === undefined ? [] : [accountText(group.home, content.names)];
      return [id, { id, kind, name, lines: [...rest.slice(-1), ...account], tooltip }];
    }),
  ]);
  const replication = bundleByEnds(registryArrows(content, detail));
  const access = bundleByEnds(accessArrows(content, groups, detail));
  return [matrix('replication', replication, registries), matrix('access', access, callers)].filter(
    ({ cells }) => cells.length > 0,
  );
}

const TITLES = {
  replication: { title: 'Replication', rowTitle: 'From', columnTitle: 'To' },
  access: { title: 'Access', rowTitle: 'Caller', columnTitle: 'Registry' },
} as const;

function matrix(
  kind: Matrix['kind'],
  cells: readonly Arrow[],
  heads: ReadonlyMap<NodeId, MatrixHead>,
): Matrix {
  const rows = new Set(cells.map(({ from }) => from));
  const columns = new Set(cells.map(({ to }) => to));
  const all = sortedBy(heads.values(), ({ lines, name }) => `${lines.at(-1) ?? ''}\n${name}`);
  return {
    kind,
    ...TITLES[kind],
    rows: all.filter(({ id }) => rows.has(id)),
    columns: all.filter(({ id }) => columns.has(id)),
    cells: sortArrows(cells),
  };
}

function registryHeads(
  { registries, caches, names }: GraphContent,
  groups: readonly CallerGroup[],
  detail: Detail,
): ReadonlyMap<NodeId, MatrixHead> {
  const own =
    detail === 'accounts'
      ? accountNodes(registries, groups, names).map(headOfNode)
      : registries.map((registry) => registryHead(registry, accountText(registry.accountId, names)));
  return new Map([...own, ...upstreamNodes(caches).map(headOfNode)].map((head) => [head.id, head]));
}

function registryHead(registry: GraphRegistry, account: string): MatrixHead {
  const [name = ''] = registryLines(registry);
  return {
    id: registryNodeId(registry),
    kind: 'registry',
    name,
    lines: [account],
    region: registry.region,
    tooltip: [...registryLines(registry), account].join('\n'),
  };
}

function headOfNode({
  id,
  kind,
  lines,
  tooltip,
}: {
  readonly id: NodeId;
  readonly kind: MatrixHead['kind'];
  readonly lines: readonly string[];
  readonly tooltip: string;
}): MatrixHead {
  const [name = '', ...rest] = lines;
  return { id, kind, name, lines: rest.slice(0, 1), tooltip };
}

function truncate(complete: Matrix): Matrix {
  const rows = complete.rows.slice(0, MAX_LENGTH);
  const columns = complete.columns.slice(0, MAX_LENGTH);
  const kept = new Set([...rows, ...columns].map(({ id }) => id));
  return {
    ...complete,
    rows,
    columns,
    cells: complete.cells.filter(({ from, to }) => kept.has(from) && kept.has(to)),
  };
}

function truncationNotes({ title, rows, columns }: Matrix): readonly string[] {
  if (rows.length <= MAX_LENGTH && columns.length <= MAX_LENGTH) return [];
  const shown = (length: number) => Math.min(length, MAX_LENGTH);
  return [
    `${title}: ${shown(rows.length)} of ${count(rows.length, 'row', 'rows')} and ${shown(columns.length)} of ` +
      `${count(columns.length, 'column', 'columns')} are shown.`,
  ];
}
