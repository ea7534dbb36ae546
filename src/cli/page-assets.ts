import type { PageAssets } from '../report/page/html';

/**
 * Loads the program of the report page.
 * @throws Error if the command is installed without it
 */
export async function loadPageAssets(): Promise<PageAssets> {
  const { buildPage } = await loadBuilder();
  return buildPage();
}

/** Loads it on demand, because it is large and few commands need it. The released single file does not contain it. */
async function loadBuilder() {
  try {
    return await import('./page-builder');
  } catch (error) {
    throw new Error(
      'The page requires page.cjs, which is not installed with this file. Install the npm package ecr-topology, which contains it.',
      { cause: error },
    );
  }
}
