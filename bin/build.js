'use strict';
/**
 * Writes the npm package to `dist/`: the command and the library, each bundled into one file, and what belongs to
 * them. A clone does not use `dist/` (docs/decisions/package.md).
 *
 *   node bin/build.js                  a package that you can pack and install, but not publish
 *   node bin/build.js --release v1.2.3 the package that the release workflow publishes
 */
const { cpSync, mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { parseArgs } = require('node:util');
const esbuild = require('esbuild');
const { writeDeclarations } = require('./build/declarations');
const { licenseTexts } = require('./build/licenses');
const { PEERS, manifestOf, releaseOf } = require('./build/manifest');
const { buildPage } = require('./page');
const { BUNDLE } = require('./run');

const project = dirname(__dirname);
const dist = join(project, 'dist');

/** Files and folders of the project that are part of the package as they are: documents, and what they link to. */
const COPIED = [
  '.github',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'action.yml',
  'docs',
  'examples',
  'gitlab',
  'schemas',
  'topology.schema.json',
];

/** Replaces the translations of zod's messages, a sixth of the command, by the English ones, the only ones in use. */
const ONLY_ENGLISH = {
  name: 'only-english',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\.\/locales\/index\.js$/ }, ({ resolveDir }) => ({
      path: join(resolveDir, '..', 'locales', 'en.js'),
    }));
  },
};

/** Leaves the AWS SDK to `aws-sdk.cjs`. */
const AWS_SDK_IN_ITS_FILE = {
  name: 'aws-sdk-in-its-file',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/sdk$/ }, ({ resolveDir }) =>
      resolveDir === join(project, 'src/live') ? { path: './aws-sdk.cjs', external: true } : undefined,
    );
  },
};

/** Leaves the program of the report page to `page.cjs`. */
const PAGE_IN_ITS_FILE = {
  name: 'page-in-its-file',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/page-builder$/ }, ({ resolveDir }) =>
      resolveDir === join(project, 'src/cli') ? { path: './page.cjs', external: true } : undefined,
    );
  },
};

/** A bundle with the packages that it uses, so that installing it installs nothing else. */
const STANDALONE = {
  ...BUNDLE,
  legalComments: 'none',
  metafile: true,
  minify: true,
  packages: 'bundle',
  plugins: [ONLY_ENGLISH, AWS_SDK_IN_ITS_FILE, PAGE_IN_ITS_FILE],
};

async function main() {
  const { values } = parseArgs({ options: { release: { type: 'string' } } });
  const release = values.release === undefined ? undefined : releaseOf(values.release, process.env);

  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  const inputs = (
    await Promise.all([bundleCommand(), bundleGraphviz(), bundleAwsSdk(), bundleLibrary(), writePage()])
  ).flat();
  writeDeclarations(project, join(project, 'library.ts'), dist);
  for (const name of COPIED) cpSync(join(project, name), join(dist, name), { recursive: true });
  writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licenseTexts(project, inputs));
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(manifestOf(release), null, 2)}\n`);
}

/** The command works without the other files of the package, except for pictures, the report page and live AWS. */
function bundleCommand() {
  return bundle({
    entryPoints: { 'ecr-topology': join(project, 'src/cli/main.ts') },
    banner: { js: '#!/usr/bin/env node' },
    outExtension: { '.js': '.cjs' },
    alias: { '@viz-js/viz': './graphviz.cjs' },
    external: ['./graphviz.cjs'],
  });
}

/** Graphviz is a file of its own, because it is larger than the command, and only pictures need it. */
function bundleGraphviz() {
  return bundle({
    entryPoints: { graphviz: require.resolve('@viz-js/viz') },
    outExtension: { '.js': '.cjs' },
  });
}

/** The AWS SDK is a file of its own, because loading it takes half as long as the command itself. */
function bundleAwsSdk() {
  return bundle({
    entryPoints: { 'aws-sdk': join(project, 'src/live/sdk.ts') },
    // The other form of its packages is twice as large, because nothing that is unused can be left out.
    mainFields: ['module', 'main'],
    outExtension: { '.js': '.cjs' },
  });
}

function bundleLibrary() {
  return bundle({
    entryPoints: { library: join(project, 'library.ts') },
    external: PEERS.flatMap((peer) => [peer, `${peer}/*`]),
  });
}

/** The program of the report page is a file of its own, because only the page needs it. */
async function writePage() {
  const { inputs, ...assets } = await buildPage();
  const code = `'use strict';\nexports.buildPage = () => Promise.resolve(${JSON.stringify(assets)});\n`;
  writeFileSync(join(dist, 'page.cjs'), code);
  return inputs;
}

/** @returns the paths of the files in the bundle, relative to the project */
async function bundle(options) {
  const { metafile } = await esbuild.build({ ...STANDALONE, ...options, outdir: dist });
  return Object.keys(metafile.inputs);
}

main()
  .catch((error) => {
    // esbuild prints its own errors.
    if (!Array.isArray(error.errors)) process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = 1;
  })
  .finally(() => esbuild.stop());
