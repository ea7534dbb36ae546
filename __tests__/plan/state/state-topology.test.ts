import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Region } from '../../../src/aws/partitions';
import { UNKNOWN } from '../../../src/model/unknown';
import { readStateTopology } from '../../../src/plan/state/state-topology';
import { SHOWN_STATE, STATE_FILE, stateFileOf, stateOf } from './states';

const SCANNING = 'aws_ecr_registry_scanning_configuration.develop_us';

describe('readStateTopology', () => {
  test('returns the registries of a state that Terraform wrote, without settings that it does not manage', () => {
    const { topology } = readStateTopology([stateOf(STATE_FILE)]);
    expect(
      topology.registries.map(({ accountId, region, repositories, scanning, creationTemplates }) => ({
        registry: `${accountId} ${region}`,
        repositories: repositories.map(({ name }) => name),
        scanning,
        creationTemplates,
      })),
    ).toEqual([
      {
        registry: '111111111111 ap-northeast-1',
        repositories: ['base-0', 'base-1', 'other', 'team/api', 'team/web'],
        scanning: undefined,
        creationTemplates: [],
      },
      {
        registry: '999999999999 ap-northeast-1',
        repositories: ['team/api', 'team/web'],
        scanning: undefined,
        creationTemplates: [],
      },
    ]);
    const [develop, management] = topology.registries;
    expect(develop?.replication).toEqual([
      { filters: ['team/'], destinations: [{ accountId: '999999999999', region: 'ap-northeast-1' }] },
    ]);
    expect(management?.policy).toMatchObject({ statements: [{ sid: 'Replication' }] });
    expect(management?.repositories[0]).toMatchObject({ forceDelete: true, policy: { statements: [{}] } });
  });

  test('returns sensitive values as unknown', () => {
    const { topology } = readStateTopology([stateOf(STATE_FILE)]);
    expect(topology.registries[1]?.repositories[1]?.policy).toBe(UNKNOWN);
  });

  test('finds the Region of a registry-wide resource by its provider, which only a state file contains', () => {
    const addresses = (file: string) =>
      readStateTopology([stateOf(file)]).unlocated.map(({ address, missing }) => [address, missing]);
    expect(addresses(STATE_FILE)).toEqual([[SCANNING, 'Region']]);
    expect(addresses(SHOWN_STATE)).toEqual([
      [SCANNING, 'Region'],
      ['aws_ecr_replication_configuration.develop', 'Region'],
    ]);
  });

  test('uses the given Region only for resources whose Region the state does not show', () => {
    const { topology, unlocated } = readStateTopology([stateOf(STATE_FILE)], 'us-west-1' as Region);
    expect(unlocated).toEqual([]);
    expect(topology.registries.map(({ region, repositories }) => [region, repositories.length])).toEqual([
      ['ap-northeast-1', 5],
      ['us-west-1', 0],
      ['ap-northeast-1', 2],
    ]);
    expect(topology.registries[1]?.scanning).toEqual({
      type: 'BASIC',
      rules: [{ frequency: 'SCAN_ON_PUSH', filters: ['*'] }],
    });
  });
});

describe('the Region of a resource in a state', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'states-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const repository = (region: string, provider: string, name = 'app') => ({
    type: 'aws_ecr_repository',
    name: provider,
    provider,
    values: {
      name,
      arn: `arn:aws:ecr:${region}:111111111111:repository/${name}`,
      registry_id: '111111111111',
    },
  });
  const policy = { repository: 'app', registry_id: '111111111111', policy: '{"rules":[]}' };

  function registriesOf(instances: Parameters<typeof stateFileOf>[0]) {
    const file = join(folder, 'terraform.tfstate');
    writeFileSync(file, stateFileOf(instances));
    const { topology, unlocated } = readStateTopology([stateOf(file)]);
    return [
      topology.registries.map(({ region }) => region),
      unlocated.map(({ address, missing }) => `${address}: ${missing}`),
    ];
  }

  test('is its own attribute from version 6 of the provider, even if the provider is of another Region', () => {
    const values = { name: 'BLOB_MOUNTING', value: 'ENABLED', region: 'eu-west-1' };
    expect(
      registriesOf([
        repository('us-east-1', 'a'),
        { type: 'aws_ecr_account_setting', provider: 'a', values },
      ]),
    ).toEqual([['eu-west-1', 'us-east-1'], []]);
  });

  test('is that of the repository that a policy depends on, if two Regions have one of that name', () => {
    const lifecycle = {
      type: 'aws_ecr_lifecycle_policy',
      provider: 'c',
      values: policy,
      dependencies: ['aws_ecr_repository.b'],
    };
    const both = [repository('us-east-1', 'a'), repository('eu-west-1', 'b')];
    expect(registriesOf([...both, lifecycle])).toEqual([['eu-west-1', 'us-east-1'], []]);
    expect(registriesOf([...both, { ...lifecycle, dependencies: [] }])).toEqual([
      ['eu-west-1', 'us-east-1'],
      ['aws_ecr_lifecycle_policy.x: Region'],
    ]);
  });

  test('is unknown if its provider manages nothing that shows it', () => {
    const setting = { name: 'BLOB_MOUNTING', value: 'ENABLED' };
    expect(
      registriesOf([
        repository('us-east-1', 'a'),
        { type: 'aws_ecr_account_setting', provider: 'b', values: setting },
      ]),
    ).toEqual([['us-east-1'], ['aws_ecr_account_setting.x: account']]);
  });
});
