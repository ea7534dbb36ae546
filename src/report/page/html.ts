import { encodeShared } from './shared-json';
import type { PageData } from './page-data';

/** The parts of the page that do not depend on the data, as `bin/page.js` builds them. */
export interface PageAssets {
  readonly style: Embedded;
  readonly loader: Embedded;
  /** The program, which the loader decompresses: gzip in Base64. */
  readonly program: Hashed & { readonly compressed: string };
}

interface Hashed {
  /** For the content security policy: `sha256-…`. */
  readonly hash: string;
}

interface Embedded extends Hashed {
  readonly text: string;
}

interface PageOptions {
  /** With `serve`: the version of the page. The page reloads when the server sends another one. */
  readonly servedVersion?: string;
}

/** Returns the page: one HTML file that requests nothing, apart from the events of `serve`. */
export function pageHtml(data: PageData, assets: PageAssets, options: PageOptions = {}): string {
  return documentHtml(data.about.file, encodeShared(data), assets, options);
}

/** Returns a page without data, which `serve` serves until the declaration has no errors. */
export function emptyPageHtml(file: string, assets: PageAssets, options: PageOptions): string {
  return documentHtml(file, undefined, assets, options);
}

function documentHtml(
  file: string,
  data: string | undefined,
  assets: PageAssets,
  { servedVersion }: PageOptions,
): string {
  const isServed = servedVersion !== undefined;
  return [
    '<!doctype html>',
    `<html lang="en"${isServed ? ` data-served="${escapeHtml(servedVersion)}"` : ''}>`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(assets, isServed)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="color-scheme" content="light dark">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeHtml(`ECR topology: ${file}`)}</title>`,
    `<style>${assets.style.text}</style>`,
    '</head>',
    '<body>',
    '<div id="page"></div>',
    '<noscript>This page requires JavaScript.</noscript>',
    ...(data === undefined
      ? []
      : [`<script type="application/json" id="data">${escapeScript(data)}</script>`]),
    `<script type="application/gzip" id="program">${assets.program.compressed}</script>`,
    `<script>${assets.loader.text}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Scripts and styles of the page run by their hash. Nothing else can run, and nothing can be requested. */
export function contentSecurityPolicy({ style, loader, program }: PageAssets, isServed: boolean): string {
  return [
    "default-src 'none'",
    `script-src '${loader.hash}' '${program.hash}'`,
    `style-src '${style.hash}'`,
    'img-src data:',
    ...(isServed ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** JSON stays JSON, and no text in it can end the element. */
function escapeScript(json: string): string {
  return json
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
