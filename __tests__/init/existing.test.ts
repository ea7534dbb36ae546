import { isInvalidJson, missingApp, missingLines, missingPackageEntries } from '../../src/init/existing';

const WANTED = {
  name: 'demo',
  private: true,
  engines: { node: '>=20' },
  scripts: { synth: 'a', diff: 'b' },
  dependencies: { cdktf: '~0.21.0', 'ecr-topology': '^0.1.0' },
  devDependencies: { typescript: '~5.9.3' },
};

const missing = (existing: unknown) => {
  const text = missingPackageEntries(JSON.stringify(existing), WANTED);
  return text === undefined ? undefined : (JSON.parse(text) as unknown); // the JSON that the user adds
};

test('a package.json lacks the entries that it does not have in any version', () => {
  expect(missing({ scripts: { synth: 'own' }, dependencies: { cdktf: '~0.20.0' } })).toEqual({
    scripts: { diff: 'b' },
    dependencies: { 'ecr-topology': '^0.1.0' },
    devDependencies: { typescript: '~5.9.3' },
  });
});

test('a package may be in the other section of dependencies', () => {
  const devDependencies = { cdktf: '*', 'ecr-topology': '*' };
  expect(missing({ devDependencies, dependencies: { typescript: '*' } })).toEqual({
    scripts: WANTED.scripts,
  });
});

test('a package.json with everything lacks nothing', () => {
  const { scripts, dependencies, devDependencies } = WANTED;
  expect(missing({ scripts, dependencies, devDependencies })).toBeUndefined();
});

test('a package.json may start with a byte order mark', () => {
  const { scripts, dependencies, devDependencies } = WANTED;
  const text = `\uFEFF${JSON.stringify({ scripts, dependencies, devDependencies })}\r\n`;
  expect([missingPackageEntries(text, WANTED), isInvalidJson(text)]).toEqual([undefined, false]);
});

test.each([
  ['', false],
  ['\n', false],
  ['{}', false],
  ['[]', true],
  ['{"name": "x",', true],
  ['// no\n{}', true],
])('whether the JSON %j must be fixed: %j', (text, isInvalid) => {
  expect(isInvalidJson(text)).toBe(isInvalid);
});

test.each(['', '[]', 'null', '{"dependencies": null}'])(
  'a package.json with the text %j lacks all entries',
  (text) => {
    const { scripts, dependencies, devDependencies } = WANTED;
    expect(JSON.parse(missingPackageEntries(text, WANTED) ?? '')).toEqual({
      scripts,
      dependencies,
      devDependencies,
    });
  },
);

test.each([
  ['{"app": "npx ts-node main.ts"}', undefined],
  ['{"app": "npx ts-node app.ts"}', '{\n  "app": "run main.ts"\n}\n'],
  ['{"app": 1}', '{\n  "app": "run main.ts"\n}\n'],
  ['', '{\n  "app": "run main.ts"\n}\n'],
])('a cdktf.json with the text %j', (existing, expected) => {
  expect(missingApp(existing, { app: 'run main.ts' })).toBe(expected);
});

test('a .gitignore lacks the patterns that it does not have in any form', () => {
  const wanted = '# why\nnode_modules/\ncdktf.out/\n\n*.tfstate\n';
  expect(missingLines('/node_modules\r\n', wanted)).toBe('cdktf.out/\n*.tfstate');
  expect(missingLines('node_modules\n cdktf.out \n*.tfstate', wanted)).toBeUndefined();
});
