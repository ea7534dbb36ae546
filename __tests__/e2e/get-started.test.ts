import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto, type Moto } from './moto';
import { NpmRegistry } from './npm-registry';
import { Package, PROJECT } from './package';
import { Sandbox } from './sandbox';
import { writeProviderOverride } from './workspace';

const PAGE = readFileSync(join(PROJECT, 'docs', 'get-started.md'), 'utf8');

const FOLDER = 'my-registries';
const STACK_FOLDER = 'cdktf.out/stacks/ecr-topology';

const blocks = (language: string) =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);

const [CREATE = '', SYNTHESISE = '', , PLAN = '', CHECK = '', APPLY = '', REMOVE_RULE = '', CLEAN_UP = ''] =
  blocks('sh');
const [DECLARATION = ''] = blocks('yaml topology');

describeWithRequirements(
  'the commands in docs/get-started.md',
  ['terraform', 'AWS provider', 'moto_server', 'npm registry'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let registry: NpmRegistry;

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, {});
      registry = await NpmRegistry.start(sandbox);
      await registry.publish((await Package.build(sandbox)).folder);
    });

    afterAll(async () => {
      await sandbox.close();
    });

    /** Runs a block in the folder that the page creates, or next to it. */
    async function shell(block: string, folder = FOLDER): Promise<string> {
      const environment = {
        ...registry.environment,
        ...moto.environment,
        AWS_ACCESS_KEY_ID: 'emulator',
        AWS_SECRET_ACCESS_KEY: 'emulator',
        // npx does not prompt before it installs the package.
        npm_config_yes: 'true',
      };
      // Without `set -e`, the shell continues after a command that fails.
      const script = `set -e\n${block}`;
      return run({ file: 'sh', args: ['-c', script], folder: join(sandbox.folder, folder), environment });
    }

    test('print what the page shows, from an empty folder to a check that fails', async () => {
      await shell(CREATE, '.');
      const declared = readFileSync(join(sandbox.folder, FOLDER, 'topology.yaml'), 'utf8');
      expect(withoutComments(declared)).toBe(DECLARATION);

      const [validated = '', synthesised = '', passed = '', failed = ''] = blocks('text').filter((text) =>
        /^(topology\.yaml:|Wrote|PASSED|FAILED)/.test(text),
      );
      const printed = await shell(SYNTHESISE);
      expect(printed).toContain(validated);
      expect(printed).toContain(synthesised);

      writeProviderOverride(join(sandbox.folder, FOLDER, STACK_FOLDER));
      expect(await shell(PLAN)).toContain(' 3 to add, 0 to change, 0 to destroy.');
      expect(await shell(CHECK)).toContain(passed);
      await shell(APPLY);
      await expect(shell(REMOVE_RULE)).rejects.toThrow(failed.trim());
      expect(await shell(CLEAN_UP)).toContain('Destroy complete!');
    });
  },
);

/** Returns a declaration without comments, and with one empty line between sections. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
    .concat('\n');
}
