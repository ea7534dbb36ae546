import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { parseTopology } from '../../src/lint/declaration/load';
import { axeViolations } from '../browser/axe';
import { launchChromium, withPage, type PageOptions } from '../browser/chromium';
import { openReport, reportPage } from '../browser/report-page';
import { ecrTopology } from '../cli/in-process';
import { describeWithRequirements } from './describe-with-requirements';

const EXAMPLE = 'examples/organization.yaml';
const ROLE = 'arn:aws:iam::222222222222:role/ci/applications';

describeWithRequirements('the access view of the report page', ['chromium'], () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-access-'));
  let browser: Browser;
  let html: string;

  beforeAll(async () => {
    browser = await launchChromium();
    const loaded = parseTopology({ file: EXAMPLE, text: readFileSync(EXAMPLE, 'utf8') }, {});
    if (loaded.kind !== 'topology') throw new Error('the example has errors');
    html = await reportPage(loaded);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  function open<Result>(
    hash: string,
    test: (page: Page) => Promise<Result>,
    options: PageOptions = {},
  ): Promise<Result> {
    return withPage(browser, options, async (page) => {
      await openReport(page, html, join(folder, 'report.html'), hash);
      return test(page);
    });
  }

  const rowHeaders = (page: Page) => page.locator('.access tbody th').allInnerTexts();
  const focused = (page: Page) => page.evaluate<string>('document.activeElement.textContent');

  test('filters, and keeps the filter in the URL', () =>
    open('#/access', async (page) => {
      await page.getByLabel('Search').fill('lambda');
      expect(await rowHeaders(page)).toEqual([expect.stringContaining('AWS Lambda (analytics)')]);
      expect(await page.locator('.filter-bar output').innerText()).toBe('1 of 11 callers, 2 answers');
      await page.getByLabel('Operation').selectOption('push');
      expect(await page.locator('.empty-state').innerText()).toBe('No access matches the filters.');
      expect(await page.evaluate('location.hash')).toBe('#/access?operation=push&text=lambda');
    }));

  test('explains an answer like the command, with the statement and its line', () =>
    open('#/access', async (page) => {
      await page.getByRole('button', { name: 'push app/*: yes' }).click();
      expect(await focused(page)).toBe('push app/checkout');
      await page.getByLabel('Repository').selectOption('app/storefront');
      const command = await page.locator('.access-panel pre').last().innerText();
      const { stdout } = await ecrTopology(command.split(' ').slice(1));
      const panel = await page.locator('.access-panel').innerText();
      const [verdict = ''] = stdout.split('\n\n', 1);
      expect(flat(panel)).toContain(flat(verdict).replace('ALLOWED:', 'ALLOWED'));
      expect(flat(panel)).toContain('actions are allowed.');

      const statement = page.locator('.access-panel .statement').last();
      await statement.locator('summary').click();
      expect(await statement.locator('summary').innerText()).toMatch(
        /repository policy of 'app\/storefront' .*:52/s,
      );
      expect(JSON.parse(await statement.locator('pre').innerText())).toMatchObject({ Effect: 'Allow' });
    }));

  test('works without a mouse: the focus moves to the explanation and back', () =>
    open(`#/access?caller=${encodeURIComponent(ROLE)}`, async (page) => {
      const chip = page.locator('button.chip').first();
      await chip.focus();
      await page.keyboard.press('Enter');
      expect(await focused(page)).toBe('pull app/checkout');
      await page.keyboard.press('Escape');
      expect(await page.locator('.access-panel').count()).toBe(0);
      expect(await focused(page)).toBe(await chip.innerText());
    }));

  test('a link opens the explanation', async () => {
    const hash = await open('#/access', async (page) => {
      await page.locator('button.chip').first().click();
      return page.evaluate<string>('location.hash');
    });

    expect(await open(hash, (page) => page.locator('.access-panel h2').innerText())).toBe(
      'pull function/thumbnails',
    );
  });

  test('saves what is shown as CSV, with the columns of the command', () =>
    open(`#/access?caller=${encodeURIComponent(ROLE)}`, async (page) => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download CSV' }).click();
      const csv = readFileSync(await (await download).path(), 'utf8');
      const { stdout } = await ecrTopology(['access', '--format', 'csv', '--topology', EXAMPLE]);
      const expected = stdout
        .split('\r\n')
        .filter((line, index) => index === 0 || line.startsWith(ROLE) || line === '');
      expect(csv).toBe(expected.join('\r\n'));
    }));

  test.each([
    ['light', 1400],
    ['dark', 1400],
    ['light', 360],
    ['dark', 360],
  ] as const)(
    'has no fault that axe finds, and does not scroll sideways, %s, %d pixels wide',
    (colorScheme, width) =>
      open(
        '#/access',
        async (page) => {
          await page.locator('button.chip').nth(6).click();
          await page.locator('.access-panel summary').first().click();
          expect(await axeViolations(page)).toEqual([]);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        },
        { colorScheme, width },
      ),
  );
});

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
