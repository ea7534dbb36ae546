'use strict';
/**
 * Writes `dist/`, which the package contains instead of the sources: the command and the library, each bundled
 * as `run.js` does in memory, and the type declarations of the library. `npm pack` runs this script, so the
 * package is never older than its sources. A clone does not use `dist/` (docs/decisions/package.md).
 *
 *   node bin/build.js
 */
const { rmSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');
const { buildSync } = require('esbuild');
const ts = require('typescript');
const { BUNDLE } = require('./run');

const project = dirname(__dirname);
const dist = join(project, 'dist');

function main() {
  rmSync(dist, { recursive: true, force: true });
  buildSync({
    ...BUNDLE,
    entryPoints: { cli: join(project, 'src/cli/main.ts'), library: join(project, 'library.ts') },
    outdir: dist,
  });
  writeDeclarations(join(project, 'library.ts'));
}

/**
 * Writes the type declarations of a file and of the files that it imports, directly or through others. Files
 * that the library does not reach are not in the package.
 */
function writeDeclarations(entry) {
  const program = ts.createProgram([entry], {
    ...compilerOptions(),
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: project,
    outDir: dist,
  });
  failOn(program.getSemanticDiagnostics(program.getSourceFile(entry)));
  const reached = new Set([entry]);
  for (const file of reached) {
    const { diagnostics } = program.emit(program.getSourceFile(file), (path, text) => {
      ts.sys.writeFile(path, text);
      for (const each of importsOf(text, file, program.getCompilerOptions())) reached.add(each);
    });
    failOn(diagnostics);
  }
}

function compilerOptions() {
  const { config } = ts.readConfigFile(join(project, 'tsconfig.json'), ts.sys.readFile);
  return ts.convertCompilerOptionsFromJson(config.compilerOptions, project).options;
}

/** Returns the sources of this project that the type declarations of a file import. */
function importsOf(text, file, options) {
  return ts
    .preProcessFile(text)
    .importedFiles.map(({ fileName }) => ts.resolveModuleName(fileName, file, options, ts.sys))
    .map(({ resolvedModule }) => resolvedModule)
    .filter((module) => module !== undefined && module.isExternalLibraryImport !== true)
    .map(({ resolvedFileName }) => resolvedFileName);
}

function failOn(diagnostics) {
  for (const { file, start, messageText } of diagnostics) {
    const line = file === undefined ? '' : `:${file.getLineAndCharacterOfPosition(start).line + 1}`;
    const place = file === undefined ? 'tsconfig.json' : relative(project, file.fileName);
    process.stderr.write(`${place}${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}\n`);
    process.exitCode = 1;
  }
}

main();
