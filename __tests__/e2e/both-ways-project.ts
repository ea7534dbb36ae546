import type { StacksBy } from '../../src/model/deployment';
import { startMoto, type Moto } from './moto';
import { Sandbox } from './sandbox';
import { Terraform } from './terraform';
import { readFixture, Workspace } from './workspace';

/** The stacks of fixtures/both-ways.yaml in each layout. */
export const STACKS_BY_LAYOUT = {
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

/** The project with two accounts that replicate to each other (fixtures/both-ways.yaml). */
export class BothWaysProject {
  private constructor(
    public readonly sandbox: Sandbox,
    public readonly moto: Moto,
    public readonly workspace: Workspace,
  ) {}

  public static async create(): Promise<BothWaysProject> {
    const sandbox = new Sandbox();
    const moto = await startMoto(sandbox, { develop: '111111111111', production: '222222222222' });
    return new BothWaysProject(sandbox, moto, new Workspace(sandbox, 'project'));
  }

  /** Synthesises the stacks of a layout, for the provider version in the mirror. */
  public async synth(by: StacksBy, change = (text: string) => text): Promise<void> {
    const text = change(readFixture('both-ways.yaml')).replace(
      'repository: { preventDestroy: true }',
      'repository: {}',
    );
    this.workspace.declare(`${text}\nstacks: { by: ${by} }\n`);
    await this.workspace.synth(this.moto.environment);
    for (const stack of this.workspace.stacks) {
      this.workspace.useMirroredProvider(stack);
      if (by === 'account') this.workspace.removeRegions(stack);
    }
  }

  /** Runs `terraform init` in the folder of each stack. */
  public async initialise(): Promise<readonly Terraform[]> {
    const stacks = this.workspace.stacks.map(
      (stack) => new Terraform(this.workspace.folderOf(stack), this.moto.environment),
    );
    for (const terraform of stacks) await terraform.init();
    return stacks;
  }

  /** Returns the addresses in the states of all stacks. Throws if a plan changes, moves or imports a resource. */
  public async readUnchangedAddresses(): Promise<readonly string[]> {
    const addresses: string[] = [];
    for (const terraform of await this.initialise()) {
      const { code, stdout, stderr } = await terraform.tryPlan();
      // A plan without this line changes outputs only.
      if (code !== 0 || /^Plan: /m.test(stdout)) throw new Error(`${code}: ${stdout}\n${stderr}`);
      addresses.push(...(await terraform.addresses()));
    }
    return addresses;
  }
}
