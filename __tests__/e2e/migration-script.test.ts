import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { StacksBy } from '../../src/model/deployment';
import { migrationScript } from '../../src/report/stacks/migration-script';
import { layOut } from '../../src/terraform/layout';
import { migrationFrom } from '../../src/terraform/migration';
import { resourceAddress } from '../../src/terraform/resources';
import { BASE, deploymentOf, topologyOf } from '../declaration/declarations';
import { finish } from './command';
import { describeOnMachine } from './describe-on-machine';
import { Stage } from './stage';

const state = z.looseObject({
  serial: z.number(),
  resources: z.array(z.looseObject({ type: z.string(), name: z.string() })),
});

/** With real Terraform, on states that nothing was deployed for. */
describeOnMachine('the script that moves the states to another layout', ['terraform'], () => {
  let stage: Stage;
  let folder: string;
  let runs = 0;

  beforeAll(() => {
    stage = new Stage();
  });

  beforeEach(() => {
    runs += 1;
    folder = join(stage.folder, String(runs));
    mkdirSync(folder);
  });

  afterAll(async () => {
    await stage.close();
  });

  const topology = topologyOf(BASE);
  const deployment = (by: StacksBy) => ({ ...deploymentOf(BASE), stacksBy: by });
  const file = (stack: string) => join(folder, `terraform.${stack}.tfstate`);

  function write(stack: string, addresses: readonly string[], serial = 1): void {
    const resources = addresses.map((address) => {
      const [type = '', name = ''] = address.split('.');
      const provider = 'provider["registry.terraform.io/hashicorp/aws"].develop';
      return {
        mode: 'managed',
        type,
        name,
        provider,
        instances: [{ schema_version: 0, attributes: { id: name } }],
      };
    });
    const version = { version: 4, terraform_version: '1.11.4', outputs: {}, check_results: null };
    const lineage = `00000000-0000-0000-0000-${stack.length.toString().padStart(12, '0')}`;
    writeFileSync(file(stack), JSON.stringify({ ...version, serial, lineage, resources }));
  }

  const held = (stack: string) =>
    state
      .parse(JSON.parse(readFileSync(file(stack), 'utf8')))
      .resources.map(({ type, name }) => `${type}.${name}`)
      .sort();

  /** What the layout puts into each stack that holds something. */
  const wanted = (by: StacksBy) =>
    layOut(topology, deployment(by)).flatMap(({ name, resources }) =>
      resources.length === 0
        ? []
        : [[name, resources.map(({ resource }) => resourceAddress(resource)).sort()] as const],
    );

  const migrate = async (
    from: StacksBy,
    to: StacksBy,
    change: (script: string) => string = (same) => same,
  ) => {
    const { backend } = deployment(to);
    writeFileSync(
      join(folder, 'migrate.sh'),
      change(migrationScript(migrationFrom(from, topology, deployment(to)), backend)),
    );
    return finish({ file: 'sh', args: ['migrate.sh'], folder, environment: stage.environment });
  };

  const deployed = (by: StacksBy) => {
    for (const [stack, addresses] of wanted(by)) write(stack, addresses);
  };

  test('leaves every resource where the layout has it, there and back', async () => {
    deployed('topology');
    for (const [from, to] of [
      ['topology', 'registry'],
      ['registry', 'account'],
      ['account', 'topology'],
    ] as const) {
      expect(await migrate(from, to)).toMatchObject({ code: 0, stderr: '' });
      rmSync(join(folder, 'ecr-topology-migration'), { recursive: true });
      for (const [stack, addresses] of wanted(to)) expect(held(stack)).toEqual(addresses);
    }
    for (const stack of ['develop', 'develop_us', 'management', 'develop-replication']) {
      expect(held(stack)).toEqual([]);
    }
  });

  test('keeps the states as they were', async () => {
    deployed('topology');
    const before = readFileSync(file('ecr-topology'), 'utf8');
    await migrate('topology', 'account');
    expect(readFileSync(join(folder, 'ecr-topology-migration/before/ecr-topology.tfstate'), 'utf8')).toBe(
      before,
    );
  });

  test('changes nothing where something declared is not deployed', async () => {
    const addresses = wanted('topology').flatMap(([, all]) => all);
    write('ecr-topology', addresses.slice(1));
    const { code, stderr } = await migrate('topology', 'account');
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('Is everything deployed as it was declared?'),
    ]);
    expect(held('ecr-topology')).toEqual(addresses.slice(1));
    expect(() => held('develop')).toThrow('ENOENT');
  });

  test('changes nothing where something deployed is not declared', async () => {
    const addresses = wanted('topology').flatMap(([, all]) => all);
    const more = [...addresses, 'aws_ecr_repository.develop-old'].sort();
    write('ecr-topology', more);
    const { code, stderr } = await migrate('topology', 'account');
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('not declared: aws_ecr_repository.develop-old'),
    ]);
    expect(held('ecr-topology')).toEqual(more);
  });

  test('changes nothing where somebody has deployed meanwhile', async () => {
    deployed('topology');
    write('develop', [], 5);
    const later = "echo 'Putting the copies in place'";
    const { code, stderr } = await migrate('topology', 'account', (script) =>
      script.replace(later, () => `echo '{}' >terraform.develop.tfstate\n${later}`),
    );
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('The state of develop has changed meanwhile'),
    ]);
    expect(held('ecr-topology')).toEqual(wanted('topology')[0]?.[1]);
  });

  test('does not start over what an earlier run has left', async () => {
    deployed('topology');
    mkdirSync(join(folder, 'ecr-topology-migration'));
    const { code, stderr } = await migrate('topology', 'account');
    expect([code, stderr]).toEqual([1, expect.stringContaining('Remove the folder ecr-topology-migration')]);
  });

  test('takes the Terraform that TERRAFORM_BINARY_NAME names', async () => {
    deployed('topology');
    writeFileSync(join(folder, 'migrate.sh'), '');
    const script = migrationScript(
      migrationFrom('topology', topology, deployment('account')),
      deployment('account').backend,
    );
    writeFileSync(join(folder, 'migrate.sh'), script);
    const environment = { ...stage.environment, TERRAFORM_BINARY_NAME: 'no-such-terraform' };
    const { code, stderr } = await finish({ file: 'sh', args: ['migrate.sh'], folder, environment });
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining('no-such-terraform')]);
  });
});
