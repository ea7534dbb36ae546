import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readState } from '../../../src/plan/state/read-state';
import { SHOWN_STATE, STATE_FILE, stateFileOf, stateOf } from './states';

describe('readState', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'states-'));
    file = join(folder, 'state');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function read(content: string | Buffer) {
    writeFileSync(file, content);
    return readState(file);
  }

  test('returns the same instances for a state file and for `terraform show -json`', () => {
    const byAddress = (path: string) =>
      new Map(stateOf(path).instances.map(({ address, type, values }) => [address, { type, values }]));
    expect(byAddress(SHOWN_STATE)).toEqual(byAddress(STATE_FILE));
    expect([...byAddress(STATE_FILE).keys()].sort()).toEqual([
      'aws_ecr_registry_policy.management',
      'aws_ecr_registry_scanning_configuration.develop_us',
      'aws_ecr_replication_configuration.develop',
      'aws_ecr_repository.base[0]',
      'aws_ecr_repository.base[1]',
      'aws_ecr_repository.replica["team/api"]',
      'aws_ecr_repository.replica["team/web"]',
      'aws_ecr_repository_policy.partner',
      'aws_ecr_repository_policy.replica',
      'module.team["a.b"].aws_ecr_lifecycle_policy.this["team/api"]',
      'module.team["a.b"].aws_ecr_lifecycle_policy.this["team/web"]',
      'module.team["a.b"].aws_ecr_repository.this["team/api"]',
      'module.team["a.b"].aws_ecr_repository.this["team/web"]',
      'module.team["c"].aws_ecr_lifecycle_policy.this["other"]',
      'module.team["c"].aws_ecr_repository.this["other"]',
      'terraform_data.other',
    ]);
  });

  test('marks sensitive attributes in both forms', () => {
    for (const path of [STATE_FILE, SHOWN_STATE]) {
      const partner = stateOf(path).instances.find(({ name }) => name === 'partner');
      expect(partner?.sensitive).toMatchObject({ policy: true });
    }
  });

  test('writes instance keys as Terraform does, and skips deposed objects', () => {
    const values = { name: 'app' };
    const result = read(
      stateFileOf([
        { type: 'aws_ecr_repository', values, key: 'a"${b}', module: 'module.m[0]' },
        { type: 'aws_ecr_repository', values, deposed: 'abc' },
      ]),
    );
    expect(result).toMatchObject({
      kind: 'state',
      state: { instances: [{ address: 'module.m[0].aws_ecr_repository.x["a\\"$${b}"]' }] },
    });
  });

  test('returns no instances for an empty state', () => {
    for (const empty of ['{"format_version":"1.0"}', stateFileOf([])]) {
      expect(read(empty)).toEqual({ kind: 'state', state: { file, instances: [] } });
    }
  });

  test.each([
    ['', 'The file is empty.'],
    ['{', 'The file is not valid JSON.'],
    ['[]', 'The file is not a Terraform state. It is not a JSON object.'],
    ['{"a":1}', 'The file is not a Terraform state. It has no lineage and no format_version.'],
    ['{"format_version":"1.2","planned_values":{}}', 'The file is a plan. A plan contains changes.'],
    ['{"format_version":"2.0"}', "The state has format_version '2.0'. Supported: 1.x."],
    ['{"version":3,"lineage":"x"}', 'The state file has version 3. Supported: 4,'],
    [Buffer.from('\uFEFF{}', 'utf16le'), 'The file is encoded in UTF-16.'],
    ['PK\u0003\u0004', 'The file is a saved plan (terraform plan -out), not a state.'],
  ])('reports that %j is not a state', (content, message) => {
    const result = read(content);
    expect(result).toMatchObject({ kind: 'faulty', fault: { file } });
    expect(result.kind === 'faulty' && result.fault.message).toContain(message);
  });

  test('reports a file that does not exist', () => {
    expect(readState(join(folder, 'missing'))).toMatchObject({
      kind: 'faulty',
      fault: {
        message: 'The file does not exist.',
        help: 'Check the path, or write the state: terraform state pull > terraform.tfstate',
      },
    });
  });
});
