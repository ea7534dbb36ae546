import {
  accountRootArn,
  registryHost,
  registryText,
  repositoryArn,
  repositoryUrl,
  type RegistryId,
} from '../../src/aws/arn';
import {
  isAccountId,
  unknownAccount,
  unknownRegion,
  type AccountId,
  type RepositoryName,
} from '../../src/aws/names';
import {
  getPartition,
  isRegionKnown,
  PARTITIONS,
  tryGetPartition,
  type Region,
} from '../../src/aws/partitions';

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

test('requires a known account and Region for a host', () => {
  const registry: RegistryId = {
    accountId: unknownAccount('account of a'),
    region: unknownRegion('region of a'),
  };
  // @ts-expect-error An unknown account has no host.
  const host = registryHost(registry);
  expect(host).toContain(registry.accountId);
  expect(registryText(registry)).toBe('account of a in region of a');
});

test('narrows to a known account and Region', () => {
  // @ts-expect-error An unknown account is not an account ID.
  const account: AccountId = unknownAccount('account of a');
  // @ts-expect-error An unknown Region is not a Region.
  const region: Region = unknownRegion('region of a');
  expect([isAccountId(account), isRegionKnown(region)]).toEqual([false, false]);

  const { accountId, region: known }: RegistryId = {
    accountId: '111111111111' as AccountId,
    region: 'eu-west-1' as Region,
  };
  const narrowed = isAccountId(accountId) && isRegionKnown(known) ? { accountId, region: known } : undefined;
  expect(narrowed && registryHost(narrowed)).toBe('111111111111.dkr.ecr.eu-west-1.amazonaws.com');
});
