'use strict';
/*
 * Which file may import which (`npm run check:imports`). Type imports count: a type that two files need of each other
 * couples them as much as a function does.
 */

/** Each folder of `src` imports only from itself and from the folders before it. */
const STRATA = [
  'base',
  'aws',
  'model',
  'access',
  'terraform',
  'change',
  'plan',
  'live',
  'verify',
  'declaration',
  'lint',
  'diagnose',
  'report',
  'comment',
  'init',
  'serve',
  'cli',
];

/** What `page`, the program in the browser, imports. No other folder imports it. */
const PAGE_IMPORTS = ['base', 'aws', 'model', 'access', 'change', 'plan', 'lint', 'diagnose', 'report'];

/** What `stacks` imports of `src`: it turns a topology into resources, and reads or prints nothing. */
const STACKS_IMPORT = ['base', 'aws', 'model', 'terraform'];

/** Packages and Node.js modules, and the only folders that import them. */
const PACKAGES = [
  {
    name: 'cdktf',
    path: '(^|/)node_modules/(@cdktf/|cdktf/|constructs/)',
    only: '^(stacks/|main[.]ts$|library[.]ts$)',
    comment: 'CDKTF loads slowly, and no command but the synthesis needs it.',
  },
  {
    name: 'yaml',
    path: '(^|/)node_modules/yaml/',
    only: '^src/declaration/(syntax|format)/',
    comment:
      'The syntax tree of src/declaration/syntax has what others need: values with their positions. Only the formatter also needs the style.',
  },
  {
    name: 'zod',
    path: '(^|/)node_modules/zod/',
    only: '^src/(declaration/schema|lint)/',
    comment: 'Schemas describe the declaration. The model and what is before it have plain types.',
  },
  {
    name: 'commander',
    path: '(^|/)node_modules/commander/',
    only: '^src/cli/',
    comment: 'Only commands parse arguments.',
  },
  {
    name: 'files',
    path: ['^node:fs(/|$)', '^fs(/|$)', '^src/base/file[.]ts$'],
    only: '^(stacks/|src/(base|plan|declaration|cli)/|src/serve/watch-files[.]ts$)',
    comment: 'What evaluates, compares or renders gets its input as an argument.',
  },
  {
    name: 'preact',
    path: '(^|/)node_modules/(preact|@noble)/',
    only: '^src/page/',
    comment: 'The report page is the only program that runs in a browser.',
  },
  {
    name: 'aws-sdk',
    path: '(^|/)@aws-sdk/',
    only: '^src/live/sdk[.]ts$',
    comment:
      'The SDK loads slowly, and only commands that read live AWS need it. session.ts sends the calls.',
  },
];

/**
 * Folders of `src` in which the files at the top are what the subfolders build on. In the others the files at the top
 * are the entry points: they import the subfolders, and no subfolder imports them.
 */
const FOUNDATIONS = ['aws', 'lint', 'live'];

const anyOf = (folders) => `(${folders.join('|')})`;

const strata = STRATA.map((folder, index) => ({
  name: `strata-${folder}`,
  comment: `src/${folder} imports only ${index === 0 ? 'itself' : `${STRATA.slice(0, index).join(', ')} and itself`}.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: {
    path: ['^stacks/', '^(main|library)[.]ts$', '^src/'],
    pathNot: `^src/${anyOf(STRATA.slice(0, index + 1))}/`,
  },
}));

const packages = PACKAGES.map(({ name, path, only, comment }) => ({
  name: `package-${name}`,
  comment,
  severity: 'error',
  from: { pathNot: only },
  to: { path },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Files that import each other are one file in two. Move what both need to a third one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-folder-cycle',
      comment: 'Folders that import each other are one folder in two. Move the file to where it is used.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(src|stacks)(/|$)' },
      to: { circular: true },
    },
    ...strata,
    {
      name: 'strata-unknown',
      comment: 'Each folder of src has its place in STRATA of .dependency-cruiser.cjs.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: `^src/${anyOf([...STRATA, 'page'])}/` },
    },
    {
      name: 'strata-page',
      comment: `src/page imports only ${PAGE_IMPORTS.join(', ')} and itself.`,
      severity: 'error',
      from: { path: '^src/page/' },
      to: {
        path: ['^stacks/', '^(main|library)[.]ts$', '^src/'],
        pathNot: `^src/${anyOf([...PAGE_IMPORTS, 'page'])}/`,
      },
    },
    {
      name: 'strata-stacks',
      comment: `stacks imports only ${STACKS_IMPORT.join(', ')} of src.`,
      severity: 'error',
      from: { path: '^stacks/' },
      to: { path: ['^src/', '^(main|library)[.]ts$'], pathNot: `^src/${anyOf(STACKS_IMPORT)}/` },
    },
    // The scope `folder` counts a folder with its subfolders, so it does not see these two.
    {
      name: 'no-cycle-with-foundations',
      comment: `In ${FOUNDATIONS.map((folder) => `src/${folder}`).join(' and ')} the files at the top import no subfolder.`,
      severity: 'error',
      from: { path: `^src/${anyOf(FOUNDATIONS)}/[^/]+$` },
      to: { path: '^src/$1/[^/]+/' },
    },
    {
      name: 'no-cycle-with-entry-points',
      comment:
        'Subfolders do not import the files above them, except in FOUNDATIONS of .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: '^src/([^/]+)/[^/]+/', pathNot: `^src/${anyOf(FOUNDATIONS)}/` },
      to: { path: '^src/$1/[^/]+$' },
    },
    ...packages,
    {
      name: 'resolvable',
      comment: 'An import that resolves to nothing escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
