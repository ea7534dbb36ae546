import { buildSync } from 'esbuild';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { Measured, PictureParts } from './picture-faults';

const MEASURE = resolve(__dirname, '..', 'page', 'in-browser', 'measure-picture.ts');

/** Measures the first SVG of the page. */
export async function measurePicture(page: Page, parts: PictureParts): Promise<Measured> {
  // `elementsFromPoint` finds only what the window shows.
  const height = await page.evaluate<number>('Math.ceil(document.documentElement.scrollHeight) + 20');
  const width = await page.evaluate<number>('Math.ceil(document.documentElement.scrollWidth)');
  await page.setViewportSize({ width, height });
  return page.evaluate<Measured>(`${script()}; picture.measurePicture(${JSON.stringify(parts)})`);
}

let bundled: string | undefined;

function script(): string {
  bundled ??= bundle();
  return bundled;
}

function bundle(): string {
  const { outputFiles } = buildSync({
    entryPoints: [MEASURE],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'picture',
  });
  return outputFiles[0]?.text ?? '';
}
