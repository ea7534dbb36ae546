import { accountRootArn, registryHost, repositoryArn, repositoryUrl } from '../../src/aws/arn';
import type { AccountId, RepositoryName } from '../../src/aws/names';
import { getPartition, PARTITIONS, tryGetPartition, type Region } from '../../src/aws/partitions';

const accountId = '111111111111' as AccountId;
const name = 'team/service' as RepositoryName;

// A Region of each partition. The expected values are from AWS's documentation and botocore's endpoints.
test.each([
  ['ap-northeast-1', 'aws', 'amazonaws.com'],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov'],
  ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
])('uses the partition of Region %s: %s', (region, partition, suffix) => {
  const registry = { accountId, region: region as Region };
  expect(repositoryArn(registry, name)).toBe(
    `arn:${partition}:ecr:${region}:111111111111:repository/team/service`,
  );
  expect(registryHost(registry)).toBe(`111111111111.dkr.ecr.${region}.${suffix}`);
  expect(repositoryUrl(registry, name)).toBe(`111111111111.dkr.ecr.${region}.${suffix}/team/service`);
  expect(accountRootArn(getPartition(registry.region).id, accountId)).toBe(
    `arn:${partition}:iam::111111111111:root`,
  );
});

test('every Region is in one partition only', () => {
  const all = PARTITIONS.flatMap(({ regions }) => regions);
  expect(new Set(all).size).toBe(all.length);
});

test.each([
  ['ap-northeast-9', 'aws'],
  ['cn-south-1', 'aws-cn'],
  ['us-gov-north-1', 'aws-us-gov'],
  ['us-isob-north-1', 'aws-iso-b'],
  ['eusc-de-west-1', 'aws-eusc'],
])('derives the partition of the new Region %s from its prefix: %s', (region, partition) => {
  expect(tryGetPartition(region)).toBeUndefined();
  expect(getPartition(region as Region).id).toBe(partition);
});
