import { hasInnerBox, type Arrow, type Diagram, type Node, type NodeId } from './diagram';
import { containsPoint, distanceBetween, pointsOn, type Curve, type Point, type Rectangle } from './geometry';
import { graphvizPositions, type Positions } from './graphviz-layout';
import type { Layout, PlacedNode } from './layout-model';
import { placeLabels } from './place-labels';
import { placeTitles } from './place-titles';
import { distributeEnds, type Route } from './ports';
import { labelText } from './text-blocks';

export async function layoutOf(diagram: Diagram): Promise<Layout> {
  const positions = await graphvizPositions(diagram);
  const { rectangles } = positions;
  const nodes = nodesIn(diagram).flatMap((node) => {
    const rectangle = rectangles.get(node.id);
    return rectangle === undefined ? [] : [{ node, rectangle }];
  });
  const boxIds = new Set(
    diagram.accounts.flatMap(({ id, registriesId }): readonly NodeId[] => [id, registriesId]),
  );
  const routes = routesOf(diagram, positions);
  const curves = keepClear(routes, distributeEnds(routes.map((route) => withoutBoxes(route, boxIds))), nodes);
  const boxes = placeTitles(
    diagram.accounts.flatMap((box) => {
      const rectangle = rectangles.get(box.id);
      if (rectangle === undefined) return [];
      return [{ box, rectangle, inner: hasInnerBox(box) ? rectangles.get(box.registriesId) : undefined }];
    }),
    nodes,
    curves,
  );
  const labels = placeLabels(
    routes.map(({ arrow, label }, index) => ({
      text: labelText(arrow),
      preferred: label,
      curve: curves[index] ?? [],
    })),
    {
      nodes: nodes.map(({ rectangle }) => rectangle),
      boxes,
      picture: { x: 0, y: 0, ...positions.size },
    },
  );
  return {
    ...positions.size,
    boxes,
    nodes,
    arrows: routes.flatMap(({ arrow }, index) => {
      const [curve, label] = [curves[index], labels[index]];
      if (curve === undefined || label === undefined) return [];
      return [
        {
          arrow,
          curve,
          label: { ...labelText(arrow), rectangle: label },
          box: boxIds.has(arrow.to) ? rectangles.get(arrow.to) : undefined,
        },
      ];
    }),
  };
}

function nodesIn({ accounts, nodes }: Diagram): readonly Node[] {
  return [...accounts.flatMap(({ callers, registries }) => [...callers, ...registries]), ...nodes];
}

interface PositionedArrow extends Route {
  readonly arrow: Arrow;
  readonly label: Point;
}

function routesOf(diagram: Diagram, { rectangles, arrows }: Positions): readonly PositionedArrow[] {
  return diagram.arrows.flatMap((arrow, index) => {
    const position = arrows.get(index);
    if (position === undefined) return [];
    const from = rectangles.get(arrow.from);
    const to = rectangles.get(arrow.to);
    return [{ arrow, from, to, label: position.label, curve: directed(position.curve, from) }];
  });
}

/** Returns the original curve of an arrow if the moved one crosses a node. */
function keepClear(
  routes: readonly PositionedArrow[],
  moved: readonly Curve[],
  nodes: readonly PlacedNode[],
): readonly Curve[] {
  return routes.map(({ arrow, curve }, index) => {
    const changed = moved[index] ?? curve;
    const points = pointsOn(changed);
    const isCrossing = nodes.some(
      ({ node, rectangle }) =>
        node.id !== arrow.from &&
        node.id !== arrow.to &&
        points.some((point) => containsPoint(rectangle, point)),
    );
    return isCrossing ? curve : changed;
  });
}

/** Ends at boxes stay where Graphviz places them: they come from every side. */
function withoutBoxes({ arrow, curve, from, to }: PositionedArrow, boxIds: ReadonlySet<NodeId>): Route {
  return {
    curve,
    from: boxIds.has(arrow.from) ? undefined : from,
    to: boxIds.has(arrow.to) ? undefined : to,
  };
}

/** Returns the curve from the start of the arrow. Graphviz lays some out from the end. */
function directed(curve: Curve, from: Rectangle | undefined): Curve {
  const [first, last] = [curve[0], curve.at(-1)];
  if (from === undefined || first === undefined || last === undefined) return curve;
  return distanceBetween(from, first) <= distanceBetween(from, last) ? curve : curve.toReversed();
}
