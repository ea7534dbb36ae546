'use strict';
/**
 * Runs a TypeScript file of this project. Keeps the bundle of the program, the bundle of its packages, and V8's code
 * cache of both under `node_modules/.cache`. If no source and no package changed, it runs them from there and does not
 * load esbuild (docs/decisions/start-up.md).
 *
 *   node bin/run.js main.ts [arguments]
 */
const Module = require('node:module');
const { dirname, join, resolve } = require('node:path');
const { Script } = require('node:vm');
const { areCurrent, readEntry, readSources, writableFolder, writeEntry } = require('./cache');

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
 * @param {readonly string[]} packages loaded during bundling if there is no cache. Affects only the start time
 */
async function run(entry, packages) {
  try {
    await start(resolve(project, entry), packages);
  } catch (error) {
    const hint = error.code === 'MODULE_NOT_FOUND' ? '; run npm ci first' : '';
    process.stderr.write(`error: ${error.message.split('\n', 1)[0]}${hint}\n`);
    process.exitCode = 2;
  }
}

async function start(filename, packages) {
  const isDebug = process.env.ECR_TOPOLOGY_DEBUG !== undefined;
  // cdktf 0.21 calls util.isArray, for which Node 22 prints a warning at every start. Users cannot fix it.
  process.noDeprecation = !isDebug;
  const sources = isDebug ? undefined : readSources(project, filename);
  if (sources === undefined) return runWithoutCache(filename, packages, isDebug);
  const layers = readLayers(sources);
  if (isComplete(layers)) return runLayers(filename, sources, layers);
  if (writableFolder(project) === undefined) return runWithoutCache(filename, packages, isDebug);
  return buildAndRun(filename, sources, layers);
}

/**
 * @typedef {{ header: object, code: string, isOutdated?: boolean, compiled?: Buffer, script?: Script, exports?: object
 *   }} Layer A bundle and V8's code cache of it. It is outdated if something changed during bundling
 * @typedef {{ program?: Layer, packages?: Layer }} Layers The program changes often and is small. The packages that it
 *   requires rarely change and are large
 */

/** @returns {Layers} those that are up to date */
function readLayers({ entry, key }) {
  const program = readEntry(project, entryName(entry, 'program'));
  const packages = readEntry(project, entryName(entry, 'packages'));
  return {
    program: program?.header.key === key ? program : undefined,
    packages: packages !== undefined && areCurrent(project, packages.header.stamps) ? packages : undefined,
  };
}

function entryName(entry, layer) {
  return `${entry.replaceAll('/', '-')}.${layer}`;
}

/** Returns whether both layers exist, and the packages are all that the program requires. */
function isComplete({ program, packages }) {
  const names = packages?.header.names;
  return names !== undefined && program?.header.packages.every((name) => names.includes(name)) === true;
}

/** Bundles what changed, and runs the program. The packages that did not change are loaded during bundling. */
async function buildAndRun(filename, sources, { program: cachedProgram, packages: cachedPackages }) {
  const { bundlePackages, bundleProgram, withEsbuild } = require('./bundle');
  const layers = await withEsbuild(async () => {
    const bundling = cachedProgram ?? bundleProgram(BUNDLE, filename, sources);
    for (const load of Object.values(exportsOf(cachedPackages, filename))) load();
    const program = await bundling;
    const cached = { program, packages: cachedPackages };
    if (program === undefined || isComplete(cached)) return cached;
    return { program, packages: await bundlePackages(BUNDLE, program.header.packages) };
  });
  if (layers.program === undefined) process.exitCode = 2;
  else runLayers(filename, sources, layers);
}

/** Runs the program, and keeps what is new when it ends: the code cache contains the functions that ran until then. */
function runLayers(filename, { entry }, layers) {
  process.once('exit', () => {
    for (const [name, layer] of Object.entries(layers)) keep(entryName(entry, name), layer);
  });
  const requirePackage = Module.createRequire(filename);
  const loaders = exportsOf(layers.packages, filename);
  exportsOf(layers.program, filename, (name) =>
    Object.hasOwn(loaders, name) ? loaders[name]() : requirePackage(name),
  );
}

/** Runs the code of a layer, and returns what it exports. */
function exportsOf(layer, filename, load = Module.createRequire(filename)) {
  if (layer === undefined) return {};
  if (layer.exports === undefined) {
    const module = { exports: {} };
    layer.script = new Script(layer.code, { filename, cachedData: layer.compiled });
    layer.script.runInThisContext()(module.exports, load, module, filename, dirname(filename));
    layer.exports = module.exports;
  }
  return layer.exports;
}

function keep(name, { header, code, compiled, script, isOutdated = false }) {
  const isNew = compiled === undefined || script?.cachedDataRejected === true;
  if (!isNew || isOutdated || script === undefined) return;
  writeEntry(project, name, { header, code, compiled: script.createCachedData() });
}

/** Bundles the program in memory, and loads its packages from node_modules meanwhile. */
async function runWithoutCache(filename, packages, isDebug) {
  if (isDebug) process.setSourceMapsEnabled(true);
  const { bundleModule, withEsbuild } = require('./bundle');
  const code = await withEsbuild(() => {
    const bundling = bundleModule(BUNDLE, filename);
    for (const name of packages) require(name);
    return bundling;
  });
  if (code === undefined) {
    process.exitCode = 2;
    return;
  }
  const module = new Module(filename);
  module.filename = filename;
  module.paths = Module._nodeModulePaths(dirname(filename));
  // Unlike vm, reads the source map.
  module._compile(code, filename);
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
