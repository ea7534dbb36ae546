import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { StacksBy } from '../../src/model/deployment';
import { migrationScript } from '../../src/report/stacks/migration-script';
import { layOut } from '../../src/terraform/layout';
import { migrationFrom } from '../../src/terraform/migration';
import { resourceAddress } from '../../src/terraform/resources';
import { BASE, deploymentOf, topologyOf } from '../declaration/declarations';
import { tryRun } from './command';
import { describeWithRequirements } from './describe-with-requirements';
import { Sandbox } from './sandbox';

const state = z.looseObject({
  serial: z.number(),
  resources: z.array(z.looseObject({ type: z.string(), name: z.string() })),
});

/** Runs Terraform on states of resources that do not exist. */
describeWithRequirements('the script that migrates the states to another layout', ['terraform'], () => {
  let sandbox: Sandbox;
  let folder: string;
  let runs = 0;

  beforeAll(() => {
    sandbox = new Sandbox();
  });

  beforeEach(() => {
    runs += 1;
    folder = join(sandbox.folder, String(runs));
    mkdirSync(folder);
  });

  afterAll(async () => {
    await sandbox.close();
  });

  const topology = topologyOf(BASE);
  const deployment = (by: StacksBy) => ({ ...deploymentOf(BASE), stacksBy: by });
  const file = (stack: string) => join(folder, `terraform.${stack}.tfstate`);

  function writeState(stack: string, addresses: readonly string[], serial = 1): void {
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

  const readAddresses = (stack: string) =>
    state
      .parse(JSON.parse(readFileSync(file(stack), 'utf8')))
      .resources.map(({ type, name }) => `${type}.${name}`)
      .sort();

  /** Returns the addresses in each stack of a layout that has resources. */
  const expectedAddresses = (by: StacksBy) =>
    layOut(topology, deployment(by)).flatMap(({ name, resources }) =>
      resources.length === 0
        ? []
        : [[name, resources.map(({ resource }) => resourceAddress(resource)).sort()] as const],
    );

  const migrate = async (
    from: StacksBy,
    to: StacksBy,
    change: (script: string) => string = (script) => script,
  ) => {
    const { backend } = deployment(to);
    writeFileSync(
      join(folder, 'migrate.sh'),
      change(migrationScript(migrationFrom(from, topology, deployment(to)), backend)),
    );
    return tryRun({ file: 'sh', args: ['migrate.sh'], folder, environment: sandbox.environment });
  };

  const writeStates = (by: StacksBy) => {
    for (const [stack, addresses] of expectedAddresses(by)) writeState(stack, addresses);
  };

  test('moves each resource to its stack in the new layout, and back', async () => {
    writeStates('topology');
    for (const [from, to] of [
      ['topology', 'registry'],
      ['registry', 'account'],
      ['account', 'topology'],
    ] as const) {
      expect(await migrate(from, to)).toMatchObject({ code: 0, stderr: '' });
      rmSync(join(folder, 'ecr-topology-migration'), { recursive: true });
      for (const [stack, addresses] of expectedAddresses(to)) expect(readAddresses(stack)).toEqual(addresses);
    }
    for (const stack of ['develop', 'develop_us', 'management', 'develop-replication']) {
      expect(readAddresses(stack)).toEqual([]);
    }
  });

  test('keeps a copy of the states', async () => {
    writeStates('topology');
    const before = readFileSync(file('ecr-topology'), 'utf8');
    await migrate('topology', 'account');
    expect(readFileSync(join(folder, 'ecr-topology-migration/before/ecr-topology.tfstate'), 'utf8')).toBe(
      before,
    );
  });

  test('changes nothing if a declared resource is not deployed', async () => {
    const addresses = expectedAddresses('topology').flatMap(([, all]) => all);
    writeState('ecr-topology', addresses.slice(1));
    const { code, stderr } = await migrate('topology', 'account');
    expect([code, stderr]).toEqual([1, expect.stringContaining('Deploy the former layout first.')]);
    expect(readAddresses('ecr-topology')).toEqual(addresses.slice(1));
    expect(() => readAddresses('develop')).toThrow('ENOENT');
  });

  test('changes nothing if a deployed resource is not declared', async () => {
    const addresses = expectedAddresses('topology').flatMap(([, all]) => all);
    const moreAddresses = [...addresses, 'aws_ecr_repository.develop-old'].sort();
    writeState('ecr-topology', moreAddresses);
    const { code, stderr } = await migrate('topology', 'account');
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('not declared: aws_ecr_repository.develop-old'),
    ]);
    expect(readAddresses('ecr-topology')).toEqual(moreAddresses);
  });

  test('changes nothing if a state changes during the migration', async () => {
    writeStates('topology');
    writeState('develop', [], 5);
    const replaceStates = "echo 'Replacing the states'";
    const { code, stderr } = await migrate('topology', 'account', (script) =>
      script.replace(replaceStates, () => `echo '{}' >terraform.develop.tfstate\n${replaceStates}`),
    );
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('The state of develop has changed since the script started'),
    ]);
    expect(readAddresses('ecr-topology')).toEqual(expectedAddresses('topology')[0]?.[1]);
  });

  test('does not run if the folder of an earlier run exists', async () => {
    writeStates('topology');
    mkdirSync(join(folder, 'ecr-topology-migration'));
    const { code, stderr } = await migrate('topology', 'account');
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('The folder ecr-topology-migration of an earlier run exists. Remove it'),
    ]);
  });

  test('runs the program in TERRAFORM_BINARY_NAME', async () => {
    writeStates('topology');
    writeFileSync(join(folder, 'migrate.sh'), '');
    const script = migrationScript(
      migrationFrom('topology', topology, deployment('account')),
      deployment('account').backend,
    );
    writeFileSync(join(folder, 'migrate.sh'), script);
    const environment = { ...sandbox.environment, TERRAFORM_BINARY_NAME: 'no-such-terraform' };
    const { code, stderr } = await tryRun({ file: 'sh', args: ['migrate.sh'], folder, environment });
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining('no-such-terraform')]);
  });
});
