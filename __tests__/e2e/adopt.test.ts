import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { describeOnMachine } from './describe-on-machine';
import { liveRegistry } from './live-registry';
import { startMoto, type Moto } from './moto';
import { Stage } from './stage';
import { Terraform, type Plan } from './terraform';
import { Workspace } from './workspace';

const DOCUMENT = readFileSync(join(__dirname, '..', '..', 'docs', 'adopt.md'), 'utf8');

/** What docs/adopt.md says, done: its commands make what exists, its topology takes it over. */
describeOnMachine(
  'registries that hold something before the topology is deployed',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let stage: Stage;
    let moto: Moto;
    let workspace: Workspace;
    let terraform: Terraform;

    beforeAll(async () => {
      stage = new Stage();
      moto = await startMoto(stage, { develop: '111111111111', management: '999999999999' });
      await run({
        file: 'sh',
        args: ['-euc', block('sh')],
        folder: stage.folder,
        environment: { ...moto.environment, AWS_PAGER: '' },
      });
      workspace = new Workspace(stage, 'project');
      workspace.declare(block('yaml topology'));
      await workspace.synth(moto.environment);
      workspace.takeMirroredProvider();
      terraform = new Terraform(workspace.stackFolder, moto.environment);
      await terraform.init();
    });

    afterAll(async () => {
      await stage.close();
    });

    test('are imported whole: nothing is created, nothing destroyed, and the plan says what differs', async () => {
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

    test('are managed once that is applied, whether the imports stay or go', async () => {
      const before = await liveRegistry(moto, 'management', 'ap-northeast-1');
      await terraform.apply();
      const after = await liveRegistry(moto, 'management', 'ap-northeast-1');
      expect(after.repositories).toEqual(before.repositories);
      expect(JSON.stringify(after.policy)).toContain('repository/my-repo"');

      expect(summaryOf(await terraform.tryPlan())).toBe(IN_ORDER);
      await declare((text) => text.replaceAll(', import: true', ''));
      expect(summaryOf(await terraform.tryPlan())).toBe(IN_ORDER);
    });

    test('stop the plan where what is imported does not exist, until it is said', async () => {
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

    test('stop the plan where a registry is renamed, until its resources are moved in the state', async () => {
      await declare((text) =>
        text
          .replaceAll('management: { account', 'central: { account')
          .replaceAll('management]', 'central]')
          .replace('registries: management', 'registries: central')
          .replaceAll(', import: true', ''),
      );
      const { code, stderr } = await terraform.tryPlan();
      expect([code, stderr]).toEqual([1, expect.stringContaining('Provider configuration not present')]);

      for (const [type, part] of [
        ['aws_ecr_repository', '-my-repo'],
        ['aws_ecr_repository_policy', '-my-repo'],
        ['aws_ecr_registry_policy', ''],
      ] as const) {
        await terraform.move(`${type}.management${part}`, `${type}.central${part}`);
      }
      expect(new Set(Object.values(actionsOf(await terraform.plan())).flat())).toEqual(new Set(['no-op']));
    });

    /** Declares what the document does, changed, and synthesises. */
    async function declare(change: (topology: string) => string): Promise<void> {
      workspace.declare(change(block('yaml topology')));
      await workspace.synth(moto.environment);
    }
  },
);

const IN_ORDER = 'No changes. Your infrastructure matches the configuration.';

/** The first block of the document in a language. */
function block(language: string): string {
  const [, text] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(DOCUMENT) ?? [];
  if (text === undefined) throw new Error(`docs/adopt.md has no block of ${language}`);
  return text;
}

/** What Terraform says at the end of a plan: how much of it does what. */
function summaryOf({ stdout }: { readonly stdout: string }): string {
  return stdout
    .split('\n')
    .filter((line) => /^(Plan: |No changes\.)/.test(line))
    .join('\n');
}

function actionsOf({ resource_changes }: Plan): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(resource_changes.map(({ address, change }) => [address, change.actions]));
}
