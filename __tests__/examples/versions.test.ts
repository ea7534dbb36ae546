import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { readYaml } from './github/workflow';
import { ACTION_FILES, EXAMPLE_FILES, GITLAB_FILES, WORKFLOW_FOLDERS } from './pipelines';

/** The first major version of each action that runs on Node 24. Runners no longer have Node 20. */
const FIRST_ON_NODE_24: Readonly<Record<string, number>> = {
  'actions/checkout': 5,
  'actions/download-artifact': 7,
  'actions/setup-node': 5,
  'actions/setup-python': 6,
  'actions/upload-artifact': 6,
  'hashicorp/setup-terraform': 4,
  'opentofu/setup-opentofu': 2,
};

const read = (file: string) => readFileSync(file, 'utf8');

const WORKFLOWS = WORKFLOW_FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => join(folder, name)),
);
const PIPELINES = [...WORKFLOWS, 'gitlab/plan-check.yml'];

/** Every `uses:` that names an action of another repository, not of this project: `actions/checkout@… # v7.0.1`. */
const ACTIONS = [...WORKFLOWS, ...ACTION_FILES].flatMap((file) =>
  [...read(file).matchAll(/uses: (?!\.\/|OWNER\/ecr-topology)(.*)/g)].map(
    ([, action = '']) => [file, action] as const,
  ),
);

/** Returns the matches of a pattern in the pipelines, without duplicates. */
function versionsOf(pattern: RegExp, files: readonly string[] = PIPELINES): readonly string[] {
  return [
    ...new Set(
      files.flatMap((file) => [...read(file).matchAll(pattern)].map(([, versions = '']) => versions)),
    ),
  ];
}

test.each(ACTIONS)('%s: %s is pinned to a commit of a version that runs on Node 24', (_, action) => {
  const [, name = '', major] = /^([\w/-]+)@[0-9a-f]{40} # v(\d+)\.\d+\.\d+$/.exec(action) ?? [];
  expect(Object.keys(FIRST_ON_NODE_24)).toContain(name);
  expect(Number(major)).toBeGreaterThanOrEqual(FIRST_ON_NODE_24[name]!);
});

test('an action has the same commit everywhere', () => {
  const pins = new Set(ACTIONS.map(([, action]) => action));
  expect([...new Set([...pins].map((pin) => pin.split('@')[0]))]).toHaveLength(pins.size);
});

test('Dependabot updates the actions of all folders with workflows, and of a repository that copies the example', () => {
  const actionsOf = (file: string) =>
    (readYaml(file) as Dependabot).updates
      .filter((update) => update['package-ecosystem'] === 'github-actions')
      .flatMap(({ directory, directories = [] }) => [
        ...directories,
        ...(directory === undefined ? [] : [directory]),
      ]);
  // Dependabot reads .github/workflows in the folder '/'.
  const folders = WORKFLOW_FOLDERS.map((folder) => (folder === '.github/workflows' ? '/' : `/${folder}`));
  expect(actionsOf('.github/dependabot.yml')).toEqual(folders);
  expect(actionsOf('examples/github-actions/dependabot.yml')).toEqual(['/']);
});

interface Dependabot {
  readonly updates: readonly {
    readonly 'package-ecosystem': string;
    readonly directory?: string;
    readonly directories?: readonly string[];
  }[];
}

test('the pipelines use the Node version of the project', () => {
  const developed = read('.nvmrc').trim();
  expect(versionsOf(/(?:node-version: |default: '|default: node:)(\d+)/g)).toEqual([developed]);
  expect(versionsOf(/^ +node: \[(.*)\]$/gm, ['.github/workflows/check.yml'])).toEqual(['20, 22, 24, 26']);
});

test('the pipelines use one version of Terraform', () => {
  const files = PIPELINES.filter((file) => !file.endsWith('/check.yml'));
  const defaults = versionsOf(
    /(?:terraform-version:\n.*\n.*\n +default: |hashicorp\/terraform:)([\d.]+)/g,
    files,
  );
  expect(defaults).toHaveLength(1);
});

test('every pipeline, hook and document uses the version of this project', () => {
  const files = [
    ...EXAMPLE_FILES,
    ...GITLAB_FILES,
    '.github/workflows/plan-check.yml',
    'gitlab/plan-check.yml',
    '.pre-commit-hooks.yaml',
    ...['github-actions', 'gitlab-ci', 'atlantis'].map((name) => `examples/${name}/README.md`),
    'docs/guides/plan-checks.md',
  ];
  const pattern =
    /(?:ecr-topology@|OWNER\/ecr-topology\/?[^@\s]*[@/]v|ECR_TOPOLOGY_VERSION: |rev: v|replace `v)(\d[\w.-]*)/g;
  for (const file of files) expect([file, versionsOf(pattern, [file])]).toEqual([file, [version]]);
});
