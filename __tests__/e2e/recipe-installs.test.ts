import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  ATLANTIS_BIN,
  GITLAB,
  githubScript,
  gitlabScript,
  TERRAFORM_GITLAB,
  TERRAFORM_WORKFLOW,
  WORKFLOW,
} from '../examples/pipelines';
import { GITHUB, SH } from '../examples/steps';
import { run } from './command';
import { describeOnMachine } from './describe-on-machine';
import { copyProject, PROJECT } from './package';
import { Stage } from './stage';

/** Where the recipes clone the program from. */
const ADDRESS = 'https://github.com/OWNER/ecr-topology.git';

const PLAN = join(PROJECT, '__tests__/fixtures/plans/article/plan.json');
const PASSED = /^PASSED: /m;
const COMMENT_PASSED = /^## .*ECR check passed/m;

/** The blocks of a document in one language, without their indentation. */
function blocks(file: string, language: string): readonly string[] {
  const fence = new RegExp(`^( *)\`\`\`${language}\n([^]*?)^\\1\`\`\`$`, 'gm');
  return [...readFileSync(join(PROJECT, file), 'utf8').matchAll(fence)].map(([, indent = '', text = '']) =>
    text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

describeOnMachine('the recipes, with the install that they print', ['npm registry'], () => {
  let stage: Stage;
  let commit: string;
  let environment: Stage['environment'];

  beforeAll(async () => {
    stage = new Stage();
    const published = join(stage.folder, 'published');
    copyProject(published);
    environment = {
      ...stage.environment,
      // git clones the copy in place of the address that the recipes contain.
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${published}.insteadOf`,
      GIT_CONFIG_VALUE_0: ADDRESS,
      npm_config_prefer_offline: 'true',
    };
    const author = '-c user.name=test -c user.email=test@example.com';
    await shell(
      published,
      `git init --quiet && git add --all && git ${author} commit --quiet --message copy`,
    );
    commit = (await shell(published, 'git rev-parse HEAD')).trim();
  });

  afterAll(async () => {
    await stage.close();
  });

  /** Runs a script as the runner of a pipeline does, and returns what it printed. */
  async function shell(
    folder: string,
    script: string,
    [file = '', ...args]: readonly string[] = SH,
    variables: Stage['environment'] = {},
  ): Promise<string> {
    return run({ file, args: [...args, script], folder, environment: { ...environment, ...variables } });
  }

  /** An empty folder, as a runner gives one to a job. */
  function emptyFolder(name: string): string {
    const folder = join(stage.folder, name);
    mkdirSync(folder);
    return folder;
  }

  /** The folder of a job that has downloaded a plan. */
  function folderWithPlan(name: string, plans: string): string {
    const folder = emptyFolder(name);
    mkdirSync(join(folder, plans));
    copyFileSync(PLAN, join(folder, plans, 'registry.json'));
    copyFileSync(join(PROJECT, 'examples/github-actions/plan-checks.yaml'), join(folder, 'plan-checks.yaml'));
    return folder;
  }

  /** The step of a job that installs the program. */
  function githubInstall(
    { jobs }: typeof WORKFLOW,
    job = 'check',
  ): { readonly script: string; readonly folder: string } {
    const step = jobs[job]?.steps.find(({ run: script }) => script?.startsWith('npm ') === true);
    return { script: step?.run ?? '', folder: step?.['working-directory'] ?? '' };
  }

  test('docs/plan-checks.md', async () => {
    const [install = '', check = ''] = blocks('docs/plan-checks.md', 'sh');
    const folder = emptyFolder('guide');
    copyFileSync(PLAN, join(folder, 'plan.json'));
    const inFolder = (text: string) => text.replaceAll('~', folder).replace('COMMIT', commit);
    await shell(folder, inFolder(install));
    const [checking = ''] = /^node .*$/m.exec(check) ?? [];
    expect(await shell(folder, inFolder(checking))).toMatch(PASSED);
  });

  test('GitHub Actions', async () => {
    const folder = emptyFolder('github');
    await shell(folder, `git clone --quiet ${ADDRESS} .`);
    await shell(folder, githubInstall(WORKFLOW, 'synth').script, GITHUB);
    await shell(folder, githubScript('synth', 'Is the declaration right?'), GITHUB);
    await shell(folder, githubScript('synth', 'Synthesise once, for every job'), GITHUB);
    expect(readdirSync(join(folder, 'cdktf.out', 'stacks'))).toEqual(['ecr-topology']);

    mkdirSync(join(folder, 'plans'));
    copyFileSync(PLAN, join(folder, 'plans', 'ecr-topology.json'));
    await shell(folder, githubInstall(WORKFLOW).script, GITHUB);
    await shell(folder, githubScript('check', 'Check all plans together'), GITHUB);
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toMatch(COMMENT_PASSED);
  });

  test('GitHub Actions, other Terraform', async () => {
    const folder = folderWithPlan('github-terraform', 'ecr-topology-plans');
    await shell(folder, `git clone --quiet ${ADDRESS} ecr-topology`);
    const install = githubInstall(TERRAFORM_WORKFLOW);
    await shell(join(folder, install.folder), install.script, GITHUB);
    const check = githubScript('check', 'Check all plans together', TERRAFORM_WORKFLOW);
    await shell(folder, check, GITHUB, { RUNNER_TEMP: folder });
    expect(readFileSync(join(folder, 'review', 'comment.md'), 'utf8')).toMatch(COMMENT_PASSED);
  });

  test('GitLab CI', async () => {
    const folder = emptyFolder('gitlab');
    await shell(folder, `git clone --quiet ${ADDRESS} .`);
    mkdirSync(join(folder, 'plans'));
    copyFileSync(PLAN, join(folder, 'plans', 'ecr-topology.json'));
    mkdirSync(join(folder, 'cdktf.out', 'stacks', 'ecr-topology'), { recursive: true });
    expect(await shell(folder, gitlabScript('check', GITLAB))).toMatch(PASSED);
  });

  test('GitLab CI, other Terraform', async () => {
    const folder = folderWithPlan('gitlab-terraform', 'ecr-topology-plans');
    const printed = await shell(folder, gitlabScript('check', TERRAFORM_GITLAB), SH, {
      ...TERRAFORM_GITLAB.check?.variables,
      ECR_TOPOLOGY_COMMIT: commit,
      TMPDIR: folder,
    });
    expect(printed).toMatch(PASSED);
  });

  test('Atlantis', async () => {
    const folder = emptyFolder('atlantis');
    const [image = ''] = blocks('examples/atlantis/README.md', 'text');
    const [, install = ''] = /^RUN ([^]*)/m.exec(image) ?? [];
    const program = join(folder, 'ecr-topology');
    const bin = join(folder, 'bin');
    await shell(folder, `git clone --quiet ${ADDRESS} ecr-topology`);
    cpSync(join(PROJECT, ATLANTIS_BIN), bin, { recursive: true });
    await shell(folder, install.replaceAll('/opt/ecr-topology', program).replaceAll('/usr/local/bin', bin));

    const pullRequest = emptyFolder('pull-request');
    copyFileSync(join(PROJECT, 'topology.yaml'), join(pullRequest, 'topology.yaml'));
    const ofAtlantis = {
      DIR: pullRequest,
      ECR_TOPOLOGY_HOME: program,
      PATH: `${bin}${delimiter}${environment.PATH ?? ''}`,
    };
    await shell(pullRequest, 'ecr-topology-synth', SH, ofAtlantis);
    expect(readdirSync(join(pullRequest, 'cdktf.out', 'stacks'))).toEqual(['ecr-topology']);
    const check = `ecr-topology check '${PLAN}' --topology topology.yaml`;
    expect(await shell(pullRequest, check, SH, ofAtlantis)).toMatch(PASSED);
  });
});
