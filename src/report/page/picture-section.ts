import { accountNames, type AccountNames } from '../../access/evaluate/grantees';
import type { RegistryName } from '../../aws/names';
import type { LoadedTopology } from '../../lint/declaration/load';
import type { Topology } from '../../model/topology';
import { registryNodeId } from '../graph/account-boxes';
import { buildPicture } from '../graph/build-picture';
import { hasInnerBox, type Arrow, type Diagram, type Node, type NodeId } from '../graph/diagram';
import { svgMarkup } from '../graph/svg';
import type { PageData } from './page-data';
import { arrowItemId, type PictureItem, type PictureLink, type PictureSection } from './picture';
import { replicationId, routeHash } from './route';

/** Adds the picture to the data of a page. It is separate because Graphviz calculates it asynchronously. */
export async function withPicture(
  data: Omit<PageData, 'picture'>,
  { topology, deployment }: Pick<LoadedTopology, 'topology' | 'deployment'>,
): Promise<PageData> {
  return { ...data, picture: await pictureSection(topology, accountNames(deployment.accounts)) };
}

/** Draws the topology, or returns why there is no drawing. */
async function pictureSection(topology: Topology, names: AccountNames): Promise<PictureSection> {
  const picture = buildPicture(topology, names);
  if (picture.kind === 'matrix') return { kind: 'none', notes: [TOO_LARGE] };
  const { diagram } = picture;
  if (isEmpty(diagram)) return { kind: 'none', notes: ['The topology has no registries.'] };
  try {
    const svg = await svgMarkup(picture, { isEmbedded: true });
    return { kind: 'drawing', svg, items: pictureItems(diagram, topology), notes: [] };
  } catch (error) {
    // The released single file does not contain Graphviz. The rest of the page does not need it.
    return { kind: 'none', notes: [error instanceof Error ? error.message : String(error)] };
  }
}

const TOO_LARGE =
  "The topology has too many arrows for a readable picture. To draw a part of it, use 'ecr-topology graph' with --registry or --only.";

function isEmpty({ accounts, nodes }: Diagram): boolean {
  return accounts.length === 0 && nodes.length === 0;
}

function pictureItems({ accounts, nodes, arrows }: Diagram, topology: Topology): readonly PictureItem[] {
  const links = new Links(topology, [...accounts.flatMap(({ callers }) => callers), ...nodes]);
  const nodeItem = (node: Node, box: NodeId | undefined): PictureItem => ({
    kind: NODE_KIND[node.kind],
    id: node.id,
    box,
    links: links.ofNode(node),
  });
  return [
    ...accounts.flatMap((box): readonly PictureItem[] => [
      { kind: 'box', id: box.id, box: undefined, links: [] },
      ...(hasInnerBox(box)
        ? [{ kind: 'inner-box', id: box.registriesId, box: box.id, links: [] } as const]
        : []),
      ...box.callers.map((node) => nodeItem(node, box.id)),
      ...box.registries.map((node) => nodeItem(node, box.registriesId)),
    ]),
    ...nodes.map((node) => nodeItem(node, undefined)),
    ...arrows.map((arrow): PictureItem => {
      const { from, to, kind } = arrow;
      const id = arrowItemId(from, to, kind);
      return { kind: 'arrow', id, from, to, layer: kind, box: undefined, links: links.ofArrow(arrow) };
    }),
  ];
}

const NODE_KIND = {
  registry: 'registry',
  caller: 'principal',
  public: 'principal',
  account: 'account',
  upstream: 'upstream',
} as const satisfies Record<Node['kind'], string>;

/** The views of the page that show more about an item. */
class Links {
  private readonly registries: ReadonlyMap<NodeId, RegistryName>;
  /** The text of the principal that the access view shows. Groups have none, because the view filters by one. */
  private readonly callers: ReadonlyMap<NodeId, string>;

  public constructor(topology: Topology, nodes: readonly Node[]) {
    this.registries = new Map(
      topology.registries.map((registry) => [registryNodeId(registry), registry.name]),
    );
    this.callers = new Map(
      nodes
        .filter(({ kind, tooltip }) => (kind === 'caller' || kind === 'public') && !tooltip.includes('\n'))
        .map(({ id, tooltip }) => [id, tooltip]),
    );
  }

  public ofNode({ id, kind }: Node): readonly PictureLink[] {
    const registry = this.registries.get(id);
    if (registry !== undefined) {
      return [
        { text: 'Access', href: routeHash({ view: 'access', parameters: { registry } }) },
        { text: 'Replication', href: routeHash({ view: 'replication', parameters: { registry } }) },
        { text: 'Policies', href: routeHash({ view: 'policies', parameters: { registry } }) },
      ];
    }
    const isCaller = kind === 'caller' || kind === 'public';
    return isCaller
      ? [
          {
            text: 'Access',
            href: routeHash({ view: 'access', parameters: { caller: this.callers.get(id) ?? '' } }),
          },
        ]
      : [];
  }

  /** Undefined if the arrow leads from or to a box. */
  private route(from: NodeId, to: NodeId): string | undefined {
    const [source, destination] = [this.registries.get(from), this.registries.get(to)];
    return source === undefined || destination === undefined ? undefined : replicationId(source, destination);
  }

  public ofArrow({ from, to, kind }: Arrow): readonly PictureLink[] {
    const registry = this.registries.get(to);
    switch (kind) {
      case 'replication':
        return [
          {
            text: 'Replication',
            href: routeHash({ view: 'replication', parameters: { route: this.route(from, to) ?? '' } }),
          },
        ];
      case 'pull':
      case 'push':
        return [
          {
            text: 'Access',
            href: routeHash({
              view: 'access',
              parameters: { caller: this.callers.get(from) ?? '', registry: registry ?? '' },
            }),
          },
        ];
      case 'cache':
        return registry === undefined
          ? []
          : [{ text: 'Policies', href: routeHash({ view: 'policies', parameters: { registry } }) }];
    }
  }
}
