import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumPath } from './find-chromium';

/** Starts Chromium. The caller closes it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    // The sandbox does not run as root, which containers use.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-dev-shm-usage', '--font-render-hinting=none'],
  });
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** Requests that the page may send. By default, only the opened files. */
  readonly isAllowed?: (url: string) => boolean;
}

/**
 * Opens an empty page without a network, runs the test and closes the page. Throws if the page wrote to the console,
 * threw an error or requested anything but local files that the test opened.
 */
export async function withPage<Result>(
  browser: Browser,
  options: PageOptions,
  test: (page: Page) => Promise<Result>,
): Promise<Result> {
  const { width = 1400, height = 900, colorScheme = 'light', isAllowed = () => false } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale: 'en-US',
    timezoneId: 'UTC',
    acceptDownloads: true,
  });
  try {
    const page = await context.newPage();
    const problems = await watch(page, isAllowed);
    const result = await test(page);
    if (problems.length > 0) throw new Error(`The page had problems:\n${problems.join('\n')}`);
    return result;
  } finally {
    await context.close();
  }
}

/** Collects what a page must not do. The list grows while the page is open. */
async function watch(page: Page, isAllowed: (url: string) => boolean): Promise<readonly string[]> {
  const problems: string[] = [];
  page.on('console', (message) => problems.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('crash', () => problems.push('the page crashed'));
  await page.route('**', async (route) => {
    const request = route.request();
    if (isLocal(request.url(), request.isNavigationRequest()) || isAllowed(request.url())) {
      await route.continue();
    } else {
      problems.push(`request: ${request.method()} ${request.url()}`);
      await route.abort();
    }
  });
  return problems;
}

/** A file that the test navigates to, or data that is already in the page. */
function isLocal(url: string, isNavigation: boolean): boolean {
  return /^(data|blob|about):/.test(url) || (isNavigation && url.startsWith('file:'));
}
