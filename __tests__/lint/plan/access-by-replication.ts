import { policy, repository, unchanged, type ResourceParts } from '../../plan/plans';
import { allows } from './access-plans';

/** The rules of `develop` before and after, one for each destination. */
export const replicates = (before: readonly object[], after: readonly object[]): ResourceParts => ({
  type: 'aws_ecr_replication_configuration',
  provider: 'develop',
  before: { replication_configuration: [{ rule: before.map((to) => ({ destination: [to] })) }] },
  after: { replication_configuration: [{ rule: after.map((to) => ({ destination: [to] })) }] },
});

export const MANAGEMENT = { region: 'ap-northeast-1', registry_id: '999999999999' };
export const OTHER_REGION = { region: 'us-west-1', registry_id: '111111111111' };

/** The replica of `app`. */
export const copy = unchanged({
  type: 'aws_ecr_repository',
  name: 'copy',
  provider: 'management',
  before: repository('app'),
});

export const destinationPolicy = (parts: Partial<ResourceParts>): ResourceParts => ({
  type: 'aws_ecr_registry_policy',
  name: 'management',
  provider: 'management',
  ...parts,
});
export const ALLOWS_REPLICATION = {
  policy: policy(allows('111111111111', ['ecr:ReplicateImage'], { Resource: '*' })),
};
