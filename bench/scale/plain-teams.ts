import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { DEFAULT_KEEP, teams, type TeamGrant } from './teams';

const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const PULL_PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:GetDownloadUrlForLayer',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

/**
 * The resources of the second organization in plain CDKTF: a loop, and policies with `JSON.stringify`. The
 * baseline for synthesizing a declaration.
 */
const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? 'cdktf.out' });
const stack = new TerraformStack(app, 'plain');
const { accounts, repositories, grants } = teams(Number(process.argv[2]));

const providers = new Map(
  accounts.map(({ name, region }) => [
    name,
    new AwsProvider(stack, name, { alias: name, profile: name, region }),
  ]),
);
const patterns = grants.map((grant) => ({
  grant,
  pattern: new RegExp(`^${grant.glob.replaceAll('*', '.*')}$`),
}));

function statement(allow: TeamGrant['allow'], matching: readonly TeamGrant[]) {
  const accountIds = matching.filter((grant) => grant.allow === allow).map(({ accountId }) => accountId);
  return {
    Sid: allow === 'pull' ? 'Pull' : 'PullPush',
    Effect: 'Allow',
    Principal: { AWS: accountIds.map((accountId) => `arn:aws:iam::${accountId}:root`) },
    Action: allow === 'pull' ? PULL : PULL_PUSH,
  };
}

for (const { name, registry, immutable, scanOnPush, tags, keep = DEFAULT_KEEP } of repositories) {
  const id = `${registry}-${name.replaceAll('/', '_')}`;
  const provider = providers.get(registry);
  const placement = provider === undefined ? {} : { provider };
  const repository = new EcrRepository(stack, `${id}-repository`, {
    ...placement,
    name,
    tags: { ...tags },
    ...(immutable ? { imageTagMutability: 'IMMUTABLE' } : {}),
    ...(scanOnPush ? { imageScanningConfiguration: { scanOnPush } } : {}),
  });
  const matching = patterns.filter(({ pattern }) => pattern.test(name)).map(({ grant }) => grant);
  new EcrRepositoryPolicy(stack, `${id}-policy`, {
    ...placement,
    repository: repository.name,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [statement('pull', matching), statement('pull-push', matching)],
    }),
  });
  new EcrLifecyclePolicy(stack, `${id}-lifecycle`, {
    ...placement,
    repository: repository.name,
    policy: JSON.stringify({
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: keep },
          action: { type: 'expire' },
        },
      ],
    }),
  });
}

app.synth();
