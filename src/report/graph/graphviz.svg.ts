import { createRequire } from 'node:module';
import type * as viz from '@viz-js/viz' with { 'resolution-mode': 'import' };
import { dotText } from './graphviz';
import type { Diagram } from './diagram';

/** Renders a graph as SVG, with the layout of Graphviz. */
export async function svgText(diagram: Diagram): Promise<string> {
  // Loaded on demand because it is 1.2 MB and only SVG needs it. `import()` is not available in code that bin/run.js
  // compiles.
  const load = createRequire(__filename);
  // `require` returns what the types of the package declare.
  const { instance } = load('@viz-js/viz') as typeof viz;
  const graphviz = await instance();
  return withFonts(withTitles(graphviz.renderString(dotText(diagram), { format: 'svg' })));
}

/**
 * Graphviz writes the ID of each element as its title, which browsers show as a tooltip, and the tooltip as the title
 * of a link, which few browsers show. This replaces the ID with the tooltip.
 */
function withTitles(svg: string): string {
  return svg.replace(
    /<title>[^<]*<\/title>(\s*<g id="[^"]*"><a xlink:title="([^"]*)">)/g,
    (_, rest: string, tooltip: string) => `<title>${tooltip}</title>${rest}`,
  );
}

/** Fallback fonts with the same character widths, for systems without Arial. */
function withFonts(svg: string): string {
  return svg.replaceAll(' font-family="Arial"', ' font-family="Arial,Helvetica,Liberation Sans,sans-serif"');
}
