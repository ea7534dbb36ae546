import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { CodeHost } from '../examples/code-host';
import { PROJECT_FILES } from '../examples/github/pull-request';
import { readYaml } from '../examples/github/workflow';
import { gitlabScript, gitlabVariables } from '../examples/gitlab';
import { ATLANTIS_BIN, GITLAB, TERRAFORM_GITLAB } from '../examples/pipelines';
import { SH } from '../examples/steps';
import { version } from '../../package.json';
import { run, tryRun } from './command';
import { describeWithRequirements } from './describe-with-requirements';
import { NpmRegistry } from './npm-registry';
import { copyProject, Package, PROJECT } from './package';
import { Sandbox } from './sandbox';

/** The URL in the `git clone` commands of the recipes. */
const REPOSITORY_URL = 'https://github.com/OWNER/ecr-topology.git';

const AUTHOR = '-c user.name=test -c user.email=test@example.com';

const PLAN = join(PROJECT, '__tests__/fixtures/plans/article/plan.json');
const PASSED = /^PASSED: /m;

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly args?: readonly string[];
  readonly pass_filenames?: boolean;
}

const HOOKS = readYaml('.pre-commit-hooks.yaml') as readonly Hook[];

/** Returns the code blocks of a document in a language, without their indentation. */
function codeBlocks(file: string, language: string): readonly string[] {
  const fence = new RegExp(`^( *)\`\`\`${language}\n([^]*?)^\\1\`\`\`$`, 'gm');
  return [...readFileSync(join(PROJECT, file), 'utf8').matchAll(fence)].map(([, indent = '', text = '']) =>
    text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

describeWithRequirements('the recipes with their install commands', ['npm registry'], () => {
  let sandbox: Sandbox;
  let published: string;
  let environment: Sandbox['environment'];

  beforeAll(async () => {
    sandbox = new Sandbox();
    const [registry, { folder }] = await Promise.all([NpmRegistry.start(sandbox), Package.build(sandbox)]);
    await registry.publish(folder);
    published = join(sandbox.folder, 'published');
    copyProject(published);
    environment = {
      ...registry.environment,
      // git clones the copy instead of the URL in the recipes.
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${published}.insteadOf`,
      GIT_CONFIG_VALUE_0: REPOSITORY_URL,
      npm_config_prefer_offline: 'true',
    };
    await shell(
      published,
      `git init --quiet && git add --all && git ${AUTHOR} commit --quiet --message copy && git tag v${version}`,
    );
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

  /** Adds a program to the PATH of a script. */
  function withProgram(folder: string, name: string, script: string): Sandbox['environment'] {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
    return { PATH: `${bin}${delimiter}${environment.PATH ?? ''}` };
  }

  /** Creates a project such as `ecr-topology init` creates, with a lock file. */
  async function createProject(name: string): Promise<string> {
    const folder = createFolder(name);
    for (const [file, text] of Object.entries(PROJECT_FILES)) writeFileSync(join(folder, file), text);
    await shell(folder, 'npm install --package-lock-only');
    return folder;
  }

  test('docs/guides/plan-checks.md passes', async () => {
    const [check = ''] = codeBlocks('docs/guides/plan-checks.md', 'sh');
    const folder = createFolder('guide');
    const terraform = withProgram(folder, 'terraform', `[ "$1" = plan ] || cat '${PLAN}'`);
    expect(await shell(folder, check, SH, terraform)).toMatch(PASSED);
  });

  test('GitLab CI synthesizes, checks and comments', async () => {
    const folder = await createProject('gitlab');
    await shell(folder, gitlabScript('synth', GITLAB), SH, gitlabVariables('synth', GITLAB));
    expect(readdirSync(join(folder, 'cdktf.out', 'stacks'))).toEqual(['ecr-topology']);

    mkdirSync(join(folder, 'ecr-topology-plans'));
    copyFileSync(PLAN, join(folder, 'ecr-topology-plans', 'ecr-topology.json'));
    // The job 'synth' has installed the program. The job 'check' does not use it, or the settings of the merge request.
    writeFileSync(join(folder, '.npmrc'), 'registry=http://127.0.0.1:9/\n');
    const checkVariables = {
      ...gitlabVariables('check', GITLAB),
      CI_JOB_URL: 'https://gitlab.example/acme/images/-/jobs/7',
    };
    expect(await shell(folder, gitlabScript('check', GITLAB), SH, checkVariables)).toMatch(PASSED);
    const report = 'https://gitlab.example/acme/images/-/jobs/7/artifacts/file/report.html';

    const codeHost = await CodeHost.start();
    sandbox.onClose(() => {
      codeHost.close();
    });
    codeHost.reset();
    const variables = {
      ...gitlabVariables('comment', GITLAB),
      CI_API_V4_URL: `${codeHost.url}/api/v4`,
      CI_MERGE_REQUEST_IID: '3',
      CI_PIPELINE_URL: 'https://gitlab.example/acme/images/-/pipelines/1',
      CI_PROJECT_DIR: folder,
      CI_PROJECT_ID: '1',
      COMMENT_TOKEN: 'secret',
    };
    await shell(folder, gitlabScript('comment', GITLAB), SH, variables);
    const link = `Report: [the topology, its access and this review](${report})\n\n`;
    expect(codeHost.own()[0]).toContain(link);
    expect(codeHost.own().map((each) => each.replace(link, ''))).toEqual([
      readFileSync(join(folder, 'comment.md'), 'utf8'),
    ]);

    await shell(folder, `rm comment.md && (${gitlabScript('comment', GITLAB)})`, SH, variables);
    expect(codeHost.own()).toEqual([expect.stringContaining('**Not checked:**')]);
    expect(codeHost.changes.map((change) => change.split(' ')[0])).toEqual(['POST', 'PUT']);
  });

  test('GitLab CI for other Terraform passes', async () => {
    const folder = createFolder('gitlab-terraform');
    mkdirSync(join(folder, 'ecr-topology-plans'));
    copyFileSync(PLAN, join(folder, 'ecr-topology-plans', 'registry.json'));
    copyFileSync(join(PROJECT, 'examples/github-actions/plan-checks.yaml'), join(folder, 'plan-checks.yaml'));
    const variables = gitlabVariables('check', TERRAFORM_GITLAB);
    expect(await shell(folder, gitlabScript('check', TERRAFORM_GITLAB), SH, variables)).toMatch(PASSED);
  });

  test('Atlantis passes', async () => {
    const folder = createFolder('atlantis');
    const [image = ''] = codeBlocks('examples/atlantis/README.md', 'text');
    const [, install = ''] = /^RUN ([^]*)/m.exec(image) ?? [];
    const project = await createProject('atlantis-project');
    const bin = join(folder, 'bin');
    cpSync(join(PROJECT, ATLANTIS_BIN), bin, { recursive: true });
    // npm install --global installs below this folder.
    const npmPrefix = { npm_config_prefix: folder };
    await shell(folder, install.replaceAll('/opt/ecr-topology', project), SH, npmPrefix);

    const pullRequest = createFolder('pull-request');
    copyFileSync(join(PROJECT, 'topology.yaml'), join(pullRequest, 'topology.yaml'));
    const variables = {
      DIR: pullRequest,
      ECR_TOPOLOGY_PROJECT: project,
      PATH: `${bin}${delimiter}${environment.PATH ?? ''}`,
    };
    await shell(pullRequest, 'ecr-topology-synth', SH, variables);
    expect(readdirSync(join(pullRequest, 'cdktf.out', 'stacks'))).toEqual(['ecr-topology']);
    const check = `ecr-topology check '${PLAN}' --topology topology.yaml`;
    expect(await shell(pullRequest, check, SH, variables)).toMatch(PASSED);
  });

  describe('the hooks of pre-commit', () => {
    /** Runs a hook as pre-commit does: the entry, its arguments, and the staged files that match. */
    async function runHook(folder: string, id: string) {
      const hook = HOOKS.find((each) => each.id === id);
      const files = hook?.pass_filenames === false ? [] : ['topology.yaml'];
      const script = [hook?.entry, ...(hook?.args ?? []), ...files].join(' ');
      return tryRun({ file: 'sh', args: ['-c', script], folder, environment });
    }

    const VALID = PROJECT_FILES['topology.yaml'] ?? '';

    test.each([
      ['ecr-topology-validate', VALID, 0],
      ['ecr-topology-validate', 'accounts: 5\n', 1],
      ['ecr-topology-fmt', VALID, 0],
      ['ecr-topology-fmt', VALID.replace('accounts:', 'accounts:   '), 1],
    ])('%s', async (id, topology, code) => {
      const folder = createFolder(`hook-${code}-${id}`);
      writeFileSync(join(folder, 'topology.yaml'), topology);
      expect(await runHook(folder, id)).toMatchObject({ code });
    });

    test('ecr-topology-schema updates the copy', async () => {
      const folder = createFolder('hook-schema');
      writeFileSync(join(folder, 'topology.schema.json'), '{}');
      expect(await runHook(folder, 'ecr-topology-schema')).toMatchObject({ code: 0 });
      expect(readFileSync(join(folder, 'topology.schema.json'), 'utf8')).toBe(
        readFileSync(join(PROJECT, 'topology.schema.json'), 'utf8'),
      );
    });

    const hasPreCommit = spawnSync('pre-commit', ['--version']).status === 0;
    const testPreCommit = hasPreCommit ? test : test.skip;
    testPreCommit(`run in pre-commit${hasPreCommit ? '' : ' (skipped: no pre-commit on PATH)'}`, async () => {
      const [hooks = ''] = codeBlocks('docs/guides/plan-checks.md', 'yaml hooks');
      const folder = createFolder('pre-commit');
      // git clones the copy of this project.
      writeFileSync(join(folder, '.pre-commit-config.yaml'), hooks);
      writeFileSync(join(folder, 'topology.yaml'), VALID);
      const variables = {
        ...environment,
        PRE_COMMIT_HOME: join(folder, '.cache'),
        GIT_CONFIG_VALUE_0: repositoryIn(hooks),
      };
      const preCommit = async () =>
        tryRun({ file: 'pre-commit', args: ['run', '--all-files'], folder, environment: variables });
      await shell(folder, 'git init --quiet && git add topology.yaml .pre-commit-config.yaml');
      expect(await preCommit()).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/Passed[^]*Passed/) as string,
      });

      writeFileSync(join(folder, 'topology.yaml'), VALID.replace('develop_us,', 'develop_uk,'));
      const { code, stdout } = await preCommit();
      expect(code).toBe(1);
      expect(stdout).toContain('develop_uk');
    });
  });
});

/** The URL of the repository in a configuration of pre-commit. */
const repositoryIn = (text: string) =>
  (parse(text) as { readonly repos: readonly [{ readonly repo: string }] }).repos[0].repo;
