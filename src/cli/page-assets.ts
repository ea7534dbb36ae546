import type { PageAssets } from '../report/page/html';
import { UsageError } from './exit';
import type * as builderFile from './page-builder';

/**
 * Loads the program of the report page.
 * @throws UsageError if the command is installed without it
 */
export async function loadPageAssets(): Promise<PageAssets> {
  return loadBuilder().buildPage();
}

/** Loads it on demand, because few commands need it. The released single file does not contain it. */
function loadBuilder(): typeof builderFile {
  try {
    // `import()` of a file requires its extension, which the tests do not resolve.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require('./page-builder') as typeof builderFile; // the type of this file
  } catch (error) {
    throw new UsageError(
      'The page requires page.cjs, which is not installed with this file. Install the npm package ecr-topology, which contains it.',
      { cause: error },
    );
  }
}
