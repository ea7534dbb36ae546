import type { Principal } from '../access-keys';
import type { World } from '../world';
import {
  describeImageReplicationStatus,
  describeReplicationBackfillResults,
  listReplicationBackfills,
  startReplicationBackfill,
  stopReplicationBackfill,
} from './backfills';
import type { EcrContext } from './context';
import { batchDeleteImage, batchGetImage, describeImages, listImages } from './images';
import {
  getLifecyclePolicy,
  getRegistryPolicy,
  getRepositoryPolicy,
  putLifecyclePolicy,
  putRegistryPolicy,
  setRepositoryPolicy,
} from './policies';
import { putImage } from './put-image';
import {
  describePullThroughCacheRules,
  describeRegistry,
  describeRepositoryCreationTemplates,
  getAccountSetting,
  getRegistryScanningConfiguration,
  listPullTimeUpdateExclusions,
  putRegistryScanningConfiguration,
  putReplicationConfiguration,
} from './registry';
import {
  createRepository,
  deleteRepository,
  describeRepositories,
  listTagsForResource,
} from './repositories';

const ECR_OPERATIONS = {
  BatchDeleteImage: batchDeleteImage,
  BatchGetImage: batchGetImage,
  CreateRepository: createRepository,
  DeleteRepository: deleteRepository,
  DescribeImageReplicationStatus: describeImageReplicationStatus,
  DescribeImages: describeImages,
  DescribePullThroughCacheRules: describePullThroughCacheRules,
  DescribeRegistry: describeRegistry,
  DescribeReplicationBackfillResults: describeReplicationBackfillResults,
  DescribeRepositories: describeRepositories,
  DescribeRepositoryCreationTemplates: describeRepositoryCreationTemplates,
  GetAccountSetting: getAccountSetting,
  GetLifecyclePolicy: getLifecyclePolicy,
  GetRegistryPolicy: getRegistryPolicy,
  GetRegistryScanningConfiguration: getRegistryScanningConfiguration,
  GetRepositoryPolicy: getRepositoryPolicy,
  ListImages: listImages,
  ListPullTimeUpdateExclusions: listPullTimeUpdateExclusions,
  ListReplicationBackfills: listReplicationBackfills,
  ListTagsForResource: listTagsForResource,
  PutImage: putImage,
  PutLifecyclePolicy: putLifecyclePolicy,
  PutRegistryPolicy: putRegistryPolicy,
  PutRegistryScanningConfiguration: putRegistryScanningConfiguration,
  PutReplicationConfiguration: putReplicationConfiguration,
  SetRepositoryPolicy: setRepositoryPolicy,
  StartReplicationBackfill: startReplicationBackfill,
  StopReplicationBackfill: stopReplicationBackfill,
};

export type EcrOperation = keyof typeof ECR_OPERATIONS;

function isEcrOperation(name: string): name is EcrOperation {
  return name in ECR_OPERATIONS;
}

/** Returns the result of an operation, or undefined if ECR has none of that name. */
export function callEcrOperation(
  world: World,
  caller: Principal,
  region: string,
  operation: string,
  input: object,
): object | undefined {
  if (!isEcrOperation(operation)) return undefined;
  // Each operation checks its input.
  const perform = ECR_OPERATIONS[operation] as (context: EcrContext, input: object) => object;
  return perform({ world, operation, caller, own: world.registry(caller.accountId, region) }, input);
}
