import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { version } from '../../package.json';
import { topologyOf } from '../declaration/declarations';
import { describeWithRequirements } from '../e2e/describe-with-requirements';
import { Sandbox } from '../e2e/sandbox';
import { Fake } from '../live/fake/fake';
import { seedTopology } from '../live/fake/seed-topology';
import { CodeHost } from './code-host';
import { REPORT_URL } from './github/actions';
import { GithubMachine, PROJECT_FILES, type OpenPullRequest } from './github/pull-request';
import { runWorkflow, type Run } from './github/runner';
import { readAction, readWorkflow, type Workflow } from './github/workflow';

const EXAMPLE = readWorkflow('examples/github-actions/plan-check.yml');
const TERRAFORM_EXAMPLE = readWorkflow('examples/github-actions/plan-check-terraform.yml');
const DEPLOY_EXAMPLE = readWorkflow('examples/github-actions/deploy.yml');
const VERIFY_EXAMPLE = readWorkflow('examples/github-actions/verify.yml');

const fixture = (name: string) => resolve(`__tests__/fixtures/plans/${name}/plan.json`);
const PASSES = { 'ecr-topology': fixture('article') };
const FAILS = { 'ecr-topology': fixture('article-without-registry-policy') };
const MARKER = '<!-- ecr-topology check -->\n';

/** A pull request that changes more than the declaration, so that all stacks are planned. */
const CODE_CHANGE = { base: PROJECT_FILES, head: { 'main.ts': '// a change' } };

/** A change of each stack: a repository more. */
const TOPOLOGY_CHANGE = {
  'topology.yaml': PROJECT_FILES['topology.yaml']!.replace(
    /^( *)my-repo: (.*)$/m,
    '$1my-repo: $2\n$1other: { registry: develop }',
  ),
};

/** A repository with its own Terraform, and no package.json. */
const TERRAFORM_FILES = {
  'plan-checks.yaml': readFileSync('examples/github-actions/plan-checks.yaml', 'utf8'),
  'terraform/registry/main.tf': '',
  'terraform/services/main.tf': '',
};
const SEPARATE_PLANS = {
  registry: fixture('replication-without-registry-policy/source'),
  services: fixture('replication-without-registry-policy/destination'),
};

/** Runs a workflow with other inputs for the workflow that it calls. */
function withInputs(workflow: Workflow, inputs: Readonly<Record<string, unknown>>): Workflow {
  const jobs = Object.entries(workflow.jobs).map(
    ([name, job]) => [name, { ...job, with: { ...job.with, ...inputs } }] as const,
  );
  return { ...workflow, jobs: Object.fromEntries(jobs) };
}

/** The page has a name of its own, because a workflow run can check several folders. */
const PAGE_URL = new RegExp(`^${REPORT_URL}/ecr-topology-report-\\w{6}\\.html$`);

const scripts = new Set<string>();

describeWithRequirements('the GitHub workflows', ['npm registry'], () => {
  let sandbox: Sandbox;
  let codeHost: CodeHost;
  let machine: GithubMachine;

  beforeAll(async () => {
    sandbox = new Sandbox();
    codeHost = await CodeHost.start();
    sandbox.onClose(() => {
      codeHost.close();
    });
    machine = await GithubMachine.start(sandbox, codeHost);
  });

  beforeEach(() => {
    codeHost.reset();
  });

  afterAll(async () => {
    await sandbox.close();
  });

  async function runFor(workflow: Workflow, { host }: OpenPullRequest): Promise<Run> {
    const run = await runWorkflow(workflow, host);
    for (const { steps } of run.jobs) {
      for (const { script, result } of steps) {
        if (script !== undefined && result === 'success') scripts.add(script);
      }
    }
    return run;
  }

  describe('plan-check.yml', () => {
    test('passes, comments, and keeps the plan and the token out of the log', async () => {
      const pull = await machine.open({ ...CODE_CHANGE, plans: PASSES });
      const run = await runFor(EXAMPLE, pull);
      expect(run.results()).toEqual([
        ['plan-check / stacks', 'success'],
        ['plan-check / plan', 'success'],
        ['plan-check / check', 'success'],
        ['plan-check / report', 'success'],
        ['plan-check / passed', 'success'],
        ['plan-check', 'success'],
      ]);
      expect(run.job('plan-check').outputs).toEqual({
        verdict: 'passed',
        errors: '0',
        warnings: '0',
        notes: '8',
        'report-url': expect.stringMatching(PAGE_URL) as string,
      });
      expect(pull.record('terraform')).toEqual([
        'init ecr-topology',
        'plan ecr-topology',
        'show ecr-topology',
      ]);
      expect(run.printed()).not.toContain('the value of a secret');
      expect(run.printed().match(/.*the\.id\.token.*/g)).toEqual(['::add-mask::the.id.token']);
      expect(codeHost.changes).toEqual(['POST /repos/acme/images/issues/3/comments']);
      const [comment = ''] = codeHost.own();
      expect(comment.startsWith(`${MARKER}## ✅ ECR check passed`)).toBe(true);
      const { 'report-url': url } = run.job('plan-check').outputs;
      const link = `Report: [the topology, its access and this review](${url as string})\n\n`;
      expect(comment).toContain(link);
      expect(run.job('plan-check / check').summary).toBe(comment.replace(link, ''));
    });

    test('assumes the role of each profile with the token of the job', async () => {
      const pull = await machine.open({ ...CODE_CHANGE, plans: PASSES });
      await runFor(EXAMPLE, pull);
      const config = pull.record('aws-config').join('\n');
      const [tokenFile = ''] = /(?<=web_identity_token_file = ).*/.exec(config) ?? [];
      expect(config).toBe(
        ['develop 111111111111', 'management 999999999999']
          .map((line) => line.split(' '))
          .map(
            ([profile = '', account = '']) => `[profile ${profile}]
role_arn = arn:aws:iam::${account}:role/ecr-topology-plan
role_session_name = plan-7
web_identity_token_file = ${tokenFile}`,
          )
          .join('\n'),
      );
      expect(readFileSync(tokenFile, 'utf8')).toBe('the.id.token');
    });

    test('fails with findings, updates the comment, and uploads the SARIF file if it is enabled', async () => {
      await runFor(EXAMPLE, await machine.open({ ...CODE_CHANGE, plans: PASSES }));
      const pull = await machine.open({ ...CODE_CHANGE, plans: FAILS });
      const run = await runFor(withInputs(EXAMPLE, { sarif: true }), pull);
      expect(run.results()).toEqual([
        ['plan-check / stacks', 'success'],
        ['plan-check / plan', 'success'],
        ['plan-check / check', 'failure'],
        ['plan-check / report', 'success'],
        ['plan-check / passed', 'failure'],
        ['plan-check', 'failure'],
      ]);
      expect(run.job('plan-check').outputs).toMatchObject({ verdict: 'failed', errors: '1' });
      expect(run.printed()).toContain('::error file=topology.yaml,line=');
      expect(run.printed()).toContain("::error title=Not passed::The job 'check' ended with 'failure'.");
      expect(codeHost.changes.map((change) => change.split(' ')[0])).toEqual(['POST', 'PATCH']);
      expect(codeHost.own()).toEqual([expect.stringContaining('replication-not-permitted')]);

      expect(pull.record('gh')).toEqual(
        expect.arrayContaining([
          'repos/acme/images/code-scanning/sarifs',
          'commit_sha=abc',
          'ref=refs/pull/3/merge',
        ]),
      );
      const sarif = gunzipSync(Buffer.from(pull.record('sarif').join(''), 'base64')).toString();
      expect(sarif).toContain('"uri": "topology.yaml"');
      expect(pull.record('sarif')).toHaveLength(1);
    });

    test('prints the reason if a plan fails, and replaces the comment', async () => {
      await runFor(EXAMPLE, await machine.open({ ...CODE_CHANGE, plans: PASSES }));
      const run = await runFor(EXAMPLE, await machine.open({ ...CODE_CHANGE, plans: {} }));
      expect(run.results()).toEqual([
        ['plan-check / stacks', 'success'],
        ['plan-check / plan', 'failure'],
        ['plan-check / check', 'skipped'],
        ['plan-check / report', 'success'],
        ['plan-check / passed', 'failure'],
        ['plan-check', 'failure'],
      ]);
      expect(run.printed()).toContain('Error: no credentials');
      expect(codeHost.own()).toEqual([expect.stringContaining('**Not checked:**')]);
    });

    test('stops before the plan if topology.yaml has an error', async () => {
      const head = { 'topology.yaml': 'accounts: 5\n' };
      const pull = await machine.open({ base: PROJECT_FILES, head, plans: PASSES });
      const run = await runFor(EXAMPLE, pull);
      expect(run.job('plan-check / stacks').result).toBe('failure');
      expect(run.job('plan-check / passed').result).toBe('failure');
      expect(pull.record('terraform')).toEqual([]);
    });

    test('gives a fork no credentials, and explains what to do', async () => {
      const pull = await machine.open({ ...CODE_CHANGE, plans: PASSES, isFork: true });
      const run = await runFor(EXAMPLE, pull);
      expect(run.results()).toEqual([
        ['plan-check / stacks', 'success'],
        ['plan-check / plan', 'skipped'],
        ['plan-check / check', 'skipped'],
        ['plan-check / report', 'skipped'],
        ['plan-check / passed', 'failure'],
        ['plan-check', 'failure'],
      ]);
      expect(run.printed()).toContain('A fork gets no credentials');
      expect(codeHost.changes).toEqual([]);
    });

    test('plans the stacks that the declaration changes', async () => {
      const pull = await machine.open({ base: PROJECT_FILES, head: TOPOLOGY_CHANGE, plans: PASSES });
      const run = await runFor(EXAMPLE, pull);
      expect(run.job('plan-check / plan').result).toBe('success');
      expect(pull.record('terraform')).toContain('plan ecr-topology');
    });

    test.each([
      ['a document', { 'README.md': 'A change.' }],
      ['a comment of topology.yaml', { 'topology.yaml': `${PROJECT_FILES['topology.yaml']!}# A comment.\n` }],
    ])('passes without a plan if only %s changes', async (_, head) => {
      const pull = await machine.open({ base: PROJECT_FILES, head });
      const run = await runFor(EXAMPLE, pull);
      expect(run.results()).toEqual([
        ['plan-check / stacks', 'success'],
        ['plan-check / plan', 'skipped'],
        ['plan-check / check', 'success'],
        ['plan-check / report', 'success'],
        ['plan-check / passed', 'success'],
        ['plan-check', 'success'],
      ]);
      expect(run.job('plan-check').outputs).toMatchObject({ verdict: 'passed' });
      expect(pull.record('terraform')).toEqual([]);
      expect(codeHost.own()).toEqual([
        `${MARKER}## ✅ ECR check passed\n\nNo plan: the Terraform of every stack is the same as in the base.\n`,
      ]);
    });

    test('plans all stacks if changed-only is false, in a folder of the repository', async () => {
      const inFolder = Object.entries(PROJECT_FILES).map(([name, text]) => [`ecr/${name}`, text] as const);
      const base = { ...Object.fromEntries(inFolder), 'package.json': PROJECT_FILES['package.json']! };
      const pull = await machine.open({ base, head: { 'ecr/README.md': '' }, plans: FAILS });
      const inputs = { 'changed-only': false, 'working-directory': 'ecr', install: 'npm install' };
      const run = await runFor(withInputs(EXAMPLE, inputs), pull);
      expect(run.job('plan-check / check').result).toBe('failure');
      expect(run.printed()).toContain('::error file=ecr/topology.yaml,line=');
    });

    test('plans all stacks if a file in the root folder of the repository changes', async () => {
      const inFolder = Object.entries(PROJECT_FILES).map(([name, text]) => [`ecr/${name}`, text] as const);
      const base = { ...Object.fromEntries(inFolder), 'package.json': PROJECT_FILES['package.json']! };
      const pull = await machine.open({ base, head: { 'package-lock.json': '{}' }, plans: PASSES });
      const inputs = { 'working-directory': 'ecr', install: 'npm install' };
      const run = await runFor(withInputs(EXAMPLE, inputs), pull);
      expect(run.job('plan-check / check').result).toBe('success');
      expect(pull.record('terraform')).toContain('plan ecr-topology');
    });

    test('creates the plans with OpenTofu if its version is set', async () => {
      const pull = await machine.open({ ...CODE_CHANGE, plans: PASSES });
      const run = await runFor(withInputs(EXAMPLE, { 'opentofu-version': '1.12.6' }), pull);
      expect(run.job('plan-check').result).toBe('success');
      expect(pull.record('tofu')).toHaveLength(3);
    });
  });

  describe('plan-check-terraform.yml', () => {
    const HEAD = { 'terraform/registry/main.tf': '# a change' };

    test('checks the plans of all folders together', async () => {
      const pull = await machine.open({ base: TERRAFORM_FILES, head: HEAD, plans: SEPARATE_PLANS });
      const run = await runFor(TERRAFORM_EXAMPLE, pull);
      expect(pull.record('terraform').filter((line) => line.startsWith('plan'))).toEqual([
        'plan registry',
        'plan services',
      ]);
      expect(run.job('plan-check / check').result).toBe('failure');
      // GitHub accepts only a path within the repository.
      const sarif = readFileSync(join(pull.host.folder, 'artifacts/review/check.sarif'), 'utf8');
      expect(sarif).toContain('"uri": "ecr-topology-plans/registry.json"');
      expect(codeHost.own()).toEqual([expect.stringContaining('replication-not-permitted')]);
    });

    test('ignores plans, results and npm settings that the pull request contains', async () => {
      const head = {
        'ecr-topology-plans/other.json': readFileSync(fixture('repository-dropped'), 'utf8'),
        'comment.md': 'PASSED',
        '.npmrc': 'registry=http://127.0.0.1:9/\n',
        '.ecr-topology/action.yml': 'not an action',
        'topology.yaml': 'not a declaration',
      };
      const plans = { registry: fixture('article'), services: fixture('encrypted-with-cmk') };
      const pull = await machine.open({ base: TERRAFORM_FILES, head, plans });
      const run = await runFor(TERRAFORM_EXAMPLE, pull);
      expect(run.job('plan-check').result).toBe('success');
      expect(codeHost.own()).toEqual([expect.stringContaining('ECR check passed')]);
    });

    test('fails if plan-checks.yaml is missing', async () => {
      const base = { 'terraform/registry/main.tf': '', 'terraform/services/main.tf': '' };
      const run = await runFor(
        TERRAFORM_EXAMPLE,
        await machine.open({ base, head: HEAD, plans: SEPARATE_PLANS }),
      );
      expect(run.job('plan-check').outputs).toMatchObject({ verdict: 'not-checked', errors: '' });
      expect(run.job('plan-check / passed').result).toBe('failure');
      expect(codeHost.own()).toEqual([expect.stringContaining('**Not checked:**')]);
    });
  });

  describe('the action', () => {
    /** A job of the user's own, as examples/github-actions/README.md shows it. */
    function ownJob(inputs: Readonly<Record<string, string>>): Workflow {
      return {
        name: 'own',
        on: { pull_request: null },
        permissions: {},
        jobs: {
          own: {
            permissions: { contents: 'read', 'pull-requests': 'write', 'security-events': 'write' },
            outputs: {
              verdict: '${{ steps.check.outputs.verdict }}',
              errors: '${{ steps.check.outputs.errors }}',
            },
            steps: [
              { uses: 'actions/checkout@v7' },
              { id: 'check', uses: `OWNER/ecr-topology@v${version}`, with: inputs },
            ],
          },
        },
      };
    }

    const base = {
      'plans/a plan.json': readFileSync(fixture('article-without-registry-policy'), 'utf8'),
      'topology.yaml': PROJECT_FILES['topology.yaml']!,
      '.npmrc': 'registry=http://127.0.0.1:9/\n',
    };

    test('finds topology.yaml, comments, and uploads the SARIF file and the page', async () => {
      const pull = await machine.open({ base, head: {} });
      const inputs = { plans: 'plans/*.json', comment: 'true', sarif: 'true', report: 'true' };
      const run = await runFor(ownJob(inputs), pull);
      expect(run.job('own')).toMatchObject({
        result: 'failure',
        outputs: { verdict: 'failed', errors: '1' },
      });
      expect(run.printed()).toContain('::error file=topology.yaml,line=');
      const [comment = ''] = codeHost.own();
      expect(comment).toContain('replication-not-permitted');
      const [url = ''] =
        /(?<=^Report: \[the topology, its access and this review\]\().*(?=\)$)/m.exec(comment) ?? [];
      expect(url).toMatch(PAGE_URL);
      const page = readFileSync(join(pull.host.folder, 'artifacts', basename(url)), 'utf8');
      expect(page).toContain('replication-not-permitted');
      expect(pull.record('gh')).toContain('repos/acme/images/code-scanning/sarifs');
    });

    test('only fails for findings of the severity in fail-on', async () => {
      const run = await runFor(
        ownJob({ plans: 'plans/a plan.json', 'fail-on': 'never', topology: 'none' }),
        await machine.open({ base, head: {} }),
      );
      expect(run.job('own')).toMatchObject({
        result: 'success',
        outputs: { verdict: 'passed', errors: '1' },
      });
      expect(run.printed()).toContain('::error title=replication-not-permitted');
      expect(codeHost.changes).toEqual([]);
    });

    test('reports that nothing was checked if there is no plan', async () => {
      const run = await runFor(
        ownJob({ plans: 'none/*.json', comment: 'true', sarif: 'true' }),
        await machine.open({ base, head: {} }),
      );
      expect(run.job('own')).toMatchObject({
        result: 'failure',
        outputs: { verdict: 'not-checked', errors: '' },
      });
      expect(codeHost.own()).toEqual([expect.stringContaining('**Not checked:**')]);
    });
  });

  describe('deploy.yml', () => {
    test('deploys the destinations of replication before the replication', async () => {
      const declaration = `${PROJECT_FILES['topology.yaml']!}\nstacks: { by: account }\n`;
      const pull = await machine.open({ base: { ...PROJECT_FILES, 'topology.yaml': declaration }, head: {} });
      const run = await runFor(DEPLOY_EXAMPLE, pull);
      expect(run.job('deploy').result).toBe('success');
      const applied = pull.record('terraform').filter((line) => line.startsWith('apply'));
      expect(applied).toContain('apply management');
      expect(applied.at(-1)).toBe('apply develop-replication');
      expect(pull.record('aws-config')).toContain('role_session_name = deploy-7');
    });

    test('skips the second wave if there is only one', async () => {
      const pull = await machine.open({ base: PROJECT_FILES, head: {} });
      const run = await runFor(withInputs(DEPLOY_EXAMPLE, { 'opentofu-version': '1.12.6' }), pull);
      expect(run.job('deploy / second-wave').result).toBe('skipped');
      expect(pull.record('tofu')).toHaveLength(2);
      expect(run.job('deploy').result).toBe('success');
    });
  });

  describe('verify.yml', () => {
    let fake: Fake;

    beforeAll(async () => {
      fake = await Fake.start();
    });

    beforeEach(() => {
      fake.reset();
      seedTopology(fake, topologyOf(PROJECT_FILES['topology.yaml']!));
    });

    afterAll(async () => {
      await fake.close();
    });

    async function verify(): Promise<Run> {
      const pull = await machine.open({ base: PROJECT_FILES, head: {} });
      const { host } = pull;
      const environment = { ...host.environment, AWS_ENDPOINT_URL: fake.url, AWS_MAX_ATTEMPTS: '1' };
      return runFor(VERIFY_EXAMPLE, { ...pull, host: { ...host, environment } });
    }

    test('passes if AWS contains what is declared', async () => {
      const run = await verify();
      expect(run.results()).toEqual([['verify', 'success']]);
      expect(run.job('verify').summary).toContain('## ✅ AWS contains what is declared');
      expect(fake.writes).toEqual([]);
    });

    test('fails if AWS differs, and shows the difference in the summary', async () => {
      fake.registry('111111111111', 'ap-northeast-1').addRepository({ name: 'other' }).addImage('my-repo');
      const run = await verify();
      expect(run.results()).toEqual([['verify', 'failure']]);
      const { summary } = run.job('verify');
      expect(summary).toContain('## ❌ AWS differs from the declaration');
      expect(summary).toContain('- ➕ develop: repository other');
      expect(summary).toContain('develop to management, repository my-repo: 1 of 1 image is missing');
    });

    test('fails if a value cannot be read, and shows the missing action', async () => {
      fake.inject('GetRegistryPolicy', { kind: 'denied' });
      const run = await verify();
      expect(run.results()).toEqual([['verify', 'failure']]);
      expect(run.job('verify').summary).toContain('Allow `ecr:GetRegistryPolicy`');
    });
  });

  test('these tests run every script of the workflows and actions', () => {
    const workflows = [
      ...['plan-check', 'deploy', 'deploy-stack'].map((name) =>
        readWorkflow(join('.github/workflows', `${name}.yml`)),
      ),
      VERIFY_EXAMPLE,
    ];
    const all = [
      ...workflows.flatMap(({ jobs }) => Object.values(jobs).flatMap(({ steps = [] }) => steps)),
      ...['action.yml', '.github/actions/aws-profiles/action.yml'].flatMap(
        (file) => readAction(file).runs.steps,
      ),
    ];
    const missing = all.filter(({ run }) => run !== undefined && !scripts.has(run));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});
