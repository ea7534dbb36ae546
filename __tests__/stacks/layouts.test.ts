import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { StacksBy } from '../../src/model/deployment';
import { synth } from '../cli/command-line';
import { BASE, deploymentOf, topologyOf } from '../declaration/declarations';
import { declarationsWithAccess, picker, reordered } from '../declaration/random-declarations';
import { runs } from '../random-runs';
import { synthesiseStacks, type StackJson } from './synthesised';

/** Returns the stacks of a declaration in another layout. */
function synthesise(text: string, by: StacksBy) {
  return synthesiseStacks(topologyOf(text), { ...deploymentOf(text), stacksBy: by });
}

const parsed = (file: string | undefined) => JSON.parse(file ?? '{}') as StackJson;

/** Returns whether a resource has the argument `region` in the bindings of the provider. */
function supportsRegion(type: string): boolean {
  // The bindings lack it. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_pull_time_update_exclusion
  if (type === 'aws_ecr_pull_time_update_exclusion') return true;
  const folder = type.replace(/^aws_/, '').replaceAll('_', '-');
  const bindings = readFileSync(`node_modules/@cdktf/provider-aws/lib/${folder}/index.d.ts`, 'utf8');
  const [config = ''] =
    /interface \w+Config extends \w+\.TerraformMetaArguments \{[\s\S]*?\n\}/.exec(bindings) ?? [];
  expect(config).not.toBe('');
  return config.includes('readonly region?: string');
}

const ROLE = 'arn:aws:iam::999999999999:role/ci';
const TEXT = `${BASE}access:
  - { allow: pull, repositories: my-repo, registries: develop, principals: "${ROLE}" }
tags: { team: platform }
backend: { s3: { bucket: states, region: eu-west-1 } }
`;

describe('by account', () => {
  const { files, dependencies } = synthesise(TEXT, 'account');

  test('each stack has the one provider of its account', () => {
    for (const [name, file] of files) {
      const account = name.replace('-replication', '');
      expect(parsed(file).provider.aws).toEqual([
        {
          alias: account,
          allowed_account_ids: [account === 'develop' ? '111111111111' : '999999999999'],
          default_tags: [{ tags: { team: 'platform' } }],
          region: 'ap-northeast-1',
        },
      ]);
    }
  });

  test('every resource sets its Region, except those of IAM', () => {
    const regions = [...files.values()].flatMap((file) =>
      Object.entries(parsed(file).resource ?? {}).flatMap(([type, blocks]) =>
        Object.entries(blocks).map(([name, { region }]) => `${type}.${name}: ${String(region)}`),
      ),
    );
    expect(regions.sort()).toEqual([
      'aws_ecr_registry_policy.management: ap-northeast-1',
      'aws_ecr_replication_configuration.develop: ap-northeast-1',
      'aws_ecr_repository.develop-my-repo: ap-northeast-1',
      'aws_ecr_repository.develop_us-my-repo: us-west-1',
      'aws_ecr_repository.management-my-repo: ap-northeast-1',
      'aws_ecr_repository_policy.develop-my-repo: ap-northeast-1',
      'aws_iam_role_policy.account_999999999999-ci: undefined',
    ]);
  });

  test('the Region is set on exactly the resources that support it', () => {
    const everything = readFileSync('examples/everything.yaml', 'utf8');
    const regions = [...synthesise(everything, 'account').files.values()].flatMap((file) =>
      Object.entries(parsed(file).resource ?? {}).flatMap(([type, blocks]) =>
        Object.values(blocks).map((block) => ({ type, hasRegion: 'region' in block })),
      ),
    );
    expect(new Set(regions.map(({ type }) => type)).size).toBeGreaterThan(9);
    for (const { type, hasRegion } of regions) {
      expect([type, hasRegion]).toEqual([type, supportsRegion(type)]);
    }
  });

  test('cdktf knows that replication depends on its destinations', () => {
    expect(dependencies).toEqual({
      develop: [],
      'develop-replication': ['develop', 'management'],
      management: [],
      'management-replication': [],
    });
  });

  test('no resource depends on one in another stack, because Terraform cannot resolve it', () => {
    expect(
      parsed(files.get('develop-replication')).resource?.aws_ecr_replication_configuration?.develop,
    ).not.toHaveProperty('depends_on');
  });

  test('each stack has its own state, and outputs the URLs of its repositories', () => {
    for (const [name, file] of files) {
      expect(parsed(file).terraform.backend?.s3?.key).toBe(`ecr-topology/${name}.tfstate`);
    }
    expect(parsed(files.get('develop')).output.repository_urls?.value).toEqual({
      develop: { 'my-repo': '111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/my-repo' },
      develop_us: { 'my-repo': '111111111111.dkr.ecr.us-west-1.amazonaws.com/my-repo' },
    });
    expect(parsed(files.get('develop-replication'))).not.toHaveProperty('output');
  });
});

describe('by registry', () => {
  const { files, dependencies } = synthesise(TEXT, 'registry');

  test('each stack has the one provider of its registry or account, and no resource sets its Region', () => {
    for (const file of files.values()) {
      const { provider, resource = {} } = parsed(file);
      expect(provider.aws).toHaveLength(1);
      for (const block of Object.values(resource).flatMap((blocks) => Object.values(blocks))) {
        expect(block).not.toHaveProperty('region');
        expect(block.provider).toBe(`aws.${String(provider.aws[0]?.alias)}`);
      }
    }
    expect(parsed(files.get('develop_us')).provider.aws[0]).toMatchObject({ region: 'us-west-1' });
  });

  test('cdktf knows that replication depends on its destinations', () => {
    expect(dependencies).toMatchObject({
      develop: [],
      'develop-identities': [],
      'develop-replication': ['develop_us', 'management'],
    });
  });
});

test.each(['account', 'registry'] as const)('by %s: reordering the declaration changes no byte', (by) => {
  fc.assert(
    fc.property(declarationsWithAccess, fc.infiniteStream(fc.nat(1000)), (declared, seed) => {
      const one = synthesise(JSON.stringify(declared), by);
      const other = synthesise(JSON.stringify(reordered(declared, picker(seed))), by);
      expect(other).toEqual(one);
    }),
    runs(10),
  );
});

test('npm run synth removes the stacks of the previous layout', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-former-'));
  try {
    const written = (text: string) => {
      const file = join(folder, 'topology.yaml');
      writeFileSync(file, text);
      expect(synth(['--topology', file], { env: { CDKTF_OUTDIR: join(folder, 'out') } }).stderr).toBe('');
      return readdirSync(join(folder, 'out/stacks')).sort();
    };
    expect(written(`${BASE}stacks: { by: account }\n`)).toEqual([
      'develop',
      'develop-replication',
      'management',
      'management-replication',
    ]);
    expect(written(BASE)).toEqual(['ecr-topology']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
