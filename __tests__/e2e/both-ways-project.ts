import type { StacksBy } from '../../src/model/deployment';
import { startMoto, type Moto } from './moto';
import { Stage } from './stage';
import { Terraform } from './terraform';
import { readFixture, Workspace } from './workspace';

/** The stacks of fixtures/both-ways.yaml in each layout. */
export const LAYOUTS = {
  topology: ['ecr-topology'],
  account: ['develop', 'develop-replication', 'production', 'production-replication'],
  registry: [
    'develop',
    'develop-identities',
    'develop-replication',
    'production',
    'production-identities',
    'production-replication',
  ],
} as const satisfies Record<StacksBy, readonly string[]>;

/** Two accounts that replicate to each other (fixtures/both-ways.yaml), in the layout of stacks that a test needs. */
export class BothWaysProject {
  private constructor(
    public readonly stage: Stage,
    public readonly moto: Moto,
    public readonly workspace: Workspace,
  ) {}

  public static async create(): Promise<BothWaysProject> {
    const stage = new Stage();
    const moto = await startMoto(stage, { develop: '111111111111', production: '222222222222' });
    return new BothWaysProject(stage, moto, new Workspace(stage, 'project'));
  }

  /** Synthesises the stacks of a layout, for the provider of this machine. */
  public async synth(by: StacksBy, change = (text: string) => text): Promise<void> {
    const text = change(readFixture('both-ways.yaml')).replace(
      'repository: { preventDestroy: true }',
      'repository: {}',
    );
    this.workspace.declare(`${text}\nstacks: { by: ${by} }\n`);
    await this.workspace.synth(this.moto.environment);
    for (const stack of this.workspace.stacks) {
      this.workspace.takeMirroredProvider(stack);
      if (by === 'account') this.workspace.withoutRegions(stack);
    }
  }

  /** Terraform in the folder of each stack, initialised. */
  public async initialised(): Promise<readonly Terraform[]> {
    const stacks = this.workspace.stacks.map(
      (stack) => new Terraform(this.workspace.folderOf(stack), this.moto.environment),
    );
    for (const terraform of stacks) await terraform.init();
    return stacks;
  }

  /** The addresses in the states of all stacks, if no plan changes, moves or imports a resource. */
  public async addressesWithoutChanges(): Promise<readonly string[]> {
    const addresses: string[] = [];
    for (const terraform of await this.initialised()) {
      const { code, stdout, stderr } = await terraform.tryPlan();
      // Without this line a plan has new values of outputs at most.
      if (code !== 0 || /^Plan: /m.test(stdout)) throw new Error(`${code}: ${stdout}\n${stderr}`);
      addresses.push(...(await terraform.addresses()));
    }
    return addresses;
  }
}
