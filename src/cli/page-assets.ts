import { join } from 'node:path';
import type { PageAssets } from '../report/page/html';

/** Builds the program of the report page. The package has a file in place of this one, with the result (bin/build.js). */
export function loadPageAssets(): Promise<PageAssets> {
  const { buildPage } = requirePageBuilder();
  return buildPage();
}

/** `bin/page.js`, which is not part of the bundle of the command, because few commands need it. */
function requirePageBuilder(): { readonly buildPage: () => Promise<PageAssets> } {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is not known to the bundler
  return require(join(__dirname, '../../bin/page.js')) as ReturnType<typeof requirePageBuilder>; // bin/page.js documents it
}
