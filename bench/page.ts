import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { launchChromium, withPage } from '../__tests__/browser/chromium';
import { reportPage } from '../__tests__/browser/report-page';
import { largeDeclaration } from '../__tests__/fixtures/large-declaration';
import { parseTopology } from '../src/lint/declaration/load';

/**
 * Measures the report page of 40 registries with 10,000 repositories and 60 principals in Chromium: its size, the time
 * until a view is shown, and the time from a key in a filter to the next frame. Prints medians, and fails if one is
 * more than promised.
 *
 *   npm run bench:page [-- ROUNDS]
 */
const PROMISED = { megabytes: 3, open: 1_000, filter: 100 } as const;
const ROUNDS = Number(process.argv[2] ?? 5);

/** A key for each round: the last character of the text differs. */
const FILTERED = { access: 'team-', replication: 'registry', policies: 'team-' } as const;
const OPENED = ['overview', 'picture', 'access', 'ask', 'replication', 'policies'] as const;

async function main(): Promise<void> {
  const loaded = parseTopology({ file: 'topology.yaml', text: largeDeclaration() }, {});
  if (loaded.kind !== 'topology') throw new Error(loaded.diagnostics[0]?.message);
  const html = await reportPage(loaded);
  report('size', Buffer.byteLength(html) / 1e6, 'MB', PROMISED.megabytes);
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-bench-page-'));
  const file = join(folder, 'report.html');
  writeFileSync(file, html);
  const browser = await launchChromium();
  try {
    await withPage(browser, {}, async (page) => {
      for (const view of OPENED) {
        const times = await repeat(() => openTime(page, `${pathToFileURL(file).href}#/${view}`));
        report(`open ${view}`, median(times), 'ms', PROMISED.open);
        if (!isFiltered(view)) continue;
        report(`filter ${view}`, median(await filterTimes(page, FILTERED[view])), 'ms', PROMISED.filter);
      }
    });
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

function isFiltered(view: string): view is keyof typeof FILTERED {
  return view in FILTERED;
}

async function repeat(measure: () => Promise<number>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await measure());
  return times;
}

/** From the start of the navigation to the frame that shows the view. */
async function openTime(page: Page, url: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(url);
  await page.locator('main h1').waitFor();
  return page.evaluate<number>(
    'performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? performance.now()',
  );
}

/** Types a text, and returns the time that each key takes until the next frame. */
async function filterTimes(page: Page, text: string): Promise<readonly number[]> {
  return page.evaluate<readonly number[]>(`(async (typed) => {
    const input = document.querySelector('input[type=search]');
    const times = [];
    for (let length = 1; length <= typed.length; length += 1) {
      input.value = typed.slice(0, length);
      const start = performance.now();
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      times.push(performance.now() - start);
    }
    return times;
  })(${JSON.stringify(text)})`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function report(name: string, value: number, unit: string, promised: number): void {
  const isKept = value <= promised;
  if (!isKept) process.exitCode = 1;
  const number = unit === 'MB' ? value.toFixed(2) : value.toFixed(0);
  console.log(
    `${name.padEnd(20)} ${number.padStart(6)} ${unit}   at most ${promised}${isKept ? '' : '   MISSED'}`,
  );
}

void main();
