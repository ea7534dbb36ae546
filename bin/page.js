'use strict';
/** Bundles the program of the report page (`src/page`), which `src/report/page/html.ts` embeds. */
const { createHash } = require('node:crypto');
const { dirname, join } = require('node:path');
const { gzipSync } = require('node:zlib');
// A clone loads esbuild only for this.
const esbuild = require('esbuild');

const project = dirname(__dirname);

/** Browsers compute digests asynchronously, so the page has a synchronous function of its own. */
const DIGEST_OF_THE_PAGE = {
  name: 'digest-of-the-page',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/base\/digest$|^\.\/digest$/ }, ({ resolveDir, path }) =>
      join(resolveDir, path) === join(project, 'src/base/digest')
        ? { path: join(project, 'src/page/digest.ts') }
        : undefined,
    );
  },
};

const OPTIONS = {
  absWorkingDir: project,
  bundle: true,
  legalComments: 'none',
  logLevel: 'error',
  minify: true,
  outdir: join(project, 'dist'),
  platform: 'browser',
  // The versions that decompress streams: Chrome 80, Firefox 113, Safari 16.4.
  target: ['chrome111', 'firefox113', 'safari16.4'],
  write: false,
};

/**
 * Decompresses the program and adds it to the page. The content security policy has the hash of both. Without
 * compression, the page would be three times as large.
 */
const LOADER = `(async () => {
  const bytes = Uint8Array.from(atob(document.getElementById('program').textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const script = document.createElement('script');
  script.textContent = await new Response(stream).text();
  document.body.append(script);
})();`;

/**
 * @returns {Promise<{ style: Embedded, loader: Embedded, program: Embedded & { compressed: string }, inputs: string[] }>}
 * @typedef {{ text: string, hash: string }} Embedded The text of an element, and its hash for the policy
 */
async function buildPage() {
  const [program, style, loader] = await Promise.all([
    esbuild.build({
      ...OPTIONS,
      entryPoints: { page: join(project, 'src/page/main.tsx') },
      format: 'iife',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      metafile: true,
      plugins: [DIGEST_OF_THE_PAGE],
      tsconfigRaw: '{}',
    }),
    esbuild.build({ ...OPTIONS, entryPoints: { page: join(project, 'src/page/styles/page.css') } }),
    esbuild.transform(LOADER, { minify: true, target: OPTIONS.target }),
  ]);
  const text = outputText(program).trimEnd();
  return {
    style: embedded(outputText(style).trimEnd()),
    loader: embedded(loader.code.trimEnd()),
    program: { ...embedded(text), compressed: gzipSync(text, { level: 9 }).toString('base64') },
    inputs: Object.keys(program.metafile.inputs),
  };
}

function outputText({ outputFiles }) {
  return outputFiles[0].text;
}

function embedded(text) {
  return { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` };
}

module.exports = { buildPage };
