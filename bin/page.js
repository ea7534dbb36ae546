'use strict';
/** Bundles the program of the report page (`src/page`), which `src/report/page/html.ts` embeds. */
const { createHash } = require('node:crypto');
const { dirname, join } = require('node:path');
const { gzipSync } = require('node:zlib');
// A clone loads esbuild only for this.
const esbuild = require('esbuild');
const { licenseTexts } = require('./build/licenses');

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
  // The versions that know `light-dark()` in style sheets.
  target: ['chrome123', 'firefox120', 'safari17.5'],
  write: false,
};

/**
 * Decompresses the program and adds it to the page. The content security policy has the hash of both. Without
 * compression, the page would be twice as large.
 */
const LOADER = `(async () => {
  const bytes = Uint8Array.from(atob(document.getElementById('program').textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const script = document.createElement('script');
  script.textContent = await new Response(stream).text();
  document.body.append(script);
})();`;

/**
 * @returns {Promise<{ style: Embedded, loader: Embedded, program: { hash: string, compressed: string }, inputs: string[] }>}
 *   The inputs are the paths of the bundled files, relative to the project
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
  const inputs = bundledFiles(program);
  const text = `${comment(licenseTexts(project, inputs))}\n${outputText(program).trimEnd()}`;
  return {
    style: embedded(outputText(style).trimEnd()),
    loader: embedded(loader.code.trimEnd()),
    program: { hash: hashOf(text), compressed: gzipSync(text, { level: 9 }).toString('base64') },
    inputs,
  };
}

/** Returns the files that the program contains. The bundler also read files of which nothing is used. */
function bundledFiles({ metafile }) {
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0),
  );
}

/** The licenses of the packages in the program, which require that copies include them. Each page is a copy. */
function comment(text) {
  return `/*\n${text.replaceAll('*/', '* /')}*/`;
}

function outputText({ outputFiles }) {
  return outputFiles[0].text;
}

function embedded(text) {
  return { text, hash: hashOf(text) };
}

function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

module.exports = { buildPage };
