import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto, type Moto } from './moto';
import { PROJECT } from './package';
import { Sandbox } from './sandbox';
import { Workspace } from './workspace';

const PAGE = readFileSync(join(PROJECT, 'docs', 'get-started.md'), 'utf8');

/** Selects the version of the provider that this machine has, if that is another one. */
const OVERRIDE = 'override.tf.json';
const FOLDER = 'my-registries';
const STACK_FOLDER = 'cdktf.out/stacks/ecr-topology';

const blocks = (language: string) =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);

/** `recipe-installs.test.ts` runs the first block, which installs. */
const [
  ,
  DECLARE = '',
  SYNTHESISE = '',
  ,
  PLAN = '',
  CHECK = '',
  APPLY = '',
  REMOVE_RULE = '',
  CLEAN_UP = '',
] = blocks('sh');

describeWithRequirements(
  'the commands in docs/get-started.md',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let clone: string;

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, {});
      const workspace = new Workspace(sandbox, 'clone');
      workspace.useMirroredProvider();
      clone = workspace.folder;
    });

    afterAll(async () => {
      await sandbox.close();
    });

    /** Runs a block in the folder that the page creates, or next to it. */
    async function shell(block: string, folder = FOLDER): Promise<string> {
      const environment = {
        ...moto.environment,
        AWS_ACCESS_KEY_ID: 'emulator',
        AWS_SECRET_ACCESS_KEY: 'emulator',
      };
      // Without `set -e`, the shell continues after a command that fails.
      const script = `set -e\n${block.replaceAll('~/ecr-topology', clone)}`;
      return run({
        file: 'sh',
        args: ['-c', script],
        folder: join(sandbox.folder, folder),
        environment,
      });
    }

    test('print what the page shows, from an empty folder to a check that fails', async () => {
      await shell(DECLARE, '.');
      const [synthesised = '', passed = '', failed = ''] = blocks('text').filter((text) =>
        /^(topology\.yaml:|PASSED|FAILED)/.test(text),
      );
      expect(await shell(SYNTHESISE)).toContain(synthesised);

      const override = join(STACK_FOLDER, OVERRIDE);
      // Absent if the machine has a version of the provider that the project accepts.
      if (existsSync(join(clone, override))) {
        cpSync(join(clone, override), join(sandbox.folder, FOLDER, override));
      }
      expect(await shell(PLAN)).toContain(' 3 to add, 0 to change, 0 to destroy.');
      expect(await shell(CHECK)).toContain(passed);
      await shell(APPLY);
      await expect(shell(REMOVE_RULE)).rejects.toThrow(failed.trim());
      expect(await shell(CLEAN_UP)).toContain('Destroy complete!');
    });
  },
);
