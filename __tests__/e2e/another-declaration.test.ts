import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, parse, resolve } from 'node:path';
import { describeWithRequirements } from './describe-with-requirements';
import { readRegistry } from './live-registry';
import { startMoto, type Moto } from './moto';
import { Sandbox } from './sandbox';
import { Terraform } from './terraform';
import { CLI, Workspace } from './workspace';

const ORGANIZATION = 'examples/organization.yaml';

/** A small topology, in a registry that the shipped topology also has under another name. */
const SECOND = `accounts:
  management: { id: "999999999999", profile: management }
registries:
  hub: { account: management, region: ap-northeast-1 }
repositories:
  second: { registry: hub }
`;

/** The second option is required because a provider mirror has no checksums for other platforms. */
const UNATTENDED = '--auto-approve --skip-provider-lock';

describeWithRequirements(
  'another declaration next to the deployed topology.yaml',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let workspace: Workspace;
    let state: string;

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, { develop: '111111111111', management: '999999999999' });
      workspace = new Workspace(sandbox, 'project');
      workspace.useMirroredProvider();
      await workspace.shell(moto.environment, `npx ${CLI} deploy ${UNATTENDED}`);
      state = workspace.read('terraform.ecr-topology.tfstate');
      const organization = join(workspace.folder, ORGANIZATION);
      mkdirSync(dirname(organization));
      copyFileSync(resolve(__dirname, '..', '..', ORGANIZATION), organization);
      writeFileSync(join(workspace.folder, 'second.yaml'), SECOND);
    });

    afterAll(async () => {
      await sandbox.close();
    });

    test('cdktf deploy is rejected with a message that names both declarations', async () => {
      const rejected = workspace.shell(
        moto.environment,
        `ECR_TOPOLOGY=${ORGANIZATION} npx ${CLI} deploy ${UNATTENDED}`,
      );
      await expect(rejected).rejects.toThrow(
        `terraform.ecr-topology.tfstate is the state of topology.yaml, not of ${ORGANIZATION}. Nothing was written.`,
      );
    });

    test('is deployed with the state and output folder that the message shows', async () => {
      const command = await followMessage('second.yaml');
      // CDK Terrain has another name for the program (docs/guides/cdktn.md).
      await workspace.shell(moto.environment, `${command.replace('npx cdktf', `npx ${CLI}`)} ${UNATTENDED}`);
      const { repositories } = await readRegistry(moto, 'management', 'ap-northeast-1');
      expect(Object.keys(repositories).sort()).toEqual(['my-repo', 'second']);
    });

    test('does not change the plan and the state of topology.yaml', async () => {
      await workspace.synth(moto.environment);
      const plan = new Terraform(workspace.stackFolder, moto.environment).tryPlan('-detailed-exitcode');
      await expect(plan).resolves.toMatchObject({ code: 0 });
      expect(workspace.read('terraform.ecr-topology.tfstate')).toBe(state);
    });

    /** Adds the backend that the error message shows, and returns its command. */
    async function followMessage(file: string): Promise<string> {
      const rejected: unknown = await workspace
        .shell(moto.environment, `npm run --silent synth -- --topology ${file}`)
        .catch((error: unknown) => error);
      const lines = String(rejected).split('\n');
      const backend = lines.find((line) => line.startsWith('    backend: '))?.trim() ?? '';
      const command = lines.find((line) => line.startsWith('    ECR_TOPOLOGY='))?.trim() ?? '';
      const declaration = join(workspace.folder, file);
      writeFileSync(declaration, `${readFileSync(declaration, 'utf8')}\n${backend}\n`);
      workspace.useMirroredProvider('ecr-topology', `cdktf.out.${parse(file).name}`);
      return command;
    }
  },
);
