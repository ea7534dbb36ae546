import { EcrRegistryPolicy } from '@cdktf/provider-aws/lib/ecr-registry-policy';
import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Testing } from 'cdktf';
import 'cdktf/lib/testing/adapters/jest';
import { readFileSync } from 'node:fs';
import { BASE, base } from '../declaration/declarations';
import { resourcesOf, synthesise, synthesiseObject } from './synthesised';

Testing.setupJest();

const ARTICLE = readFileSync('topology.yaml', 'utf8');
const RULE = '  - { from: develop, to: [develop_us, management], repositories: [my-repo] }\n';
const rule = (text: string) => base(RULE, `  - { ${text} }\n`);

describe("the article's topology", () => {
  const stack = synthesise(ARTICLE);

  test('has a repository in each registry', () => {
    expect(resourcesOf(ARTICLE, 'aws_ecr_repository')).toMatchObject({
      'develop-my-repo': { name: 'my-repo', provider: 'aws.develop', force_delete: true },
      'develop_us-my-repo': { name: 'my-repo', provider: 'aws.develop_us', force_delete: true },
      'management-my-repo': { name: 'my-repo', provider: 'aws.management', force_delete: true },
    });
    expect(stack).toHaveResourceWithProperties(EcrRepository, {
      name: 'my-repo',
      provider: 'aws.management',
    });
  });

  test('has a registry policy in the destination account only', () => {
    expect(Object.keys(resourcesOf(ARTICLE, 'aws_ecr_registry_policy'))).toEqual(['management']);
    expect(stack).toHaveResourceWithProperties(EcrRegistryPolicy, { provider: 'aws.management' });
    const policy: unknown = JSON.parse(
      String(resourcesOf(ARTICLE, 'aws_ecr_registry_policy').management?.policy),
    );
    expect(policy).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'ReplicateFrom111111111111',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111111111111:root' },
          Action: ['ecr:ReplicateImage'],
          Resource: ['arn:aws:ecr:ap-northeast-1:999999999999:repository/my-repo'],
        },
      ],
    });
  });

  test('has the replication configuration on the source only', () => {
    expect(Object.keys(resourcesOf(ARTICLE, 'aws_ecr_replication_configuration'))).toEqual(['develop']);
    expect(stack).toHaveResourceWithProperties(EcrReplicationConfiguration, {
      provider: 'aws.develop',
      replication_configuration: {
        rule: [
          {
            destination: [
              { region: 'us-west-1', registry_id: '111111111111' },
              { region: 'ap-northeast-1', registry_id: '999999999999' },
            ],
            repository_filter: [{ filter: 'my-repo', filter_type: 'PREFIX_MATCH' }],
          },
        ],
      },
    });
  });

  test('starts replication after the policies and repositories of the destinations exist', () => {
    expect(resourcesOf(ARTICLE, 'aws_ecr_replication_configuration').develop?.depends_on).toEqual([
      'aws_ecr_repository.develop_us-my-repo',
      'aws_ecr_repository.management-my-repo',
      'aws_ecr_registry_policy.management',
    ]);
  });

  test('has no repository policy', () => {
    expect(resourcesOf(ARTICLE, 'aws_ecr_repository_policy')).toEqual({});
  });

  test('has a provider for each registry that rejects other accounts', () => {
    expect(stack).toHaveProviderWithProperties(AwsProvider, {
      alias: 'develop_us',
      region: 'us-west-1',
      profile: 'develop',
      allowed_account_ids: ['111111111111'],
    });
    expect(synthesiseObject(ARTICLE).provider.aws.map(({ alias }) => alias)).toEqual([
      'develop',
      'develop_us',
      'management',
    ]);
  });

  test('requires the AWS provider by its full name and allows fixes', () => {
    expect(synthesiseObject(ARTICLE).terraform.required_providers).toEqual({
      aws: { source: 'hashicorp/aws', version: '~> 6.25' },
    });
  });

  test('outputs the URL of every repository by registry', () => {
    expect(synthesiseObject(ARTICLE).output.repository_urls?.value).toEqual({
      develop: { 'my-repo': '111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/my-repo' },
      develop_us: { 'my-repo': '111111111111.dkr.ecr.us-west-1.amazonaws.com/my-repo' },
      management: { 'my-repo': '999999999999.dkr.ecr.ap-northeast-1.amazonaws.com/my-repo' },
    });
  });
});

describe('addresses, whose change destroys a repository', () => {
  const text = base(
    '  my-repo: { registry: develop }\n',
    '  my-repo: { registry: develop }\n  team/service.api: { registry: develop }\n  team/service_api: { registry: develop }\n  a--b__c: { registry: develop }\n',
  );

  test('do not change', () => {
    expect(Object.keys(resourcesOf(text, 'aws_ecr_repository')).sort()).toEqual([
      'develop-a--b__c',
      'develop-my-repo',
      'develop-team_service_api-50904457',
      'develop-team_service_api-ecc7dc43',
      'develop_us-my-repo',
      'management-my-repo',
    ]);
    expect(Object.keys(resourcesOf(text, 'aws_ecr_registry_policy'))).toEqual(['management']);
    expect(Object.keys(resourcesOf(text, 'aws_ecr_replication_configuration'))).toEqual(['develop']);
    expect(Object.keys(synthesiseObject(text).output)).toEqual(['repository_urls']);
  });

  test('are unique for similar names', () => {
    const alike = base(
      '  my-repo: { registry: develop }\n',
      '  my-repo: { registry: develop }\n  team/x: { registry: develop }\n  team_x-b5a9e664: { registry: develop }\n',
    );
    expect(Object.keys(resourcesOf(alike, 'aws_ecr_repository'))).toEqual(
      expect.arrayContaining([
        'develop-team_x-b5a9e664',
        expect.stringMatching(/^develop-team_x-b5a9e664-[0-9a-f]{8}$/),
      ]),
    );
  });

  test('do not depend on other repositories', () => {
    const before = Object.keys(resourcesOf(BASE, 'aws_ecr_repository'));
    expect(Object.keys(resourcesOf(text, 'aws_ecr_repository'))).toEqual(expect.arrayContaining(before));
  });
});

describe('replication', () => {
  test('of all repositories has no filter, because ECR rejects an empty list', () => {
    const found = resourcesOf(
      rule('from: develop, to: [management], repositories: all'),
      'aws_ecr_replication_configuration',
    );
    expect(found.develop?.replication_configuration).toEqual({
      rule: [{ destination: [{ region: 'ap-northeast-1', registry_id: '999999999999' }] }],
    });
  });

  test('between Regions of one account needs no registry policy', () => {
    const text = rule('from: develop, to: [develop_us], repositories: [my-repo]');
    expect(resourcesOf(text, 'aws_ecr_registry_policy')).toEqual({});
  });

  test('with createRepositories adds no repository at the destination', () => {
    const text = rule('from: develop, to: [management], repositories: [my-], createRepositories: true');
    expect(Object.keys(resourcesOf(text, 'aws_ecr_repository'))).toEqual(['develop-my-repo']);
    expect(resourcesOf(text, 'aws_ecr_replication_configuration').develop?.depends_on).toEqual([
      'aws_ecr_registry_policy.management',
    ]);
  });

  test('in both directions causes no dependency cycle', () => {
    const text = base(
      RULE,
      '  - { from: develop, to: [management], repositories: [my-repo] }\n  - { from: management, to: [develop], repositories: [my-repo] }\n',
    ).replace('{ registry: develop }', '{ registries: [develop, management] }');
    const configurations = resourcesOf(text, 'aws_ecr_replication_configuration');
    expect(Object.keys(configurations)).toEqual(['develop', 'management']);
    for (const { depends_on: needed } of Object.values(configurations)) {
      expect(String(needed)).not.toContain('aws_ecr_replication_configuration');
    }
  });

  test('all rules of a registry are in its one configuration', () => {
    const text = base(
      RULE,
      '  - { from: develop, to: [management], repositories: [my-repo] }\n  - { from: [develop], to: [develop_us], repositories: all }\n',
    );
    const configuration = resourcesOf(text, 'aws_ecr_replication_configuration').develop;
    expect(configuration?.replication_configuration).toMatchObject({ rule: [{}, {}] });
  });
});

describe('a repository', () => {
  test('sets prevent_destroy and force_delete only if declared', () => {
    const text = base('{ registry: develop }', '{ registry: develop, preventDestroy: true }');
    expect(synthesise(text)).toHaveResourceWithProperties(EcrRepository, {
      lifecycle: { prevent_destroy: true },
    });
    for (const resource of Object.values(resourcesOf(BASE, 'aws_ecr_repository'))) {
      expect(resource).not.toHaveProperty('force_delete');
      expect(resource).not.toHaveProperty('lifecycle');
    }
  });

  test('has the defaults, and its own settings take precedence', () => {
    const text = `${BASE}defaults: { repository: { forceDelete: true, preventDestroy: true } }\n`.replace(
      '{ registry: develop }',
      '{ registry: develop, preventDestroy: false }',
    );
    const repository = resourcesOf(text, 'aws_ecr_repository')['management-my-repo'];
    expect(repository).toHaveProperty('force_delete', true);
    expect(repository).not.toHaveProperty('lifecycle');
  });
});

describe('a provider', () => {
  test('assumes the role of its account', () => {
    const role =
      'assumeRole: { arn: "arn:aws:iam::999999999999:role/ops", externalId: ext, sessionName: me }';
    const text = base('{ id: "999999999999" }', `{ id: "999999999999", ${role} }`);
    expect(synthesise(text)).toHaveProviderWithProperties(AwsProvider, {
      alias: 'management',
      assume_role: [
        { role_arn: 'arn:aws:iam::999999999999:role/ops', external_id: 'ext', session_name: 'me' },
      ],
    });
  });

  test('uses ambient credentials by default', () => {
    const [provider] = synthesiseObject(BASE).provider.aws;
    expect(Object.keys(provider ?? {}).sort()).toEqual(['alias', 'allowed_account_ids', 'region']);
  });

  test('has the default tags', () => {
    const text = `${BASE}tags: { team: platform, cost: "1" }\n`;
    for (const provider of synthesiseObject(text).provider.aws) {
      expect(provider.default_tags).toEqual([{ tags: { cost: '1', team: 'platform' } }]);
    }
  });
});

describe('the state', () => {
  const backend = (text: string) => synthesiseObject(`${BASE}backend: ${text}\n`).terraform;

  test('is a file next to the project by default, at any location of the project', () => {
    const { backend: found } = synthesiseObject(BASE).terraform;
    expect(String(found?.local?.path)).toMatch(/^(\.\.\/)+.*terraform\.ecr-topology\.tfstate$/);
  });

  test('is an encrypted object in S3, locked by another object', () => {
    expect(backend('{ s3: { bucket: states, region: eu-west-1 } }').backend).toEqual({
      s3: {
        bucket: 'states',
        region: 'eu-west-1',
        key: 'ecr-topology/ecr-topology.tfstate',
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  test('supports all keys of the S3 backend', () => {
    const role = 'arn:aws:iam::222222222222:role/state';
    const text = `{ s3: { bucket: states, region: eu-west-1, key: "x/{stack}", encrypt: false, useLockfile: false, kmsKeyId: alias/x, profile: p, roleArn: "${role}" } }`;
    expect(backend(text).backend).toEqual({
      s3: {
        bucket: 'states',
        region: 'eu-west-1',
        key: 'x/ecr-topology',
        encrypt: false,
        use_lockfile: false,
        kms_key_id: 'alias/x',
        profile: 'p',
        assume_role: { role_arn: role },
      },
    });
  });

  test('is a workspace of HCP Terraform', () => {
    expect(
      backend('{ cloud: { organization: acme, project: images, hostname: tfe.example.com } }').cloud,
    ).toEqual({
      organization: 'acme',
      hostname: 'tfe.example.com',
      workspaces: { name: 'ecr-topology', project: 'images' },
    });
    expect(backend('{ cloud: { organization: acme, workspace: "ecr-{stack}" } }').cloud).toEqual({
      organization: 'acme',
      workspaces: { name: 'ecr-ecr-topology' },
    });
  });
});
