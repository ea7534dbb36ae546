import { BASE, base } from '../declaration/declarations';
import { resourcesOf, synthesise, synthesiseObject } from './synthesised';

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

describe('a registry without settings', () => {
  test.each(['aws_ecr_registry_scanning_configuration', 'aws_inspector2_enabler', 'aws_ecr_account_setting'])(
    'has no %s, so that existing settings do not change',
    (type) => {
      expect(resourcesOf(BASE, type)).toEqual({});
    },
  );
});

describe('scanning', () => {
  test('is one configuration of the registry, without other resources', () => {
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

  test('without rules has no rule blocks', () => {
    const text = management('scanning: { type: BASIC }');
    expect(resourcesOf(text, 'aws_ecr_registry_scanning_configuration')).toEqual({
      management: { provider: 'aws.management', scan_type: 'BASIC' },
    });
  });

  test('depends on Amazon Inspector if this registry enables it, for ECR only', () => {
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
  test('are one resource each, with an address of their name', () => {
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

  test('are applied before the registry policy, because they decide what it may contain', () => {
    expect(resourcesOf(SETTINGS, 'aws_ecr_registry_policy').management?.depends_on).toEqual([
      'aws_ecr_account_setting.management-registry_policy_scope',
    ]);
  });

  test.each([
    ['BLOB_MOUNTING', 'settings: { blobMounting: false }', '~> 6.29'],
    ['CREATE_ON_PUSH', 'creationTemplates: [{ prefix: team, appliedFor: [CREATE_ON_PUSH] }]', '~> 6.28'],
    ['every other setting', 'settings: { basicScanTypeVersion: AWS_NATIVE }', '~> 6.25'],
  ])('require a version of the AWS provider that supports %s', (_, keys, version) => {
    const { required_providers } = synthesiseObject(management(keys)).terraform;
    expect(required_providers).toEqual({ aws: { source: 'hashicorp/aws', version } });
  });
});

describe('pull time update exclusions', () => {
  const SCANNER = 'arn:aws:iam::999999999999:role/scanner';
  const AUDIT = 'arn:aws:iam::111111111111:user/audit/ci';
  const text = management(`pullTimeUpdateExclusions: ["${SCANNER}", "${AUDIT}"]`);

  test('are one resource each, with an address of the ARN', () => {
    const provider = 'aws.management';
    expect(resourcesOf(text, 'aws_ecr_pull_time_update_exclusion')).toEqual({
      'management-arn_aws_iam__111111111111_user_audit_ci-a5f66f3e': { provider, principal_arn: AUDIT },
      'management-arn_aws_iam__999999999999_role_scanner-57c2c8cb': { provider, principal_arn: SCANNER },
    });
  });

  test('require a version of the AWS provider that supports them', () => {
    expect(synthesiseObject(text).terraform.required_providers).toEqual({
      aws: { source: 'hashicorp/aws', version: '~> 6.28' },
    });
  });

  test('have the same bytes in another order', () => {
    const other = management(`pullTimeUpdateExclusions: ["${AUDIT}", "${SCANNER}"]`);
    expect(synthesise(other)).toBe(synthesise(text));
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
  expect(synthesise(other)).toBe(synthesise(text));
});
