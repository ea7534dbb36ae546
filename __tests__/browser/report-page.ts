import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { loadPageAssets } from '../../src/cli/page-assets';
import type { LoadedTopology } from '../../src/lint/declaration/load';
import { buildPageData } from '../../src/report/page/build-page-data';
import { pageHtml, type PageAssets } from '../../src/report/page/html';
import { withPicture } from '../../src/report/page/picture-section';

let assets: Promise<PageAssets> | undefined;

/** Returns the report page of a declaration. */
export async function reportPage(loaded: LoadedTopology): Promise<string> {
  assets ??= loadPageAssets();
  const about = {
    version: '0.0.0',
    file: loaded.source.file,
    commit: undefined,
    createdAt: '2026-12-01T00:00:00Z',
    isRedacted: false,
  };
  const data = buildPageData({ about, loaded, review: undefined, live: undefined });
  return pageHtml(await withPicture(data, loaded), await assets);
}

/** Opens a report page, and waits until its program runs. */
export async function openReport(page: Page, html: string, file: string, hash = ''): Promise<void> {
  writeFileSync(file, html);
  await page.goto(`${pathToFileURL(file).href}${hash}`);
  await page.waitForFunction('window.ecrTopology !== undefined');
}
