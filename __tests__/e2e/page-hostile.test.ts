import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { loadPageAssets } from '../../src/cli/page-assets';
import { parseTopology } from '../../src/lint/declaration/load';
import { pageHtml } from '../../src/report/page/html';
import type { PageData } from '../../src/report/page/page-data';
import { decodeShared } from '../../src/report/page/shared-json';
import { launchChromium, withPage } from '../browser/chromium';
import { hostilePage } from '../browser/hostile-page';
import { describeWithRequirements } from './describe-with-requirements';

const VIEWS = ['overview', 'picture', 'access', 'ask', 'replication', 'review', 'policies'] as const;

/** Buttons that a test presses in a view. Each press may render the view again, with texts of 1 MB. */
const PRESSED = 6;

describeWithRequirements('the report page of a hostile topology', ['chromium'], () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-page-hostile-'));
  const file = join(folder, 'report.html');
  let browser: Browser;
  let data: PageData;

  beforeAll(async () => {
    const text = readFileSync('examples/everything.yaml', 'utf8');
    const loaded = parseTopology({ file: 'topology.yaml', text }, {});
    if (loaded.kind !== 'topology') throw new Error(loaded.diagnostics[0]?.message);
    data = await hostilePage(loaded);
    writeFileSync(file, pageHtml(data, await loadPageAssets()));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function withHostilePage(test: (page: Page) => Promise<void>): Promise<void> {
    await withPage(browser, {}, async (page) => {
      const dialogs: string[] = [];
      page.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      await test(page);
      expect(dialogs).toEqual([]);
    });
  }

  async function open(page: Page, hash: string): Promise<void> {
    await page.goto('about:blank');
    await page.goto(`${pathToFileURL(file).href}${hash}`);
    await page.locator('main h1').waitFor();
  }

  /** A name that became markup would be one of these elements, which the page never has. */
  async function expectHarmless(page: Page): Promise<void> {
    const found = await page.evaluate<unknown>(`({
      hacked: window.hacked,
      elements: document.querySelectorAll('iframe, img, object, embed, main b, main script, [onerror], [onload]').length,
      links: [...document.querySelectorAll('a')].filter(
        (link) => !/^(#|https:\\/\\/|data:|blob:)/.test(link.getAttribute('href') ?? '#'),
      ).length,
      errors: [...document.querySelectorAll('.view-error')].map((error) => error.textContent),
    })`);
    expect(found).toEqual({ hacked: undefined, elements: 0, links: 0, errors: [] });
  }

  test('contains the same values', async () => {
    await withHostilePage(async (page) => {
      await open(page, '');
      const text = await page.evaluate<string>('document.getElementById("data").textContent');
      const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
      expect(JSON.stringify(decodeShared(text)) === JSON.stringify(plain(data))).toBe(true);
      expect(await page.title()).toContain('</title><script>');
    });
  });

  test.each(VIEWS)('shows %s, and runs nothing', async (view) => {
    await withHostilePage(async (page) => {
      await open(page, `#/${view}`);
      await expectHarmless(page);
      const folds = page.locator('main summary');
      for (let index = 0; index < Math.min(PRESSED, await folds.count()); index += 1) {
        if (await folds.nth(index).isVisible()) await folds.nth(index).click();
      }
      await expectHarmless(page);
      const chips = page.locator('main button.chip, main g[data-id]');
      for (let index = 0; index < Math.min(PRESSED, await chips.count()); index += 1) {
        await chips.nth(index).focus();
        await page.keyboard.press('Enter');
      }
      await expectHarmless(page);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    });
  });

  test('answers questions with markup in them', async () => {
    await withHostilePage(async (page) => {
      const attack = '"><img src=x onerror="window.hacked=11"></script><script>alert(1)</script>';
      await open(page, '#/ask');
      await page.getByLabel('Caller').fill(attack);
      await page.getByLabel('Repository', { exact: true }).fill(attack);
      await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
      await page.locator('section.answer').waitFor();
      await page.getByRole('textbox', { name: 'Error message' }).fill(attack);
      await page.getByRole('button', { name: 'Diagnose' }).click();
      await expectHarmless(page);
    });
  });

  test.each([
    '__proto__?__proto__=1&constructor=2',
    'VIEW?page=-1&sort=__proto__&kind=constructor&state=toString&severity=__proto__',
    'VIEW?page=1e99&open=constructor&all=__proto__&policy=%22%3E%3Cimg%20src%3Dx%3E&route=x&unfolded=%0A',
    'VIEW?text=%3Cscript%3Ealert(1)%3C%2Fscript%3E&caller=<img src=x onerror=alert(1)>&select=javascript:alert(1)',
    'VIEW?selectedCaller=__proto__&selectedOperation=pull&selectedRegistry=%E0%A4%A&repository=x',
    'VIEW?operation=%3Cb%3E&as=%3Cb%3E&repository=%3Cb%3E&registry=%3Cb%3E&from=x&to=y&context=%7B&identityPolicy=%7B',
    'LONG',
    'javascript:alert(1)',
    '%',
  ])('ignores what the URL must not set: %j', async (hash) => {
    await withHostilePage(async (page) => {
      const url = hash.replace('LONG', `VIEW?text=${'%F0%9F%9A%80('.repeat(20_000)}`);
      for (const view of url.includes('VIEW') ? VIEWS : ['overview']) {
        await open(page, `#/${url.replace('VIEW', view)}`);
        await expectHarmless(page);
      }
    });
  });
});
