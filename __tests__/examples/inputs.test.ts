import { readFileSync } from 'node:fs';
import { readAction, readWorkflow, type Input } from './github/workflow';
import { readTemplate } from './gitlab';
import { ACTION_FILE } from './pipelines';

const GITHUB = readFileSync('examples/github-actions/README.md', 'utf8');
const GITLAB = readFileSync('examples/gitlab-ci/README.md', 'utf8');

type Inputs = Readonly<Record<string, Pick<Input, 'description'> & { readonly default?: unknown }>>;

/** Returns the rows of a table with a row for each input, as the documents contain it. */
function inputTable(inputs: Inputs, isRequired: (name: string) => boolean): string {
  const rows = Object.entries(inputs).map(([name, { description, default: preset = '' }]) => {
    const value = isRequired(name) ? 'required' : preset === '' ? '' : `\`${String(preset)}\``;
    return `| \`${name}\` | ${value} | ${description} |\n`;
  });
  return `| input | default | description |\n|---|---|---|\n${rows.join('')}\n`;
}

test.each(['plan-check', 'deploy'])(
  'examples/github-actions documents the inputs of the workflow %s',
  (name) => {
    const inputs = readWorkflow(`.github/workflows/${name}.yml`).on.workflow_call?.inputs ?? {};
    expect(GITHUB).toContain(inputTable(inputs, (each) => inputs[each]?.required === true));
  },
);

test('examples/github-actions documents the inputs and outputs of the action', () => {
  const { inputs, outputs = {} } = readAction(ACTION_FILE);
  expect(GITHUB).toContain(inputTable(inputs, (name) => inputs[name]?.required === true));
  const rows = Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${description} |\n`);
  expect(GITHUB).toContain(`| output | description |\n|---|---|\n${rows.join('')}\n`);
});

test('examples/gitlab-ci documents the inputs of the template', () => {
  const { inputs } = readTemplate();
  expect(GITLAB).toContain(inputTable(inputs, (name) => inputs[name]?.default === undefined));
});
