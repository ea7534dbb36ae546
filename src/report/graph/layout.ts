import { hasInnerBox, type Diagram, type Node, type NodeId } from './diagram';
import type { Curve, Rectangle } from './geometry';
import { graphvizPositions, type Positions } from './graphviz-layout';
import type { Layout } from './layout-model';
import { placeLabels } from './place-labels';
import { placeTitles } from './place-titles';
import { distributeEnds } from './ports';
import { labelText } from './text-blocks';

export async function layoutOf(diagram: Diagram): Promise<Layout> {
  const positions = await graphvizPositions(diagram);
  const { rectangles } = positions;
  const nodes = nodesIn(diagram).flatMap((node) => {
    const rectangle = rectangles.get(node.id);
    return rectangle === undefined ? [] : [{ node, rectangle }];
  });
  const routes = routesOf(diagram, positions);
  const curves = distributeEnds(routes);
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
    nodes.map(({ rectangle }) => rectangle),
    boxes,
  );
  const ids = new Set(
    diagram.accounts.flatMap(({ id, registriesId }): readonly NodeId[] => [id, registriesId]),
  );
  return {
    ...positions.size,
    boxes,
    nodes,
    arrows: routes.flatMap(({ arrow }, index) => {
      const [curve, label] = [curves[index], labels[index]];
      if (curve === undefined || label === undefined) return [];
      return [{ arrow, curve, label: { ...labelText(arrow), rectangle: label }, isToBox: ids.has(arrow.to) }];
    }),
  };
}

function nodesIn({ accounts, nodes }: Diagram): readonly Node[] {
  return [...accounts.flatMap(({ callers, registries }) => [...callers, ...registries]), ...nodes];
}

function routesOf(diagram: Diagram, { rectangles, arrows }: Positions) {
  return diagram.arrows.flatMap((arrow, index) => {
    const position = arrows.get(index);
    if (position === undefined) return [];
    const from = rectangles.get(arrow.from);
    const to = rectangles.get(arrow.to);
    return [{ arrow, from, to, label: position.label, curve: directed(position.curve, from) }];
  });
}

/** Returns the curve from the start of the arrow. Graphviz lays some out from the end. */
function directed(curve: Curve, from: Rectangle | undefined): Curve {
  const [first, last] = [curve[0], curve.at(-1)];
  if (from === undefined || first === undefined || last === undefined) return curve;
  return distanceTo(from, first) <= distanceTo(from, last) ? curve : curve.toReversed();
}

function distanceTo(
  { x, y, width, height }: Rectangle,
  point: { readonly x: number; readonly y: number },
): number {
  const dx = Math.max(x - point.x, 0, point.x - x - width);
  const dy = Math.max(y - point.y, 0, point.y - y - height);
  return Math.hypot(dx, dy);
}
