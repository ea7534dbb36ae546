import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHELL_SCRIPTS } from './pipelines';
import { jobFolder, runStep, SH } from './steps';

/** The environment variables that a step of any pipeline may read. */
const ENVIRONMENT = {
  AWS_ID_TOKEN: 'token',
  CI_JOB_ID: '7',
  PLAN: 'stack',
  PLANFILE: 'plan.bin',
  ROLES: '',
  SHOWFILE: 'plan.json',
};

// The workflows for GitHub have an input for OpenTofu: github-steps.test.ts.
const PLANNING = SHELL_SCRIPTS.filter(([, script]) => script.includes('show -json'));

test('every pipeline has a step that plans', () => {
  expect(PLANNING.map(([location]) => location.split(/[,:]/)[0])).toEqual([
    ...['GitLab', 'GitLab'],
    ...['Atlantis', 'Atlantis'],
  ]);
});

describe.each(PLANNING)('%s', (_, script) => {
  function programsOf(env: Readonly<Record<string, string>>): readonly string[] {
    const folder = jobFolder();
    const { status } = runStep(script, {
      folder,
      env: { ...ENVIRONMENT, RUNNER_TEMP: jobFolder(), ...env },
      programs: { terraform: 'echo terraform >> asked', tofu: 'echo tofu >> asked' },
      shell: SH,
    });
    expect(status).toBe(0);
    return [...new Set(readFileSync(join(folder, 'asked'), 'utf8').trimEnd().split('\n'))];
  }

  test('runs terraform', () => {
    expect(programsOf({})).toEqual(['terraform']);
    expect(programsOf({ TERRAFORM_BINARY_NAME: '' })).toEqual(['terraform']);
  });

  test('runs the program in TERRAFORM_BINARY_NAME, and no other', () => {
    expect(programsOf({ TERRAFORM_BINARY_NAME: 'tofu' })).toEqual(['tofu']);
  });
});
