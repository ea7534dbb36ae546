import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, parse, resolve } from 'node:path';
import { describeOnMachine } from './describe-on-machine';
import { liveRegistry } from './live-registry';
import { startMoto, type Moto } from './moto';
import { Stage } from './stage';
import { Terraform } from './terraform';
import { Workspace } from './workspace';

const ORGANIZATION = 'examples/organization.yaml';

/** Of a size that is deployed quickly, in a registry that the shipped topology also has, under another name. */
const SECOND = `accounts:
  management: { id: "999999999999", profile: management }
registries:
  hub: { account: management, region: ap-northeast-1 }
repositories:
  second: { registry: hub }
`;

/** Nothing can approve here, and a provider mirror has no checksums for other platforms. */
const UNATTENDED = '--auto-approve --skip-provider-lock';

describeOnMachine(
  'another declaration next to the shipped topology.yaml, which is deployed',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let stage: Stage;
    let moto: Moto;
    let workspace: Workspace;
    let state: string;

    beforeAll(async () => {
      stage = new Stage();
      moto = await startMoto(stage, { develop: '111111111111', management: '999999999999' });
      workspace = new Workspace(stage, 'project');
      workspace.takeMirroredProvider();
      await workspace.shell(moto.environment, `npx cdktf deploy ${UNATTENDED}`);
      state = workspace.read('terraform.ecr-topology.tfstate');
      const organization = join(workspace.folder, ORGANIZATION);
      mkdirSync(dirname(organization));
      copyFileSync(resolve(__dirname, '..', '..', ORGANIZATION), organization);
      writeFileSync(join(workspace.folder, 'second.yaml'), SECOND);
    });

    afterAll(async () => {
      await stage.close();
    });

    test('cdktf deploy is refused, and the message names both declarations', async () => {
      const refused = workspace.shell(
        moto.environment,
        `ECR_TOPOLOGY=${ORGANIZATION} npx cdktf deploy ${UNATTENDED}`,
      );
      await expect(refused).rejects.toThrow(
        `terraform.ecr-topology.tfstate is the state of topology.yaml, not of ${ORGANIZATION}. Nothing was written.`,
      );
    });

    test('with the state and output folder that the message shows, both are deployed', async () => {
      const command = await followMessage('second.yaml');
      await workspace.shell(moto.environment, `${command} ${UNATTENDED}`);
      const { repositories } = await liveRegistry(moto, 'management', 'ap-northeast-1');
      expect(Object.keys(repositories).sort()).toEqual(['my-repo', 'second']);
    });

    test('the shipped topology.yaml has nothing to change afterwards', async () => {
      await workspace.synth(moto.environment);
      const plan = new Terraform(workspace.stackFolder, moto.environment).tryPlan('-detailed-exitcode');
      await expect(plan).resolves.toMatchObject({ code: 0 });
      expect(workspace.read('terraform.ecr-topology.tfstate')).toBe(state);
    });

    /** Does what the message of the refusal shows: adds the backend, and returns the command. */
    async function followMessage(file: string): Promise<string> {
      const refused: unknown = await workspace
        .shell(moto.environment, `npm run --silent synth -- --topology ${file}`)
        .catch((error: unknown) => error);
      const lines = String(refused).split('\n');
      const backend = lines.find((line) => line.startsWith('    backend: '))?.trim() ?? '';
      const command = lines.find((line) => line.startsWith('    ECR_TOPOLOGY='))?.trim() ?? '';
      const declaration = join(workspace.folder, file);
      writeFileSync(declaration, `${readFileSync(declaration, 'utf8')}\n${backend}\n`);
      workspace.takeMirroredProvider('ecr-topology', `cdktf.out.${parse(file).name}`);
      return command;
    }
  },
);
