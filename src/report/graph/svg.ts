import { createRequire } from 'node:module';
import type * as viz from '@viz-js/viz' with { 'resolution-mode': 'import' };
import { dotText } from './dot';
import type { Picture } from './picture';

/** A picture as SVG, laid out by Graphviz. */
export async function svgText(picture: Picture): Promise<string> {
  // Loaded here because it is 1.2 MB that nothing else needs. `import()` is not there in code that bin/run.js compiles.
  const load = createRequire(__filename);
  // What `require` gives is what the package's types say.
  const { instance } = load('@viz-js/viz') as typeof viz;
  const graphviz = await instance();
  return withFonts(withTitles(graphviz.renderString(dotText(picture), { format: 'svg' })));
}

/**
 * Graphviz gives each element its id as its title, which browsers show at the pointer, and the tooltip as the title of
 * a link, which few do. The tooltip is what is to be read.
 */
function withTitles(svg: string): string {
  return svg.replace(
    /<title>[^<]*<\/title>(\s*<g id="[^"]*"><a xlink:title="([^"]*)">)/g,
    (_, rest: string, tooltip: string) => `<title>${tooltip}</title>${rest}`,
  );
}

/** Where Arial is missing, the fonts that are as wide. */
function withFonts(svg: string): string {
  return svg.replaceAll(' font-family="Arial"', ' font-family="Arial,Helvetica,Liberation Sans,sans-serif"');
}
