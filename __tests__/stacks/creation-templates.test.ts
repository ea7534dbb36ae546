import { resourcesOf, synthesiseObject } from './synthesised';

const ROLE = 'arn:aws:iam::111111111111:role/ecr';
const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const text = (...templates: readonly string[]) => `accounts:
  run: { id: "111111111111" }
registries:
  run: { account: run, region: eu-west-1, creationTemplates: [${templates.join(', ')}] }
repositories: {}
`;

const resources = (...templates: readonly string[]) =>
  resourcesOf(text(...templates), 'aws_ecr_repository_creation_template');

describe('a creation template', () => {
  test("leaves out ECR's defaults", () => {
    expect(resources('{ prefix: team, appliedFor: [CREATE_ON_PUSH] }')).toEqual({
      'run-team': { prefix: 'team', applied_for: ['CREATE_ON_PUSH'], provider: 'aws.run' },
    });
  });

  const ARCHIVE = ', lifecycle: [{ tagStatus: any, daysSincePulled: 90, action: archive }]';
  const EXPIRE = ', lifecycle: [{ tagStatus: any, daysSincePushed: 90, action: expire }]';

  test.each([
    ['CREATE_ON_PUSH', '', '~> 6.28'],
    ['CREATE_ON_PUSH', ARCHIVE, '~> 6.29'],
    ['REPLICATION', '', '~> 6.25'],
    ['REPLICATION', EXPIRE, '~> 6.25'],
    ['REPLICATION', ARCHIVE, '~> 6.29'],
  ])('for %s%s requires the version of the AWS provider that supports it', (use, lifecycle, version) => {
    const stack = synthesiseObject(text(`{ prefix: team, appliedFor: [${use}]${lifecycle} }`));
    expect(stack.terraform.required_providers).toMatchObject({ aws: { version } });
  });

  test('has every declared setting', () => {
    const { 'run-ROOT': root } = resources(
      `{ prefix: ROOT, appliedFor: [CREATE_ON_PUSH], description: All of ours, customRoleArn: "${ROLE}",
         imageTagMutability: IMMUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: [latest, "dev-*"],
         encryption: { type: KMS, kmsKey: "${KEY}" }, tags: { team: web },
         lifecycle: [{ tagStatus: untagged, daysSincePushed: 14, action: expire }],
         statements: [{ sid: Pull, principals: run, actions: ["ecr:BatchGetImage"] }] }`,
    );
    const { lifecycle_policy: lifecycle, repository_policy: policy, ...others } = root!;
    expect(others).toEqual({
      prefix: 'ROOT',
      applied_for: ['CREATE_ON_PUSH'],
      description: 'All of ours',
      custom_role_arn: ROLE,
      image_tag_mutability: 'IMMUTABLE_WITH_EXCLUSION',
      image_tag_mutability_exclusion_filter: [
        { filter: 'dev-*', filter_type: 'WILDCARD' },
        { filter: 'latest', filter_type: 'WILDCARD' },
      ],
      encryption_configuration: [{ encryption_type: 'KMS', kms_key: KEY }],
      resource_tags: { team: 'web' },
      provider: 'aws.run',
    });
    expect(JSON.parse(String(lifecycle))).toMatchObject({
      rules: [{ selection: { tagStatus: 'untagged', countNumber: 14 }, action: { type: 'expire' } }],
    });
    expect(JSON.parse(String(policy))).toMatchObject({
      Statement: [{ Sid: 'Pull', Effect: 'Allow', Action: ['ecr:BatchGetImage'] }],
    });
    expect(JSON.parse(String(policy))).not.toHaveProperty(['Statement', 0, 'Resource']);
  });

  test('contains IAM variables that Terraform does not evaluate', () => {
    const { 'run-team': team } = resources(
      `{ prefix: team, appliedFor: [CREATE_ON_PUSH], statements: [{ principals: run, actions: "ecr:BatchGetImage",
         conditions: { StringEquals: { "aws:PrincipalTag/team": "\${aws:PrincipalTag/owner}" } } }] }`,
    );
    expect(String(team?.repository_policy)).toContain(String.raw`\u0024{aws:PrincipalTag/owner}`);
  });

  test('has an address that depends only on its prefix', () => {
    const prefixes = ['team/web', 'team_web', 'ROOT', 'root'];
    const addresses = prefixes.map(
      (prefix) => Object.keys(resources(`{ prefix: ${prefix}, appliedFor: [CREATE_ON_PUSH] }`))[0],
    );
    expect(addresses).toEqual(['run-team_web-a5cb1ff6', 'run-team_web', 'run-ROOT', 'run-root']);
  });
});
