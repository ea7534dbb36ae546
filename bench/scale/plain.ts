import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { DEPLOYER, LIFECYCLE, ORGANIZATION, organisation } from './organisation';

/**
 * The same resources as somebody would write them by hand: loops over what there is, policies by `JSON.stringify`. What
 * the synthesis of a declaration is compared with.
 */
const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? 'cdktf.out' });
const stack = new TerraformStack(app, 'plain');

for (const registry of organisation(Number(process.argv[2])).registries) {
  const provider = new AwsProvider(stack, registry.name, {
    alias: registry.name,
    profile: registry.account,
    region: registry.region,
  });
  for (const name of registry.repositories) {
    const id = `${registry.name}-${name.replaceAll('/', '_')}`;
    const repository = new EcrRepository(stack, `${id}-repository`, { provider, name });
    new EcrRepositoryPolicy(stack, `${id}-policy`, {
      provider,
      repository: repository.name,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Pull',
            Effect: 'Allow',
            Principal: '*',
            Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
            Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
          },
          {
            Sid: 'Push',
            Effect: 'Allow',
            Principal: { AWS: DEPLOYER },
            Action: [
              'ecr:BatchCheckLayerAvailability',
              'ecr:CompleteLayerUpload',
              'ecr:InitiateLayerUpload',
              'ecr:PutImage',
              'ecr:UploadLayerPart',
            ],
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

app.synth();
