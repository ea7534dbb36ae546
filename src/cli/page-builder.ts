import { join } from 'node:path';
import type { PageAssets } from '../report/page/html';

/** Builds the program of the report page. The package has `page.cjs` in place of this file, with the result (bin/build.js). */
export function buildPage(): Promise<PageAssets> {
  return requireBuilder().buildPage();
}

/** `bin/page.js`, which is not part of the bundle of the command, because few commands need it. */
function requireBuilder(): { readonly buildPage: () => Promise<PageAssets> } {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is not known to the bundler
  return require(join(__dirname, '../../bin/page.js')) as ReturnType<typeof requireBuilder>; // bin/page.js documents it
}
