import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { describeWithRequirements } from './describe-with-requirements';
import { readRegistry } from './live-registry';
import { startMoto, type Moto } from './moto';
import { Sandbox } from './sandbox';
import { Terraform, type Plan } from './terraform';
import { Workspace } from './workspace';

const DOCUMENT = readFileSync(join(__dirname, '..', '..', 'docs', 'guides', 'adopt.md'), 'utf8');

/** Runs the commands of docs/guides/adopt.md, which create resources, and deploys its topology, which imports them. */
describeWithRequirements(
  'registries with existing resources (docs/guides/adopt.md)',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let workspace: Workspace;
    let terraform: Terraform;

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
      workspace.declare(codeBlock('yaml topology'));
      await workspace.synth(moto.environment);
      workspace.useMirroredProvider();
      terraform = new Terraform(workspace.stackFolder, moto.environment);
      await terraform.init();
    });

    afterAll(async () => {
      await sandbox.close();
    });

    test('are imported without creating or destroying a resource, and the plan shows the differences', async () => {
      const plan = await terraform.plan();
      expect(DOCUMENT).toContain(`\n${summaryOf({ stdout: plan.text })}\n`);
      expect(actionsOf(plan)).toEqual({
        'aws_ecr_registry_policy.management': ['update'],
        'aws_ecr_replication_configuration.develop': ['no-op'],
        'aws_ecr_repository.develop-my-repo': ['no-op'],
        'aws_ecr_repository.develop_us-my-repo': ['update'],
        'aws_ecr_repository.management-my-repo': ['update'],
        'aws_ecr_repository_policy.management-my-repo': ['no-op'],
      });
      expect(plan.resource_changes.filter(({ change }) => change.importing === undefined)).toEqual([]);
    });

    test('have no changes after the apply, with and without `import: true`', async () => {
      const before = await readRegistry(moto, 'management', 'ap-northeast-1');
      await terraform.apply();
      const after = await readRegistry(moto, 'management', 'ap-northeast-1');
      expect(after.repositories).toEqual(before.repositories);
      expect(JSON.stringify(after.policy)).toContain('repository/my-repo"');

      expect(summaryOf(await terraform.tryPlan())).toBe(NO_CHANGES);
      await declare((text) => text.replaceAll(', import: true', ''));
      expect(summaryOf(await terraform.tryPlan())).toBe(NO_CHANGES);
    });

    test('cannot be planned if an imported resource does not exist, unless it has `import: false`', async () => {
      const withAnother = (text: string) =>
        text.replace('replication:', '  other: { registry: develop }\n\n$&');
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
        text
          .replaceAll('management: { account', 'central: { account')
          .replaceAll('management]', 'central]')
          .replace('registries: management', 'registries: central')
          .replaceAll(', import: true', ''),
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

/** Returns the first code block of the document in a language. */
function codeBlock(language: string): string {
  const [, text] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(DOCUMENT) ?? [];
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
