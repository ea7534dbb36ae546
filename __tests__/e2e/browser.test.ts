import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, withPage } from '../browser/chromium';
import { describeWithRequirements } from './describe-with-requirements';

describeWithRequirements('the browser of the tests', ['chromium'], () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-browser-'));
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function openFile(page: Page, body: string): Promise<void> {
    const file = join(folder, 'page.html');
    writeFileSync(file, `<!doctype html><meta charset="utf-8"><title>Page</title>${body}`);
    await page.goto(pathToFileURL(file).href);
  }

  test('returns the result of a page without problems, with an image in it', async () => {
    const image = '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E" alt="">';
    const title = await withPage(browser, {}, async (page) => {
      await openFile(page, image);
      return page.title();
    });

    expect(title).toBe('Page');
  });

  test.each([
    ['a console message', '<script>console.log("hello")</script>', 'console log: hello'],
    ['an error', '<script>setTimeout(() => { throw new Error("broken") })</script>', 'error: broken'],
    [
      'a request',
      '<script>fetch("https://example.com/data").catch(() => 0)</script>',
      'request: GET https://example.com/data',
    ],
    ['a file next to the page', '<img src="logo.png" alt="">', 'logo.png'],
    [
      'a violation of the content security policy',
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><p style="color:red">text`,
      'console error: Applying inline style violates',
    ],
  ])('fails because of %s', async (_name, body, problem) => {
    const opened = withPage(browser, {}, async (page) => {
      await openFile(page, body);
      await page.waitForTimeout(200);
    });

    await expect(opened).rejects.toThrow(problem);
  });

  test('allows the requests that the test expects', async () => {
    const url = 'http://127.0.0.1:9/';
    const isAllowed = (requested: string): boolean => requested === url;
    const error = await withPage(browser, { isAllowed }, (page) => page.goto(url).catch(String));

    // Nothing listens there: the request was sent.
    expect(error).toMatch(/ERR_(CONNECTION_REFUSED|UNSAFE_PORT)/);
  });

  test('sets the size and the color scheme', async () => {
    const matches = await withPage(browser, { width: 360, colorScheme: 'dark' }, (page) =>
      page.evaluate<boolean>('matchMedia("(width: 360px) and (prefers-color-scheme: dark)").matches'),
    );

    expect(matches).toBe(true);
  });
});
