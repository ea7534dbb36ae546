import { EcrRegistryPolicy } from '@cdktf/provider-aws/lib/ecr-registry-policy';
import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';

/** The article's five resources in plain CDKTF: the baseline of `npm run synth`. */
const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? 'cdktf.out' });
const stack = new TerraformStack(app, 'baseline');

const develop = new AwsProvider(stack, 'develop', {
  alias: 'develop',
  profile: 'develop',
  region: 'ap-northeast-1',
});
const developUs = new AwsProvider(stack, 'develop_us', {
  alias: 'develop_us',
  profile: 'develop',
  region: 'us-west-1',
});
const management = new AwsProvider(stack, 'management', {
  alias: 'management',
  profile: 'management',
  region: 'ap-northeast-1',
});

new EcrRepository(stack, 'develop-repo', { provider: develop, name: 'my-repo', forceDelete: true });
new EcrRepository(stack, 'develop-us-repo', { provider: developUs, name: 'my-repo', forceDelete: true });
new EcrRepository(stack, 'management-repo', { provider: management, name: 'my-repo', forceDelete: true });

new EcrRegistryPolicy(stack, 'management-registry-policy', {
  provider: management,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ReplicationAccessCrossAccount',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111111111111:root' },
        Action: ['ecr:ReplicateImage'],
        Resource: ['arn:aws:ecr:ap-northeast-1:999999999999:repository/my-repo'],
      },
    ],
  }),
});

new EcrReplicationConfiguration(stack, 'replication', {
  provider: develop,
  replicationConfiguration: {
    rule: [
      {
        repositoryFilter: [{ filter: 'my-repo', filterType: 'PREFIX_MATCH' }],
        destination: [
          { region: 'us-west-1', registryId: '111111111111' },
          { region: 'ap-northeast-1', registryId: '999999999999' },
        ],
      },
    ],
  },
});

app.synth();
