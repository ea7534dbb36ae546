import type { Page } from 'playwright-core';

/** Returns the elements that make the body scroll horizontally. Containers that scroll themselves may be wider. */
export async function horizontalOverflow(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .slice(0, 5)
      .map((element) => element.outerHTML.slice(0, 120) + ' (' + scrollWidth + ' > ' + clientWidth + ')');
  })()`);
}
