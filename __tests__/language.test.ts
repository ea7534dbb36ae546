import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { BANNED_WORDS, PUBLIC_NAMES, type BannedWord } from './banned-words';
import { textHits, userHits, type Piece } from './banned-texts';

const PROJECT = resolve(__dirname, '..');

/** The folders and files whose names, comments and test titles are read. */
const SCANNED = ['src', 'stacks', 'main.ts', 'library.ts', 'bench', 'generate', 'lanes', '__tests__'];

/** The list itself, and this test of it. */
const OWN = ['__tests__/banned-texts.ts', '__tests__/banned-words.ts', '__tests__/language.test.ts'];

interface Pieces {
  readonly names: readonly Piece[];
  readonly texts: readonly Piece[];
}

const FILES = SCANNED.flatMap(sourcesIn);

test.each(SCANNED)('%s has no banned word in names, comments and test titles', (scanned) => {
  const files = FILES.filter((path) => path === scanned || path.startsWith(`${scanned}/`));

  expect(files).not.toEqual([]);
  expect(files.flatMap((path) => hitsIn(path, readFileSync(join(PROJECT, path), 'utf8')))).toEqual([]);
});

/** The folders and files whose strings users read. Each folder of `src` has its own test, to run it alone. */
const WITH_USER_TEXTS = [
  ...readdirSync(join(PROJECT, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `src/${name}`),
  'stacks',
  'main.ts',
];

test.each(WITH_USER_TEXTS)('the strings of %s have no banned word', (scanned) => {
  const files = FILES.filter((path) => path === scanned || path.startsWith(`${scanned}/`));

  expect(files).not.toEqual([]);
  expect(files.flatMap((path) => stringHits(path, readFileSync(join(PROJECT, path), 'utf8')))).toEqual([]);
});

const DOCUMENTS = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'topology.yaml', 'topology.schema.json'],
  ...filesIn('docs', /\.md$/),
  ...filesIn('examples', /\.(md|ya?ml|sh|mjs)$|\/bin\/[^/]+$/),
  ...filesIn('src', /\.md$/),
];

test.each(DOCUMENTS)('the document %s has no banned word', (path) => {
  expect(documentHits(path, readFileSync(join(PROJECT, path), 'utf8'))).toEqual([]);
});

test('no folder or file has a banned word in its name', () => {
  const paths = new Set(FILES.flatMap((path) => [...foldersOf(path), path]));

  expect([...paths].flatMap((path) => hitsInPath(path))).toEqual([]);
});

test('each public name has a banned word and is used', () => {
  const used = new Set(FILES.flatMap((path) => identifiersOf(path)));
  const needless = [...PUBLIC_NAMES].filter((name) => !used.has(name) || wordsIn(name).every(isFine));

  expect(needless).toEqual([]);
});

describe('finds', () => {
  test.each([
    [
      'a word of an identifier',
      'const untoldChanges = 1;',
      ['a.ts:1 "untold" in untoldChanges: unknown, or sensitive'],
    ],
    ['a word of a constant', '\nconst MOST_TOLD = 1;', ['a.ts:2 "told" in MOST_TOLD: known']],
    ['a property', 'x.mendsFor;', ['a.ts:1 "mends" in mendsFor: fix']],
    [
      'a word of a comment',
      '/** Nobody is\n * told. */',
      ['a.ts:1 "Nobody" in a comment: no principal, no user', 'a.ts:2 "told" in a comment: known'],
    ],
    [
      'a phrase over two lines',
      '// It starts by\n// itself.',
      ['a.ts:1 "by itself" in a comment: automatically, alone'],
    ],
    ['a comment in a template', '`${/* anew */ 1}`', ['a.ts:1 "anew" in a comment: again; recreated']],
    ['a title', "test('is made anew', () => {});", ['a.ts:1 "anew" in a test title: again; recreated']],
    [
      'a title of a table',
      "test.each([['told']])('%s is told', () => {});",
      ['a.ts:1 "told" in a test title: known'],
    ],
    [
      'a title with a value',
      'describe(`told ${1} anew`, () => {});',
      ['a.ts:1 "told" in a test title: known', 'a.ts:1 "anew" in a test title: again; recreated'],
    ],
  ])('%s', (_, source, hits) => {
    expect(hitsIn('a.ts', source)).toEqual(hits);
  });

  test('a word of a path', () => {
    expect(hitsInPath('src/plan/untold.ts')).toEqual([
      'src/plan/untold.ts "untold" in the path: unknown, or sensitive',
    ]);
  });
});

describe('finds in texts for users', () => {
  test.each([
    ['a string', "f('it says no');", ['a.ts:1 "says": sets, specifies, contains, shows']],
    [
      'a template',
      'f(`it\n says ${1} anew`);',
      ['a.ts:2 "says": sets, specifies, contains, shows', 'a.ts:2 "anew": again; recreated'],
    ],
  ])('%s', (_, source, hits) => {
    expect(stringHits('a.ts', source)).toEqual(hits);
  });

  test('a document', () => {
    expect(documentHits('a.md', 'One line.\nWhoever\nreads.')).toEqual([
      'a.md:2 "Whoever": the principal that, the user who',
    ]);
  });
});

describe('does not find', () => {
  test.each([
    ['a string that is no title', "f('nobody is told'); `anew ${'told'}`;"],
    ['a regular expression', 'const text = /[/*] told/;'],
    ['a longer word', 'const besides = amend; // besides, recommended, circled'.replace(', circled', '')],
    ['its own', '// Each stack has its own state; `*` stands for any text.'],
  ])('%s', (_, source) => {
    expect(hitsIn('a.ts', source)).toEqual([]);
  });
});

function filesIn(folder: string, pattern: RegExp): readonly string[] {
  return readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)))
    .filter((file) => pattern.test(file))
    .sort();
}

function sourcesIn(path: string): readonly string[] {
  if (path.endsWith('.ts')) return [path];
  return readdirSync(join(PROJECT, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('/fixtures/') && !OWN.includes(file))
    .sort();
}

function foldersOf(path: string): readonly string[] {
  return path.split('/').flatMap((_, index, parts) => (index === 0 ? [] : [parts.slice(0, index).join('/')]));
}

function hitsIn(path: string, source: string): readonly string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const { names, texts } = piecesOf(file);
  const titles = titlesOf(file);
  const line = (position: number) => String(file.getLineAndCharacterOfPosition(position).line + 1);
  return [
    ...names.flatMap((name) =>
      nameHits(name.text).map((hit) => ({ ...hit, start: name.start, where: name.text })),
    ),
    ...texts.flatMap((text) => textHits(text).map((hit) => ({ ...hit, where: 'a comment' }))),
    ...titles.flatMap((title) => textHits(title).map((hit) => ({ ...hit, where: 'a test title' }))),
  ]
    .sort((one, other) => one.start - other.start)
    .map(({ start, found, instead, where }) => `${path}:${line(start)} "${found}" in ${where}: ${instead}`);
}

function hitsInPath(path: string): readonly string[] {
  const name = path.split('/').at(-1) ?? path;
  return nameHits(name).map(({ found, instead }) => `${path} "${found}" in the path: ${instead}`);
}

function nameHits(name: string): readonly { readonly found: string; readonly instead: string }[] {
  if (PUBLIC_NAMES.has(name)) return [];
  return wordsIn(name).flatMap((word) => {
    const banned = bannedName(word);
    return banned === undefined ? [] : [{ found: word, instead: banned.instead }];
  });
}

/** Returns the lowercase words of `camelCase`, `SNAKE_CASE` and `kebab-case.ts`. */
function wordsIn(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

function isFine(word: string): boolean {
  return bannedName(word) === undefined;
}

const NAMES = BANNED_WORDS.filter(({ only }) => only !== 'text').map((banned) => ({
  ...banned,
  pattern: new RegExp(`^${banned.word.replace('*', '[a-z]*')}$`),
}));

function bannedName(word: string): BannedWord | undefined {
  return NAMES.find(({ pattern }) => pattern.test(word));
}

/** Returns the hits in the strings and templates that have a blank. */
function stringHits(path: string, source: string): readonly string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const strings: Piece[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) {
      const text = node.getText(file);
      if (text.includes(' ')) strings.push({ text, start: node.getStart(file) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return strings.flatMap((piece) => userTextHits(path, source, piece));
}

function documentHits(path: string, text: string): readonly string[] {
  return userTextHits(path, text, { text, start: 0 });
}

function userTextHits(path: string, source: string, piece: Piece): readonly string[] {
  return userHits(piece).map(({ start, found, instead }) => {
    const line = source.slice(0, start).split('\n').length;
    return `${path}:${String(line)} "${found}": ${instead}`;
  });
}

/** Returns the identifiers and the comments of a file. Lines of comments that follow each other are one comment. */
function piecesOf(file: ts.SourceFile): Pieces {
  const literals = literalsOf(file);
  const names: Piece[] = [];
  const texts: Piece[] = [];
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, file.text);
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const start = scanner.getTokenStart();
    const end = literals.get(start);
    // The scanner alone takes a regular expression for a division, and the end of a template for a brace.
    if (end !== undefined) {
      scanner.resetTokenState(end);
    } else if (kind === ts.SyntaxKind.Identifier) {
      names.push({ text: scanner.getTokenText(), start });
    } else if (
      kind === ts.SyntaxKind.MultiLineCommentTrivia ||
      kind === ts.SyntaxKind.SingleLineCommentTrivia
    ) {
      const before = texts.at(-1);
      const isContinued =
        before !== undefined && /^\s*$/.test(file.text.slice(before.start + before.text.length, start));
      const from = isContinued ? before.start : start;
      if (isContinued) texts.pop();
      texts.push({ text: file.text.slice(from, scanner.getTokenEnd()), start: from });
    }
  }
  return { names, texts };
}

/** Returns the end of each string, template part and regular expression by its start. */
function literalsOf(file: ts.SourceFile): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isRegularExpressionLiteral(node) || ts.isTemplateLiteralToken(node)) {
      ends.set(node.getStart(file), node.end);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return ends;
}

/** Returns the titles of `describe`, `test` and `it`, also with `.each(…)`, `.only`, `.skip` and the like. */
function titlesOf(file: ts.SourceFile): readonly Piece[] {
  const titles: Piece[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTestFunction(node.expression)) {
      const [title] = node.arguments;
      if (title !== undefined && isText(title)) {
        titles.push({ text: title.getText(file), start: title.getStart(file) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return titles;
}

function isText(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

function isTestFunction(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return ['describe', 'test', 'it'].includes(node.text);
  if (ts.isPropertyAccessExpression(node)) return isTestFunction(node.expression);
  if (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node)) {
    return isTestFunction(ts.isCallExpression(node) ? node.expression : node.tag);
  }
  return false;
}

function identifiersOf(path: string): readonly string[] {
  const file = ts.createSourceFile(
    path,
    readFileSync(join(PROJECT, path), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  return piecesOf(file).names.map(({ text }) => text);
}
