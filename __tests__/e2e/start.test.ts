import { existsSync, readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { CACHE, SmallProject } from '../bin/small-project';
import { runs } from '../random-runs';

/** What each file can contain. Many of them replace the file that an import resolves to. */
const CONTENTS: Readonly<Record<string, readonly string[]>> = {
  'main.ts': [
    "import { one } from './src/one'; import { two } from './src/folder'; console.log(one, two);",
    "import { one } from './src/one'; import plain from 'plain'; console.log(one, plain);",
    "import data from './src/data.json'; import { nested } from '@scope/nested'; console.log(data, nested);",
    "import { two } from './src/folder'; import plain from 'inner'; console.log(two, plain);",
  ],
  'src/one.ts': [
    "export const one = '1';",
    "export const one = 'I';",
    "export { nested as one } from '@scope/nested';",
  ],
  'src/one.tsx': ["export const one = 'tsx';", ''],
  'src/one.js': ["export const one = 'js';"],
  'src/folder.ts': ["export const two = 'shadow';"],
  'src/folder/index.ts': ["export { two } from './two';", "export const two = 'index';"],
  'src/folder/two.ts': ["export const two = '2';", "export const two = 'II';"],
  'src/folder/package.json': ['{ "main": "two.ts" }', '{}'],
  'src/data.json': ['[1]', '[2]'],
  'src/plain.ts': ["export default 'mine';"],
  'src/node_modules/plain/index.js': ["module.exports = 'near';"],
  'package.json': ['{ "name": "small" }', '{ "sideEffects": false }'],
  'package-lock.json': ['{}', '[]'],
  'tsconfig.json': [
    '{}',
    '{ "compilerOptions": { "paths": { "plain": ["./src/plain.ts"] } } }',
    '{ "extends": "./tsconfig.base.json" }',
  ],
  'tsconfig.base.json': ['{}', '{ "compilerOptions": { "paths": { "inner": ["./src/plain.ts"] } } }'],
  'node_modules/plain/index.js': [
    "module.exports = 'plain';",
    "module.exports = 'plane';",
    "module.exports = require('inner')",
  ],
  'node_modules/plain/other.js': ["module.exports = 'other';"],
  'node_modules/plain/package.json': ['{}', '{ "main": "other.js" }'],
  'node_modules/inner/index.js': ["module.exports = 'outer';"],
  'node_modules/@scope/nested/lib/main.js': [
    "exports.nested = require('inner');",
    "exports.nested = 'main';",
  ],
  'node_modules/@scope/nested/package.json': ['{ "main": "lib/main.js" }', '{ "main": "lib/other.js" }'],
  'node_modules/@scope/nested/node_modules/inner/index.js': [
    "module.exports = 'inner';",
    "module.exports = 'innes';",
  ],
};

type Action = (project: SmallProject) => void | Promise<void>;

const path = fc.constantFrom(...Object.keys(CONTENTS));

const write = fc
  .constantFrom(
    ...Object.entries(CONTENTS).flatMap(([name, contents]) => contents.map((text) => [name, text] as const)),
  )
  .map(([name, text]): [string, Action] => [
    `write ${name}: ${text}`,
    (project) => {
      project.write(name, text);
    },
  ]);

const remove = path.map((name): [string, Action] => [
  `remove ${name}`,
  (project) => {
    project.remove(name);
  },
]);

const touch = fc.tuple(path, fc.constantFrom(1, 1_900_000_000)).map(([name, time]): [string, Action] => [
  `set the time of ${name} to ${time}`,
  (project) => {
    const file = join(project.folder, name);
    if (existsSync(file)) utimesSync(file, time, time);
  },
]);

const damage = fc
  .tuple(fc.nat(1), fc.double({ min: 0, max: 0.99, noNaN: true }), fc.boolean())
  .map(([index, position, cut]): [string, Action] => [
    `damage entry ${index} of the cache at ${position}`,
    (project) => {
      const name = existsSync(join(project.folder, CACHE))
        ? readdirSync(join(project.folder, CACHE))[index]
        : undefined;
      if (name === undefined) return;
      const file = join(project.folder, CACHE, name);
      const bytes = readFileSync(file);
      const at = Math.floor(bytes.length * position);
      if (cut) truncateSync(file, at);
      else writeFileSync(file, bytes.fill((bytes[at] ?? 0) ^ 255, at, at + 1));
    },
  ]);

const together = fc.constant<[string, Action]>([
  'start two at once',
  async (project) => {
    const outputs = await project.startTogether(2);
    expect(outputs[0]).toBe(outputs[1]);
  },
]);

const action = fc.oneof(
  { arbitrary: write, weight: 6 },
  { arbitrary: remove, weight: 2 },
  { arbitrary: touch, weight: 1 },
  { arbitrary: damage, weight: 1 },
  { arbitrary: together, weight: 1 },
);

/** Several changes before a start, because one of them can hide another. */
const step = fc.array(action, { minLength: 1, maxLength: 3 });

test('the program that runs is always that of the current sources', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const project = new SmallProject();
      try {
        for (const actions of steps) {
          for (const [, run] of actions) await run(project);
          const { status, stdout } = project.start();
          // Bundles the program in memory, and loads packages from node_modules.
          const expected = project.start({ ECR_TOPOLOGY_DEBUG: '1' });
          expect({ status, stdout }).toEqual({ status: expected.status, stdout: expected.stdout });
        }
      } finally {
        project.delete();
      }
    }),
    runs(12),
  );
});
