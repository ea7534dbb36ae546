'use strict';
/** Bundles a program of this project, and the packages that it requires. Only run.js uses this, if something changed. */
const { subscribe, unsubscribe } = require('node:diagnostics_channel');
const { once } = require('node:events');
const { isBuiltin } = require('node:module');
const { existsSync, readFileSync } = require('node:fs');
const { basename, dirname, join, relative } = require('node:path');
const esbuild = require('esbuild');
const { changedSince, readSources, stampsOf } = require('./cache');

/** The form that `vm.Script` runs. Without white space, because the time to read the code depends on its length. */
const SCRIPT = {
  banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
  footer: { js: '})' },
  legalComments: 'none',
  metafile: true,
  minifySyntax: true,
  minifyWhitespace: true,
  write: false,
};

/** Runs esbuild's process as long as the callback needs it, and waits until it ended. */
async function withEsbuild(callback) {
  const children = [];
  const observe = ({ process: child }) => children.push({ child, ended: once(child, 'exit') });
  subscribe('child_process', observe);
  try {
    return await callback();
  } finally {
    unsubscribe('child_process', observe);
    await esbuild.stop();
    // esbuild does not let this process wait for its own.
    for (const { child, ended } of children) {
      child.ref();
      await ended;
    }
  }
}

/**
 * Bundles a file with what it imports from this project. esbuild prints the errors.
 * @returns undefined if there are errors
 */
async function bundleProgram(options, filename, { key, paths }) {
  const { absWorkingDir: project } = options;
  const started = Date.now();
  const result = await buildOrPrint({ ...options, ...SCRIPT, entryPoints: [filename] });
  return (
    result && {
      header: { key, packages: externalPackages(result.metafile) },
      code: result.outputFiles[0].text,
      isOutdated:
        !Object.keys(result.metafile.inputs).every((path) => paths.has(path)) ||
        readSources(project, filename)?.key !== key ||
        changedSince(project, paths, started),
    }
  );
}

/** Bundles a file as a module with a source map. Returns its code, or undefined if there are errors. */
async function bundleModule(options, filename) {
  const result = await buildOrPrint({
    ...options,
    entryPoints: [filename],
    // Not written. The paths in the source map are relative to it.
    outfile: `${filename}.js`,
    sourcemap: 'inline',
    write: false,
  });
  return result?.outputFiles[0].text;
}

async function buildOrPrint(options) {
  try {
    return await esbuild.build(options);
  } catch (error) {
    if (Array.isArray(error.errors)) return undefined;
    throw error;
  }
}

/** Packages that few commands load. They stay in node_modules, because a larger bundle starts more slowly. */
const ON_DEMAND = /^@aws-sdk\//;

/** Returns the packages that the bundle of packages must contain. */
function externalPackages({ outputs }) {
  const paths = Object.values(outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path),
  );
  return [...new Set(paths)].filter((path) => !isBuiltin(path) && !ON_DEMAND.test(path)).sort();
}

/** Bundles packages as a table of functions, each of which loads one. */
async function bundlePackages({ packages, ...options }, names) {
  const { absWorkingDir: project } = options;
  const started = Date.now();
  const loaders = names.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)})`);
  const { metafile, outputFiles } = await buildOrNothing({
    ...options,
    ...SCRIPT,
    // Resolves as Node.js does for `require`.
    conditions: [],
    mainFields: ['main'],
    logLevel: 'silent',
    plugins: [loadArchiverOnDemand, loadTranslationsOnDemand],
    stdin: { contents: `module.exports = {${loaders.join(',')}}`, resolveDir: project },
  });
  const watched = watchedPaths(project, Object.keys(metafile.inputs), names);
  return {
    header: { names, stamps: stampsOf(project, watched) },
    code: outputFiles[0].text,
    isOutdated: changedSince(project, watched, started),
  };
}

/** A package that cannot be bundled is loaded from node_modules, with all others. */
async function buildOrNothing(options) {
  try {
    return await esbuild.build(options);
  } catch {
    return { metafile: { inputs: {} }, outputFiles: [{ text: '(function () {})' }] };
  }
}

/**
 * cdktf zips assets in a program of its own, the same file, so that file must stay one. It requires a third of all
 * code, and this project has no assets.
 */
const loadArchiverOnDemand = {
  name: 'archiver on demand',
  setup({ onLoad, onResolve }) {
    const FILE = 'cdktf/lib/private/fs.js';
    onResolve({ filter: /^\.\/private\/fs$/ }, ({ importer }) =>
      importer.replaceAll('\\', '/').includes('/cdktf/lib/')
        ? { path: FILE, namespace: 'on-demand' }
        : undefined,
    );
    onResolve({ filter: /./, namespace: 'on-demand' }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /./, namespace: 'on-demand' }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => require(${JSON.stringify(path)})[name] })`,
    }));
  },
};

/** zod exports its error messages in 50 languages. Each of them is loaded when it is read. */
const loadTranslationsOnDemand = {
  name: 'translations on demand',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.cjs$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        /^var (\w+) = require\((".+")\);$/gm,
        'var $1 = { __esModule: true, get default() { return require($2).default; } };',
      ),
    }));
  },
};

/**
 * Returns every file of the bundle, and every folder and manifest on the way from it to its `node_modules`: these
 * decide which file a `require` loads.
 */
function watchedPaths(project, inputs, names) {
  const watched = new Set();
  for (const input of inputs.filter((path) => !/^(?:<stdin>|on-demand:)/.test(path))) {
    watched.add(input);
    addFolders(project, dirname(join(project, input)), watched);
  }
  // A package can be a link to a folder elsewhere.
  for (const name of names) {
    const [scope, rest] = name.split('/');
    watched.add(`node_modules/${scope}`);
    if (name.startsWith('@')) watched.add(`node_modules/${scope}/${rest}`);
  }
  for (const path of ['bin/run.js', 'bin/bundle.js', 'bin/cache.js', 'node_modules']) watched.add(path);
  return watched;
}

function addFolders(project, folder, watched) {
  const path = relative(project, folder);
  if (watched.has(path)) return;
  watched.add(path);
  const manifest = join(folder, 'package.json');
  const isPackage = existsSync(manifest);
  if (isPackage) watched.add(relative(project, manifest));
  // A package that is linked is not below such a folder.
  const isTop = basename(folder) === 'node_modules' || dirname(folder) === folder;
  const isLinked = isPackage && !folder.includes('node_modules');
  if (!isTop && !isLinked) addFolders(project, dirname(folder), watched);
}

module.exports = { bundleModule, bundlePackages, bundleProgram, withEsbuild };
