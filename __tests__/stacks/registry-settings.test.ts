import { BASE, base } from '../topology/declarations';
import { resourcesOf, synthesised, synthesisedObject } from './synthesised';

const MANAGEMENT = '{ account: management, region: ap-northeast-1 }';
const management = (keys: string) =>
  base(MANAGEMENT, `{ account: management, region: ap-northeast-1, ${keys} }`);

const ON_PUSH = '{ frequency: SCAN_ON_PUSH, repositories: [my-repo, "*-repo"] }';
const CONTINUOUS = '{ frequency: CONTINUOUS_SCAN, repositories: ["my-*"] }';
const ENHANCED = management(`scanning: { type: ENHANCED, rules: [${ON_PUSH}, ${CONTINUOUS}] }`);
const SETTINGS = management(
  'settings: { basicScanTypeVersion: AWS_NATIVE, blobMounting: true, registryPolicyScope: V2 }',
);

const wildcard = (filter: string) => ({ filter, filter_type: 'WILDCARD' });

describe('a registry of which nothing is said', () => {
  test.each(['aws_ecr_registry_scanning_configuration', 'aws_inspector2_enabler', 'aws_ecr_account_setting'])(
    'has no %s: what is there stays as it is',
    (type) => {
      expect(resourcesOf(BASE, type)).toEqual({});
    },
  );
});

describe('scanning', () => {
  test('is the one configuration of the registry, and no other resource', () => {
    expect(resourcesOf(ENHANCED, 'aws_ecr_registry_scanning_configuration')).toEqual({
      management: {
        provider: 'aws.management',
        scan_type: 'ENHANCED',
        rule: [
          { scan_frequency: 'CONTINUOUS_SCAN', repository_filter: [wildcard('my-*')] },
          { scan_frequency: 'SCAN_ON_PUSH', repository_filter: [wildcard('*-repo'), wildcard('my-repo')] },
        ],
      },
    });
    expect(resourcesOf(ENHANCED, 'aws_inspector2_enabler')).toEqual({});
  });

  test('without rules has none', () => {
    const text = management('scanning: { type: BASIC }');
    expect(resourcesOf(text, 'aws_ecr_registry_scanning_configuration')).toEqual({
      management: { provider: 'aws.management', scan_type: 'BASIC' },
    });
  });

  test('comes after Amazon Inspector, where that is turned on from here, for images alone', () => {
    const text = ENHANCED.replace('type: ENHANCED', 'type: ENHANCED, enableInspector: true');
    expect(resourcesOf(text, 'aws_inspector2_enabler')).toEqual({
      management: { provider: 'aws.management', account_ids: ['999999999999'], resource_types: ['ECR'] },
    });
    expect(resourcesOf(text, 'aws_ecr_registry_scanning_configuration').management?.depends_on).toEqual([
      'aws_inspector2_enabler.management',
    ]);
  });
});

describe('account settings', () => {
  test('are a resource each, at an address of their own name', () => {
    const provider = 'aws.management';
    expect(resourcesOf(SETTINGS, 'aws_ecr_account_setting')).toEqual({
      'management-basic_scan_type_version': {
        provider,
        name: 'BASIC_SCAN_TYPE_VERSION',
        value: 'AWS_NATIVE',
      },
      'management-blob_mounting': { provider, name: 'BLOB_MOUNTING', value: 'ENABLED' },
      'management-registry_policy_scope': { provider, name: 'REGISTRY_POLICY_SCOPE', value: 'V2' },
    });
  });

  test('decide what the registry policy may hold, so it comes after', () => {
    expect(resourcesOf(SETTINGS, 'aws_ecr_registry_policy').management?.depends_on).toEqual([
      'aws_ecr_account_setting.management-registry_policy_scope',
    ]);
  });

  test.each([
    ['BLOB_MOUNTING', 'settings: { blobMounting: false }', '~> 6.29'],
    ['CREATE_ON_PUSH', 'creationTemplates: [{ prefix: team, appliedFor: [CREATE_ON_PUSH] }]', '~> 6.28'],
    ['anything else', 'settings: { basicScanTypeVersion: AWS_NATIVE }', '~> 6.25'],
  ])('ask for a version of the AWS provider that takes %s', (_, keys, version) => {
    const { required_providers } = synthesisedObject(management(keys)).terraform;
    expect(required_providers).toEqual({ aws: { source: 'hashicorp/aws', version } });
  });
});

test('the order of the declaration changes no byte', () => {
  const rules = `[${ON_PUSH}, ${CONTINUOUS}]`;
  const settings = 'settings: { registryPolicyScope: V2, blobMounting: true }';
  const text = management(`scanning: { type: ENHANCED, rules: ${rules} }, ${settings}`);
  const other = text
    .replace(rules, `[${CONTINUOUS}, ${ON_PUSH.replace('[my-repo, "*-repo"]', '["*-repo", my-repo]')}]`)
    .replace('registryPolicyScope: V2, blobMounting: true', 'blobMounting: true, registryPolicyScope: V2');
  expect(other).not.toBe(text);
  expect(synthesised(other)).toBe(synthesised(text));
});
