import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { CUSTOMER, LIFECYCLE, ORGANIZATION, organization } from './organization';

const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/**
 * The same resources in plain CDKTF: loops, and policies with `JSON.stringify`. The baseline for synthesizing a
 * declaration.
 */
const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? 'cdktf.out' });
const stack = new TerraformStack(app, 'plain');

for (const account of organization(Number(process.argv[2])).accounts) {
  const replicas: EcrRepository[] = [];
  const providers = account.registries.map(
    ({ name, region }) => new AwsProvider(stack, name, { alias: name, profile: account.name, region }),
  );
  for (const [index, provider] of providers.entries()) {
    for (const name of account.repositories) {
      const id = `${provider.alias ?? ''}-${name.replaceAll('/', '_')}`;
      const repository = new EcrRepository(stack, `${id}-repository`, { provider, name });
      if (index > 0) replicas.push(repository);
      new EcrRepositoryPolicy(stack, `${id}-policy`, {
        provider,
        repository: repository.name,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'PullByOrganization',
              Effect: 'Allow',
              Principal: '*',
              Action: PULL,
              Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
            },
            {
              Sid: 'PullByCustomer',
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${CUSTOMER}:root` },
              Action: PULL,
            },
          ],
        }),
      });
      new EcrLifecyclePolicy(stack, `${id}-lifecycle`, {
        provider,
        repository: repository.name,
        policy: JSON.stringify(LIFECYCLE),
      });
    }
  }
  new EcrReplicationConfiguration(stack, `${account.name}-replication`, {
    ...(providers[0] === undefined ? {} : { provider: providers[0] }),
    dependsOn: replicas,
    replicationConfiguration: {
      rule: [
        {
          repositoryFilter: [{ filter: 'team-', filterType: 'PREFIX_MATCH' }],
          destination: account.registries.slice(1).map(({ region }) => ({ region, registryId: account.id })),
        },
      ],
    },
  });
}

app.synth();
