'use strict';
/**
 * Runs a TypeScript file of this project: bundles it in memory and runs the bundle. Nothing is written, so the
 * bundle is never older than its source. The bundler is a separate process. Meanwhile this process loads the
 * packages that the file requires, so that bundling costs almost no time (docs/decisions/start-up.md).
 *
 *   node bin/run.js main.ts [arguments]
 */
const { createRequire } = require('node:module');
const { dirname, join, resolve } = require('node:path');
const { compileFunction } = require('node:vm');

const project = dirname(__dirname);

/** The esbuild options of this project, also for the package (build.js). */
const BUNDLE = {
  absWorkingDir: project,
  bundle: true,
  format: 'cjs',
  logLevel: 'error',
  packages: 'external',
  platform: 'node',
  // The code that this script compiles cannot call `import()`.
  supported: { 'dynamic-import': false },
  target: 'node20',
  tsconfig: join(project, 'tsconfig.json'),
};

/**
 * @param {string} entry relative to the project folder
 * @param {readonly string[]} packages loaded during bundling. Affects only the start time
 */
async function run(entry, packages) {
  try {
    await start(entry, packages);
  } catch (error) {
    const hint = error.code === 'MODULE_NOT_FOUND' ? '; run npm ci first' : '';
    process.stderr.write(`error: ${error.message.split('\n', 1)[0]}${hint}\n`);
    process.exitCode = 2;
  }
}

async function start(entry, packages) {
  // cdktf 0.21 calls util.isArray, for which Node 22 prints a warning at every start. Users cannot fix it.
  process.noDeprecation = process.env.ECR_TOPOLOGY_DEBUG === undefined;
  const filename = resolve(project, entry);
  const [code] = await Promise.all([bundle(filename), preload(packages)]);
  if (code === undefined) {
    process.exitCode = 2;
    return;
  }
  const module = { exports: {} };
  const load = compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], {
    filename,
  });
  load(module.exports, createRequire(filename), module, filename, dirname(filename));
}

async function preload(packages) {
  for (const name of packages) require(name);
}

/** Bundles the file and its imports from this project. Packages stay external. esbuild prints errors. */
async function bundle(filename) {
  const debug = process.env.ECR_TOPOLOGY_DEBUG !== undefined;
  if (debug) process.setSourceMapsEnabled(true);
  try {
    const { outputFiles } = await require('esbuild').build({
      ...BUNDLE,
      entryPoints: [filename],
      sourcemap: debug ? 'inline' : false,
      write: false,
    });
    return outputFiles[0].text;
  } catch (error) {
    if (Array.isArray(error.errors)) return undefined;
    throw error;
  }
}

module.exports = { BUNDLE, run };

if (require.main === module) {
  const [, , entry, ...rest] = process.argv;
  if (entry === undefined) {
    process.stderr.write('usage: node bin/run.js FILE.ts [arguments]\n');
    process.exitCode = 2;
  } else {
    process.argv = [process.argv[0], resolve(project, entry), ...rest];
    void run(entry, ['cdktf', 'yaml', 'zod']);
  }
}
