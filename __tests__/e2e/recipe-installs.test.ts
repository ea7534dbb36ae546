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
import { describeWithRequirements } from './describe-with-requirements';
import { copyProject, PROJECT } from './package';
import { Sandbox } from './sandbox';

/** The URL in the `git clone` commands of the recipes. */
const REPOSITORY_URL = 'https://github.com/OWNER/ecr-topology.git';

const PLAN = join(PROJECT, '__tests__/fixtures/plans/article/plan.json');
const PASSED = /^PASSED: /m;
const COMMENT_PASSED = /^## .*ECR check passed/m;

/** Returns the code blocks of a document in a language, without their indentation. */
function codeBlocks(file: string, language: string): readonly string[] {
  const fence = new RegExp(`^( *)\`\`\`${language}\n([^]*?)^\\1\`\`\`$`, 'gm');
  return [...readFileSync(join(PROJECT, file), 'utf8').matchAll(fence)].map(([, indent = '', text = '']) =>
    text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

describeWithRequirements('the recipes with their install commands', ['npm registry'], () => {
  let sandbox: Sandbox;
  let commit: string;
  let environment: Sandbox['environment'];

  beforeAll(async () => {
    sandbox = new Sandbox();
    const published = join(sandbox.folder, 'published');
    copyProject(published);
    environment = {
      ...sandbox.environment,
      // git clones the copy instead of the URL in the recipes.
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${published}.insteadOf`,
      GIT_CONFIG_VALUE_0: REPOSITORY_URL,
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
    await sandbox.close();
  });

  /** Runs a script with the shell of a pipeline, and returns its output. */
  async function shell(
    folder: string,
    script: string,
    [file = '', ...args]: readonly string[] = SH,
    variables: Sandbox['environment'] = {},
  ): Promise<string> {
    return run({ file, args: [...args, script], folder, environment: { ...environment, ...variables } });
  }

  /** Creates the working directory of a job. */
  function createFolder(name: string): string {
    const folder = join(sandbox.folder, name);
    mkdirSync(folder);
    return folder;
  }

  /** Creates the working directory of a job that has downloaded a plan. */
  function createFolderWithPlan(name: string, plans: string): string {
    const folder = createFolder(name);
    mkdirSync(join(folder, plans));
    copyFileSync(PLAN, join(folder, plans, 'registry.json'));
    copyFileSync(join(PROJECT, 'examples/github-actions/plan-checks.yaml'), join(folder, 'plan-checks.yaml'));
    return folder;
  }

  /** Returns the step of a job that installs the program. */
  function githubInstall(
    { jobs }: typeof WORKFLOW,
    job = 'check',
  ): { readonly script: string; readonly folder: string } {
    const step = jobs[job]?.steps.find(({ run: script }) => script?.startsWith('npm ') === true);
    return { script: step?.run ?? '', folder: step?.['working-directory'] ?? '' };
  }

  test('docs/guides/plan-checks.md passes', async () => {
    const [install = '', check = ''] = codeBlocks('docs/guides/plan-checks.md', 'sh');
    const folder = createFolder('guide');
    copyFileSync(PLAN, join(folder, 'plan.json'));
    const fillIn = (text: string) => text.replaceAll('~', folder).replace('COMMIT', commit);
    await shell(folder, fillIn(install));
    const [checking = ''] = /^node .*$/m.exec(check) ?? [];
    expect(await shell(folder, fillIn(checking))).toMatch(PASSED);
  });

  test('GitHub Actions passes', async () => {
    const folder = createFolder('github');
    await shell(folder, `git clone --quiet ${REPOSITORY_URL} .`);
    await shell(folder, githubInstall(WORKFLOW, 'synth').script, GITHUB);
    await shell(folder, githubScript('synth', 'Validate topology.yaml'), GITHUB);
    await shell(folder, githubScript('synth', 'Synthesise the stacks'), GITHUB);
    expect(readdirSync(join(folder, 'cdktf.out', 'stacks'))).toEqual(['ecr-topology']);

    mkdirSync(join(folder, 'plans'));
    copyFileSync(PLAN, join(folder, 'plans', 'ecr-topology.json'));
    await shell(folder, githubInstall(WORKFLOW).script, GITHUB);
    await shell(folder, githubScript('check', 'Check all plans together'), GITHUB);
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toMatch(COMMENT_PASSED);
  });

  test('GitHub Actions for other Terraform passes', async () => {
    const folder = createFolderWithPlan('github-terraform', 'ecr-topology-plans');
    await shell(folder, `git clone --quiet ${REPOSITORY_URL} ecr-topology`);
    const install = githubInstall(TERRAFORM_WORKFLOW);
    await shell(join(folder, install.folder), install.script, GITHUB);
    const check = githubScript('check', 'Check all plans together', TERRAFORM_WORKFLOW);
    await shell(folder, check, GITHUB, { RUNNER_TEMP: folder });
    expect(readFileSync(join(folder, 'review', 'comment.md'), 'utf8')).toMatch(COMMENT_PASSED);
  });

  test('GitLab CI passes', async () => {
    const folder = createFolder('gitlab');
    await shell(folder, `git clone --quiet ${REPOSITORY_URL} .`);
    mkdirSync(join(folder, 'plans'));
    copyFileSync(PLAN, join(folder, 'plans', 'ecr-topology.json'));
    mkdirSync(join(folder, 'cdktf.out', 'stacks', 'ecr-topology'), { recursive: true });
    expect(await shell(folder, gitlabScript('check', GITLAB))).toMatch(PASSED);
  });

  test('GitLab CI for other Terraform passes', async () => {
    const folder = createFolderWithPlan('gitlab-terraform', 'ecr-topology-plans');
    const printed = await shell(folder, gitlabScript('check', TERRAFORM_GITLAB), SH, {
      ...TERRAFORM_GITLAB.check?.variables,
      ECR_TOPOLOGY_COMMIT: commit,
      TMPDIR: folder,
    });
    expect(printed).toMatch(PASSED);
  });

  test('Atlantis passes', async () => {
    const folder = createFolder('atlantis');
    const [image = ''] = codeBlocks('examples/atlantis/README.md', 'text');
    const [, install = ''] = /^RUN ([^]*)/m.exec(image) ?? [];
    const program = join(folder, 'ecr-topology');
    const bin = join(folder, 'bin');
    await shell(folder, `git clone --quiet ${REPOSITORY_URL} ecr-topology`);
    cpSync(join(PROJECT, ATLANTIS_BIN), bin, { recursive: true });
    await shell(folder, install.replaceAll('/opt/ecr-topology', program).replaceAll('/usr/local/bin', bin));

    const pullRequest = createFolder('pull-request');
    copyFileSync(join(PROJECT, 'topology.yaml'), join(pullRequest, 'topology.yaml'));
    const atlantisVariables = {
      DIR: pullRequest,
      ECR_TOPOLOGY_HOME: program,
      PATH: `${bin}${delimiter}${environment.PATH ?? ''}`,
    };
    await shell(pullRequest, 'ecr-topology-synth', SH, atlantisVariables);
    expect(readdirSync(join(pullRequest, 'cdktf.out', 'stacks'))).toEqual(['ecr-topology']);
    const check = `ecr-topology check '${PLAN}' --topology topology.yaml`;
    expect(await shell(pullRequest, check, SH, atlantisVariables)).toMatch(PASSED);
  });
});
