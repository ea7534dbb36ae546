'use strict';
/**
 * Runs a TypeScript file of this project: bundles it in memory, then runs it. Nothing is written, so what runs can
 * never be older than its source. The bundler is a process of its own; while it works, the packages that the file
 * will ask for are loaded here, so that bundling costs almost no time (docs/decisions/start-up.md).
 *
 *   node bin/run.js main.ts [arguments]
 */
const { createRequire } = require('node:module');
const { dirname, join, resolve } = require('node:path');
const { compileFunction } = require('node:vm');

const project = dirname(__dirname);

/** How esbuild bundles this project, here and for the package (build.js). */
const BUNDLE = {
  absWorkingDir: project,
  bundle: true,
  format: 'cjs',
  logLevel: 'error',
  packages: 'external',
  platform: 'node',
  target: 'node20',
  tsconfig: join(project, 'tsconfig.json'),
};

/**
 * @param {string} entry relative to the project's folder
 * @param {readonly string[]} packages to load meanwhile: a hint that changes nothing but the time it takes
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
  // cdktf 0.21 calls util.isArray, of which Node 22 warns at every start; nobody who reads that can do anything.
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

/** The file and what it imports from this project; packages stay where they are. Errors are printed by esbuild. */
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
