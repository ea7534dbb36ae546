import { policy, repository, unchanged, type ResourceParts } from '../../plan/plans';

export const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
export const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];
export const allows = (account: string, actions: readonly string[] = PULL, parts: object = {}) => ({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: actions,
  ...parts,
});

export const app = unchanged({
  type: 'aws_ecr_repository',
  name: 'app',
  provider: 'develop',
  before: repository('app'),
});
export const web = unchanged({
  type: 'aws_ecr_repository',
  name: 'web',
  provider: 'develop',
  before: repository('web'),
});
export type Statements = readonly object[];
export const policyOn = (name: string, before: Statements, after: Statements): ResourceParts => ({
  type: 'aws_ecr_repository_policy',
  name,
  provider: 'develop',
  before: { repository: name, policy: policy(...before) },
  after: { repository: name, policy: policy(...after) },
});
export const registryPolicy = (before: Statements, after: Statements): ResourceParts => ({
  type: 'aws_ecr_registry_policy',
  provider: 'develop',
  before: { policy: policy(...before) },
  after: { policy: policy(...after) },
});
export const A = '222222222222';
export const B = '333333333333';
export const APP = 'aws_ecr_repository_policy.app';
export const EVERYWHERE = { Resource: 'arn:aws:ecr:ap-northeast-1:111111111111:repository/*' };

/** A repository that is created or destroyed together with its policy. */
export const appWithPolicy = (when: 'after' | 'before'): readonly ResourceParts[] => [
  { type: 'aws_ecr_repository', name: 'app', provider: 'develop', [when]: repository('app') },
  {
    type: 'aws_ecr_repository_policy',
    name: 'app',
    provider: 'develop',
    [when]: { repository: 'app', policy: policy(allows(A)) },
  },
];
