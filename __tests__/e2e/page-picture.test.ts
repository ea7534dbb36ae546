import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, withPage, type PageOptions } from '../browser/chromium';
import { ecrTopologyProcess } from '../cli/command-line';
import { describeWithRequirements } from './describe-with-requirements';

describeWithRequirements('the picture of the report page', ['chromium'], () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-picture-'));
  const file = join(folder, 'report.html');
  let browser: Browser;

  beforeAll(async () => {
    const declaration = resolve('examples/organization.yaml');
    const { status } = ecrTopologyProcess(['report', '--topology', declaration, '--output', file]);
    expect(status).toBe(0);
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  function onPicture(
    test: (page: Page) => Promise<void>,
    hash = '',
    options: PageOptions = {},
  ): Promise<void> {
    return withPage(browser, options, async (page) => {
      await page.goto(`${pathToFileURL(file).href}#/picture${hash}`);
      await page.waitForSelector('.picture-canvas [role=button]');
      await test(page);
    });
  }

  test('a click fades what a registry is not connected to, and Escape shows everything', () =>
    onPicture(async (page) => {
      await page.click('.registry[data-id=registry_hub__us]');
      await expectHash(page, '?select=registry_hub__us');
      expect(await page.locator('.picture-details h2').textContent()).toBe('hub_us');
      expect(await page.locator('.registry[data-id=registry_production].is-faded').count()).toBe(1);
      expect(await page.locator('.registry[data-id=registry_hub].is-faded').count()).toBe(0);
      await page.keyboard.press('Escape');
      await expectHash(page, '');
      expect(await page.locator('.is-faded').count()).toBe(0);
    }));

  test('keys move between boxes, select, move and zoom', () =>
    onPicture(async (page) => {
      await page.focus('.picture-canvas');
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      expect(await page.locator('.is-selected').count()).toBe(1);
      await page.keyboard.press('Escape');
      await page.keyboard.press('+');
      await page.keyboard.press('Shift+ArrowRight');
      await page.waitForURL(({ hash }) => hash.includes('at='));
      await page.keyboard.press('0');
      await expectHash(page, '');
    }));

  test('a drag moves the picture and selects nothing', () =>
    onPicture(async (page) => {
      const box = await page.locator('.registry[data-id=registry_hub]').boundingBox();
      if (box === null) throw new Error('the registry is not visible');
      await page.mouse.move(box.x + 10, box.y + 10);
      await page.mouse.down();
      await page.mouse.move(box.x + 90, box.y + 50, { steps: 4 });
      await page.mouse.up();
      await page.waitForURL(({ hash }) => hash.includes('at='));
      expect(await page.locator('.is-selected').count()).toBe(0);
    }));

  test('hides a layer, and finds boxes', () =>
    onPicture(async (page) => {
      await page.getByLabel('Replication', { exact: true }).uncheck();
      await expectHash(page, '?hide=replication');
      expect(await page.locator('.arrow.replication:not(.is-hidden)').count()).toBe(0);
      await page.getByLabel('Find').fill('hub');
      expect(await page.locator('.picture-search span').textContent()).toBe('3 found');
      await page.keyboard.press('Enter');
      await page.waitForURL(({ hash }) => hash.includes('at='));
    }));

  test('downloads a drawing with its styles', () =>
    onPicture(async (page) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=Download SVG')]);
      expect(download.suggestedFilename()).toBe('organization.svg');
      const svg = readFileSync(await download.path(), 'utf8');
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*><style>/);
    }));

  test('prints the whole picture', () =>
    onPicture(async (page) => {
      const { viewBox } = await drawing(page);
      await page.evaluate('dispatchEvent(new Event("beforeprint"))');
      const printed = await drawing(page);
      expect(printed.viewBox).not.toBe(viewBox);
      expect(printed.viewBox).toBe(printed.whole);
      await page.evaluate('dispatchEvent(new Event("afterprint"))');
      expect((await drawing(page)).viewBox).toBe(viewBox);
    }, '?at=500.300.300'));

  test.each(['light', 'dark'] as const)('axe finds nothing in the %s theme, 360 px wide', (colorScheme) =>
    onPicture(
      async (page) => {
        await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
        const violations = await page.evaluate('axe.run().then(({ violations }) => violations)');
        expect(violations).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      },
      '?select=registry_hub',
      { width: 360, colorScheme },
    ),
  );

  /** The view box, and the one that the renderer wrote. */
  function drawing(page: Page): Promise<{ readonly viewBox: string; readonly whole: string }> {
    return page.evaluate(`(() => ({
      viewBox: document.querySelector('.picture-canvas svg').getAttribute('viewBox'),
      whole: /viewBox=\\\\"([^"\\\\]*)/.exec(document.getElementById('data').textContent)[1],
    }))()`);
  }

  async function expectHash(page: Page, parameters: string): Promise<void> {
    await page.waitForURL(({ hash }) => hash === `#/picture${parameters}`);
  }
});
