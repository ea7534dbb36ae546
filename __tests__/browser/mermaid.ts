import type { Page } from 'playwright-core';

const MERMAID = require.resolve('mermaid/dist/mermaid.min.js');

/** Renders a Mermaid diagram in a page, as GitHub does in an issue or file. */
export async function showMermaid(page: Page, text: string, colorScheme: 'light' | 'dark'): Promise<void> {
  const background = { light: '#ffffff', dark: '#0d1117' }[colorScheme];
  await page.setContent(
    `<!doctype html><html style="background:${background}"><body style="margin:0"></body></html>`,
  );
  await page.addScriptTag({ path: MERMAID });
  const settings = {
    startOnLoad: false,
    securityLevel: 'strict',
    theme: colorScheme === 'dark' ? 'dark' : 'default',
  };
  await page.evaluate(`(async () => {
    mermaid.initialize(${JSON.stringify(settings)});
    const { svg } = await mermaid.render('picture', ${JSON.stringify(text)});
    document.body.innerHTML = svg;
  })()`);
}
