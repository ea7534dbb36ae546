import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { parseTopology } from '../../src/lint/declaration/load';
import { axeViolations } from '../browser/axe';
import { launchChromium, withPage } from '../browser/chromium';
import { horizontalOverflow } from '../browser/horizontal-overflow';
import { reportPage } from '../browser/report-page';
import { ecrTopology } from '../cli/in-process';
import { largeDeclaration } from '../fixtures/large-declaration';
import { describeWithRequirements } from './describe-with-requirements';

const PLAN = '__tests__/fixtures/plans/eighty-tagged-one-opened/plan.json';

const VIEWS = {
  overview: 'Overview',
  picture: 'Picture',
  access: 'Access',
  ask: 'Ask',
  replication: 'Replication',
  review: 'Plan review',
  policies: 'Policies',
} as const;
const NAMES = Object.keys(VIEWS) as readonly (keyof typeof VIEWS)[]; // the keys of a literal

/** Waits for the `open` attribute, which Preact sets after the event. */
async function opened(fold: Locator): Promise<boolean> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if ((await fold.getAttribute('open')) !== null) return true;
    await fold.page().waitForTimeout(50);
  }
  return false;
}

describeWithRequirements('the report page of the organization example', ['chromium'], () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-page-'));
  const file = join(folder, 'report.html');
  const url = pathToFileURL(file).href;
  let browser: Browser;

  beforeAll(async () => {
    const args = ['report', '--topology', 'examples/organization.yaml', '--plan', PLAN, '--output', file];
    const { status, stderr } = await ecrTopology(args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) as string });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function open(page: Page, hash = ''): Promise<void> {
    // Two URLs that differ only in the hash would not load the page.
    await page.goto('about:blank');
    await page.goto(`${url}${hash}`);
    await page.locator('main h1').waitFor();
  }

  test('has at most 300 kB', () => {
    expect(statSync(file).size).toBeLessThanOrEqual(300_000);
  });

  test('has at most 3 MB with 10,000 repositories in 40 registries and 60 principals', async () => {
    const loaded = parseTopology({ file: 'topology.yaml', text: largeDeclaration() }, {});
    if (loaded.kind !== 'topology') throw new Error(loaded.diagnostics[0]?.message);
    expect(Buffer.byteLength(await reportPage(loaded))).toBeLessThanOrEqual(3_000_000);
  });

  test('shows every view by its link and by its URL', async () => {
    await withPage(browser, {}, async (page) => {
      await open(page);
      const links = page.getByRole('navigation', { name: 'Views' }).getByRole('link');
      expect(await links.count()).toBe(NAMES.length);
      for (const [index, name] of NAMES.entries()) {
        await links.nth(index).click();
        expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(VIEWS[name]);
        expect(await page.evaluate('location.hash')).toBe(`#/${name}`);
        expect(await links.nth(index).getAttribute('aria-current')).toBe('page');
        const clicked = await page.locator('main').innerHTML();
        await open(page, `#/${name}`);
        expect(await page.locator('main').innerHTML()).toBe(clicked);
      }
    });
  });

  test('goes back and forward', async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, '#/overview');
      await page.getByRole('link', { name: /^Policies/ }).click();
      await page
        .getByRole('link', { name: /^Replication/ })
        .first()
        .click();
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: 'Policies' }).waitFor();
      await page.goForward();
      await page.getByRole('heading', { level: 1, name: 'Replication' }).waitFor();
    });
  });

  test('filters each list, and a reload shows the same', async () => {
    await withPage(browser, {}, async (page) => {
      for (const [name, text] of [
        ['access', 'preview'],
        ['replication', 'hub_eu'],
        ['policies', 'checkout'],
        ['review', 'deleted'],
      ] as const) {
        await open(page, `#/${name}`);
        const before = await page.locator('output').textContent();
        await page.getByRole('searchbox').first().fill(text);
        const after = await page.locator('output').textContent();
        expect({ name, after }).not.toEqual({ name, after: before });
        const html = await page.locator('main').innerHTML();
        await page.reload();
        await page.locator('main h1').waitFor();
        expect(await page.locator('main').innerHTML()).toBe(html);
        expect(await page.getByRole('searchbox').first().inputValue()).toBe(text);
      }
    });
  });

  test('explains an answer of the access table, and Escape returns to it', async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, '#/access');
      const chip = page.locator('button.chip').first();
      await chip.click();
      await page.locator('.access-panel .outcome').first().waitFor();
      await page.reload();
      await page.locator('.access-panel .outcome').first().waitFor();
      await page.locator('button.chip[aria-expanded=true]').focus();
      await page.keyboard.press('Escape');
      expect(await page.locator('.with-panel').count()).toBe(0);
      expect(await page.evaluate('document.activeElement.classList.contains("chip")')).toBe(true);
    });
  });

  test('downloads the access table as CSV', async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, '#/access');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download CSV' }).click(),
      ]);
      const rows = readFileSync(await download.path(), 'utf8')
        .trim()
        .split(/\r?\n/);
      expect(download.suggestedFilename()).toBe('access.csv');
      expect(rows.length).toBeGreaterThan(10);
    });
  });

  test('evaluates a question and diagnoses a message', async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, '#/ask');
      await page.getByLabel('Caller').fill('arn:aws:iam::222222222222:role/ci/applications');
      await page.getByLabel('Repository', { exact: true }).fill('app/checkout');
      await page.getByLabel('Registry', { exact: true }).selectOption('hub');
      await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
      await page.locator('section.answer [data-verdict]').waitFor();
      await page.getByRole('textbox', { name: 'Error message' }).fill('no basic auth credentials');
      await page.getByRole('button', { name: 'Diagnose' }).click();
      await page.getByText('aws ecr get-login-password').first().waitFor();
    });
  });

  test('opens every fold of the review and of the policies', async () => {
    await withPage(browser, {}, async (page) => {
      for (const name of ['review', 'policies', 'replication'] as const) {
        await open(page, `#/${name}`);
        const folds = page.locator('main details:not(details details)');
        const count = await folds.count();
        expect(count).toBeGreaterThan(0);
        for (let index = 0; index < Math.min(count, 8); index += 1) {
          const fold = folds.nth(index);
          if ((await fold.getAttribute('open')) !== null || !(await fold.isVisible())) continue;
          await fold.locator('> summary').click();
          await expect(opened(fold)).resolves.toBe(true);
        }
        expect(await axeViolations(page)).toEqual([]);
        expect(await page.locator('.view-error').count()).toBe(0);
      }
    });
  });

  test('keeps the theme', async () => {
    await withPage(browser, {}, async (page) => {
      await open(page);
      const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      const light = await background();
      await page.getByLabel('Theme').selectOption('dark');
      const dark = await background();
      expect(dark).not.toBe(light);
      await page.reload();
      await page.locator('main h1').waitFor();
      expect(await background()).toBe(dark);
    });
  });

  test('prints every view', async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, '#/access');
      await page.getByLabel('Theme').selectOption('dark');
      await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
      await page.emulateMedia({ media: 'print' });
      const titles = await page.locator('main h1').allTextContents();
      expect(titles).toEqual(Object.values(VIEWS));
      expect(await page.locator('nav[aria-label=Views]').isVisible()).toBe(false);
      await page.evaluate('window.dispatchEvent(new Event("afterprint"))');
      await page.emulateMedia({ media: 'screen' });
      expect(await page.locator('main h1').allTextContents()).toEqual([VIEWS.access]);
      const pdf = await page.pdf();
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      expect(pdf.length).toBeGreaterThan(50_000);
      expect(await page.locator('main h1').allTextContents()).toEqual([VIEWS.access]);
    });
  });

  describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
    test.each([360, 1400])('at %i px, is accessible and does not scroll horizontally', async (width) => {
      await withPage(browser, { colorScheme, width }, async (page) => {
        for (const name of NAMES) {
          await open(page, `#/${name}`);
          expect({ name, overflow: await horizontalOverflow(page) }).toEqual({ name, overflow: [] });
          expect({ name, violations: await axeViolations(page) }).toEqual({ name, violations: [] });
        }
      });
    });
  });
});
