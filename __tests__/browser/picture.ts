import { buildSync } from 'esbuild';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { Measured, PictureParts } from './picture-faults';

const MEASURE = resolve(__dirname, '..', 'page', 'in-browser', 'measure-picture.ts');

/** Measures the first SVG of the page. */
export async function measurePicture(page: Page, parts: PictureParts): Promise<Measured> {
  // `elementsFromPoint` finds only what the window shows.
  const { width, height } = await page.evaluate<{ width: number; height: number }>(SIZE);
  await page.setViewportSize({ width, height });
  return page.evaluate<Measured>(`${script()}; picture.measurePicture(${JSON.stringify(parts)})`);
}

const SIZE = `(() => {
  const { right, bottom } = document.querySelector('svg').getBoundingClientRect();
  return { width: Math.max(innerWidth, Math.ceil(right) + 20), height: Math.ceil(bottom) + 20 };
})()`;

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
