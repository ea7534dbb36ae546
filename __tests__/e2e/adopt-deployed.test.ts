import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseTopology, type LoadedTopology } from '../../src/lint/declaration/load';
import type { StacksBy } from '../../src/model/deployment';
import type { Topology } from '../../src/model/topology';
import { tryRun } from './command';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto, type Moto } from './moto';
import { startRequestLog, type RequestLog } from './request-log';
import { Sandbox } from './sandbox';
import { Terraform } from './terraform';
import { readFixture, Workspace } from './workspace';

const PROJECT = resolve(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(PROJECT, file), 'utf8');

interface Deployed {
  readonly name: string;
  readonly declaration: string;
  readonly profiles: Readonly<Record<string, string>>;
  /** Options that name the registries. Without them, a declaration of the accounts and registries does. */
  readonly sources?: readonly string[];
  /** Version 5 of the provider supports one Region for each account only. */
  readonly layouts: readonly StacksBy[];
}

const ACCESS = `
access:
  - { allow: pull, repositories: base, principals: develop, identity: none }
  - { allow: pull-push, repositories: team/api.v2, principals: [arn:aws:iam::222222222222:user/ci], identity: none }
`;

const CASES: readonly Deployed[] = [
  {
    name: 'the shipped topology.yaml',
    declaration: read('topology.yaml'),
    profiles: { develop: '111111111111', management: '999999999999' },
    sources: [
      ...['--profile', 'develop', '--region', 'ap-northeast-1', '--region', 'us-west-1'],
      ...['--profile', 'management', '--region', 'ap-northeast-1'],
    ],
    layouts: ['topology', 'registry'],
  },
  {
    name: 'fixtures/both-ways.yaml with access',
    declaration: readFixture('both-ways.yaml').replace('{ preventDestroy: true }', '{}') + ACCESS,
    profiles: { develop: '111111111111' },
    layouts: ['topology', 'account', 'registry'],
  },
  {
    name: 'examples/organization.yaml with one replication rule, which is the maximum of moto, and without identity policies',
    declaration: read('examples/organization.yaml')
      .replace('preventDestroy: true\n', '')
      .replace(', preventDestroy: false', '')
      .replace('to: [hub_eu, hub_us],', 'to: [hub_eu, hub_us, production],')
      .replace(/^ +- \{ from: hub, to: \[production\].*\n/m, '')
      .replaceAll(/^( +)- allow:/gm, '$1- identity: none\n$1  allow:')
      .replace('    identity: managed\n', ''),
    profiles: {},
    layouts: ['topology', 'registry'],
  },
];

/** The parts whose calls moto does not implement. */
const NOT_IN_MOTO =
  /Could not read (the account settings|account settings? [A-Z_, ]+|the creation templates|the pull-through cache rules|the pull-time update exclusions|the status of Amazon Inspector)[:.]/;

describeWithRequirements(
  'a deployed topology whose state is lost',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    describe.each(CASES)('$name', ({ declaration, profiles, sources, layouts }) => {
      let sandbox: Sandbox;
      let moto: Moto;
      let log: RequestLog;
      let workspace: Workspace;
      let adopted: string;
      let messages: string;

      beforeAll(async () => {
        sandbox = new Sandbox();
        moto = await startMoto(sandbox, profiles);
        log = await startRequestLog(sandbox, String(moto.environment.AWS_ENDPOINT_URL));
        workspace = new Workspace(sandbox, 'project');
        await synth(declaration, 'topology');
        for (const terraform of await stacks()) await terraform.deploy();
        forgetStates();
        ({ adopted, messages } = await adopt());
      });

      afterAll(async () => {
        await sandbox.close();
      });

      test('is adopted with calls that only read', () => {
        expect(log.calls).not.toEqual([]);
        expect(log.calls.filter(({ action }) => !/^(Describe|Get|List)/.test(action))).toEqual([]);
      });

      test('is adopted without the parts that moto does not implement, and nothing else is missing', () => {
        const errors = messages.split('\n').filter((line) => line.startsWith('error '));
        expect(errors.filter((line) => !NOT_IN_MOTO.test(line))).toEqual([]);
        expect(messages).not.toContain('Not in the declaration:');
      });

      test('resolves to the same topology', () => {
        expect(inAws(loaded(adopted).topology)).toEqual(inAws(loaded(declaration).topology));
        expect(loaded(adopted).deployment.tags).toEqual(loaded(declaration).deployment.tags);
      });

      test.each(layouts)('is imported without a change by a deploy by %s', async (by) => {
        await synth(adopted, by);
        const summaries: string[] = [];
        for (const terraform of await stacks()) {
          const { text } = await terraform.plan();
          summaries.push(summaryOf(text));
          await terraform.apply();
          const { stdout } = await terraform.tryPlan();
          expect(summaryOf(stdout)).toMatch(/^No changes\./);
        }
        expect(importedIn(summaries)).toBe(loaded(adopted).deployment.imports.length);
        expect(await verify()).toEqual({ code: 0, differences: [] });
        forgetStates();
      });

      async function synth(text: string, by: StacksBy): Promise<void> {
        workspace.declare(`${text}\nstacks: { by: ${by} }\n`);
        rmSync(join(workspace.folder, 'cdktf.out'), { recursive: true, force: true });
        await workspace.synth(moto.environment);
        for (const stack of workspace.stacks) {
          workspace.useMirroredProvider(stack);
          if (by === 'account') workspace.removeRegions(stack);
        }
      }

      /** Returns the stacks in the order of their deployment: those with replication follow the others. */
      async function stacks(): Promise<readonly Terraform[]> {
        const names = [...workspace.stacks].sort(
          (a, b) => Number(a.endsWith('-replication')) - Number(b.endsWith('-replication')),
        );
        const all = names.map((name) => new Terraform(workspace.folderOf(name), moto.environment));
        for (const terraform of all) await terraform.init();
        return all;
      }

      function forgetStates(): void {
        for (const name of workspace.stacks) {
          const state = join(workspace.folder, `terraform.${name}.tfstate`);
          expect(existsSync(state)).toBe(true);
          rmSync(state);
        }
      }

      async function verify() {
        const { code, stdout, stderr } = await tryRun({
          file: process.execPath,
          args: ['bin/ecr-topology.js', 'verify', '--format', 'json'],
          folder: workspace.folder,
          environment: { ...moto.environment, AWS_MAX_ATTEMPTS: '1' },
        });
        if (stdout === '') throw new Error(stderr);
        return { code, differences: (JSON.parse(stdout) as { readonly differences: unknown }).differences }; // the format of verify
      }

      async function adopt() {
        workspace.declare(accountsAndRegistries(declaration));
        const { code, stdout, stderr } = await tryRun({
          file: process.execPath,
          args: ['bin/ecr-topology.js', 'adopt', ...(sources ?? ['--topology', 'topology.yaml'])],
          folder: workspace.folder,
          // The calls that moto does not implement fail with every attempt.
          environment: { ...moto.environment, AWS_ENDPOINT_URL: log.url, AWS_MAX_ATTEMPTS: '1' },
        });
        if (code !== 2) throw new Error(`adopt exited with ${code}\n${stdout}\n${stderr}`);
        return { adopted: stdout, messages: stderr };
      }
    });
  },
);

function accountsAndRegistries(declaration: string): string {
  const sections = declaration.split(/^(?=[a-z]+:)/m);
  return sections.filter((section) => /^(accounts|registries):/.test(section)).join('');
}

function loaded(text: string): LoadedTopology {
  const result = parseTopology({ file: 'topology.yaml', text }, {});
  if (result.kind === 'topology') return result;
  throw new Error(JSON.stringify(result.diagnostics));
}

/** The part of a topology that AWS stores. */
function inAws({ registries }: Topology): Topology['registries'] {
  return registries.map((registry) => ({
    ...registry,
    repositories: registry.repositories.map((each) => ({
      ...each,
      forceDelete: false,
      preventDestroy: false,
    })),
  }));
}

function summaryOf(text: string): string {
  return text
    .split('\n')
    .filter((line) => /^(Plan: |No changes\.)/.test(line))
    .join('\n');
}

/** Returns the number of imports. Throws if a plan does anything else. */
function importedIn(summaries: readonly string[]): number {
  return summaries.reduce((sum, summary) => {
    const imported = /^Plan: (\d+) to import, 0 to add, 0 to change, 0 to destroy\.$/.exec(summary)?.[1];
    if (imported === undefined && !summary.startsWith('No changes.')) throw new Error(summary);
    return sum + Number(imported ?? 0);
  }, 0);
}
