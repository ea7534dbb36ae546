'use strict';
const { join, relative } = require('node:path');
const ts = require('typescript');

/**
 * Writes the type declarations of a file and of the files that it imports, directly or through others. Files
 * that the library does not reach are not in the package.
 * @throws Error with the messages of the compiler
 */
function writeDeclarations(project, entry, folder) {
  const program = ts.createProgram([entry], {
    ...compilerOptions(project),
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: project,
    outDir: folder,
  });
  failOn(project, program.getSemanticDiagnostics(program.getSourceFile(entry)));
  const reached = new Set([entry]);
  for (const file of reached) {
    const { diagnostics } = program.emit(program.getSourceFile(file), (path, text) => {
      ts.sys.writeFile(path, text);
      for (const each of importsOf(text, file, program.getCompilerOptions())) reached.add(each);
    });
    failOn(project, diagnostics);
  }
}

function compilerOptions(project) {
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

function failOn(project, diagnostics) {
  const lines = diagnostics.map(({ file, start, messageText }) => {
    const line = file === undefined ? '' : `:${file.getLineAndCharacterOfPosition(start).line + 1}`;
    const place = file === undefined ? 'tsconfig.json' : relative(project, file.fileName);
    return `${place}${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  if (lines.length > 0) throw new Error(lines.join('\n'));
}

module.exports = { writeDeclarations };
