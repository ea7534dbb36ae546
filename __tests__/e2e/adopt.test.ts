import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, tryRun, type CommandResult } from './command';
import { describeWithRequirements } from './describe-with-requirements';
import { readRegistry } from './live-registry';
import { startMoto, type Moto } from './moto';
import { Sandbox } from './sandbox';
import { Terraform, type Plan } from './terraform';
import { Workspace } from './workspace';

const DOCUMENT = readFileSync(join(__dirname, '..', '..', 'docs', 'guides', 'adopt.md'), 'utf8');

/** Runs the commands of docs/guides/adopt.md, which create resources and adopt them, and deploys its topologies, which import them. */
describeWithRequirements(
  'registries with existing resources (docs/guides/adopt.md)',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let workspace: Workspace;
    let terraform: Terraform;
    let adopted: CommandResult;

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, { develop: '111111111111', management: '999999999999' });
      await run({
        file: 'sh',
        args: ['-euc', codeBlock('sh')],
        folder: sandbox.folder,
        environment: { ...moto.environment, AWS_PAGER: '' },
      });
      workspace = new Workspace(sandbox, 'project');
      adopted = await tryRun({
        file: process.execPath,
        args: ['bin/ecr-topology.js', 'adopt', ...SOURCES],
        folder: workspace.folder,
        environment: { ...moto.environment, AWS_MAX_ATTEMPTS: '1' },
      });
      workspace.declare(codeBlock('yaml topology'));
      await workspace.synth(moto.environment);
      workspace.useMirroredProvider();
      terraform = new Terraform(workspace.stackFolder, moto.environment);
      await terraform.init();
    });

    afterAll(async () => {
      await sandbox.close();
    });

    test('are adopted as the document shows', () => {
      const [, declaration = ''] = adopted.stdout.split(/^(?=accounts:)/m);
      expect(declaration).toBe(codeBlock('yaml topology'));
      for (const line of codeBlock('text', /^warning Not in/)
        .trimEnd()
        .split('\n')) {
        expect(adopted.stderr).toContain(line);
      }
    });

    test('are imported without a change, and a rule that was left out changes only the registry policy', async () => {
      const plan = await terraform.plan();
      expect(DOCUMENT).toContain(`\n${summaryOf({ stdout: plan.text })}\n`);
      expect(Object.values(actionsOf(plan))).toEqual(Array.from({ length: 5 }, () => ['no-op']));

      await declare(withReplication);
      const changed = await terraform.plan();
      expect(DOCUMENT).toContain(`\n${summaryOf({ stdout: changed.text })}\n`);
      expect(actionsOf(changed)).toEqual({
        'aws_ecr_registry_policy.management': ['update'],
        'aws_ecr_replication_configuration.develop': ['no-op'],
        'aws_ecr_repository.develop-my-repo': ['no-op'],
        'aws_ecr_repository.develop_us-my-repo': ['no-op'],
        'aws_ecr_repository.management-my-repo': ['no-op'],
        'aws_ecr_repository_policy.management-my-repo': ['no-op'],
      });
      expect(changed.resource_changes.filter(({ change }) => change.importing === undefined)).toEqual([]);
    });

    test('have no changes after the apply, with and without `import: true`', async () => {
      const before = await readRegistry(moto, 'management', 'ap-northeast-1');
      await terraform.apply();
      const after = await readRegistry(moto, 'management', 'ap-northeast-1');
      expect(after.repositories).toEqual(before.repositories);
      expect(JSON.stringify(after.policy)).toContain('repository/my-repo"');

      expect(summaryOf(await terraform.tryPlan())).toBe(NO_CHANGES);
      await declare(withoutImport);
      expect(summaryOf(await terraform.tryPlan())).toBe(NO_CHANGES);
    });

    test('cannot be planned if an imported resource does not exist, unless it has `import: false`', async () => {
      const withAnother = (text: string) =>
        withReplication(text).replace(/^repositories:$/m, '$&\n  other: { registry: develop }');
      await declare(withAnother);
      const { code, stderr } = await terraform.tryPlan();
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('Cannot import non-existent remote object'),
      ]);

      await declare((text) => withAnother(text).replace('other: { registry: develop', '$&, import: false'));
      expect(summaryOf(await terraform.tryPlan())).toBe('Plan: 1 to add, 0 to change, 0 to destroy.');
    });

    test('cannot be planned after a registry is renamed, until its resources are moved in the state', async () => {
      await declare((text) =>
        withoutImport(text)
          .replace(/^  management:(?=\n)/m, '  central:')
          .replaceAll('management]', 'central]')
          .replace('registries: management', 'registries: central'),
      );
      const { code, stderr } = await terraform.tryPlan();
      expect([code, stderr]).toEqual([1, expect.stringContaining('Provider configuration not present')]);

      for (const [type, suffix] of [
        ['aws_ecr_repository', '-my-repo'],
        ['aws_ecr_repository_policy', '-my-repo'],
        ['aws_ecr_registry_policy', ''],
      ] as const) {
        await terraform.move(`${type}.management${suffix}`, `${type}.central${suffix}`);
      }
      expect(new Set(Object.values(actionsOf(await terraform.plan())).flat())).toEqual(new Set(['no-op']));
    });

    /** Synthesises the topology of the document with a change. */
    async function declare(change: (topology: string) => string): Promise<void> {
      workspace.declare(change(codeBlock('yaml topology')));
      await workspace.synth(moto.environment);
    }
  },
);

const NO_CHANGES = 'No changes. Your infrastructure matches the configuration.';

const SOURCES = [
  ...['--profile', 'develop', '--region', 'ap-northeast-1', '--region', 'us-west-1'],
  ...['--profile', 'management', '--region', 'ap-northeast-1'],
];

/** Declares the rule, and removes the statement that it replaces, as the document shows. */
function withReplication(text: string): string {
  return `${text.replace(/^ +statements:\n(?: {6}.*\n)+/m, '')}\n${codeBlock('yaml fragment')}`;
}

function withoutImport(text: string): string {
  return withReplication(text).replaceAll(/, +import: true|^ +import: true\n/gm, '');
}

/** Returns the first code block of the document in a language that matches a pattern. */
function codeBlock(language: string, pattern = /(?:)/): string {
  const blocks = DOCUMENT.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'));
  const text = [...blocks].map(([, each = '']) => each).find((each) => pattern.test(each));
  if (text === undefined) throw new Error(`docs/guides/adopt.md has no ${language} block`);
  return text;
}

/** Returns the line of a plan with the number of resources to add, change and destroy. */
function summaryOf({ stdout }: { readonly stdout: string }): string {
  return stdout
    .split('\n')
    .filter((line) => /^(Plan: |No changes\.)/.test(line))
    .join('\n');
}

function actionsOf({ resource_changes }: Plan): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(resource_changes.map(({ address, change }) => [address, change.actions]));
}
