import { REPOSITORY } from '../../declaration/changed-base';
import { base, BASE } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

/** Returns `BASE` with a statement in the repository policy of my-repo. */
const repository = (statement: string) =>
  base(REPOSITORY, `  my-repo: { registry: develop, statements: [{ ${statement} }] }\n`);

/** Returns `BASE` with a statement in the registry policy of management. */
const registry = (statement: string) =>
  base(
    '  management: { account: management, region: ap-northeast-1 }',
    `  management: { account: management, region: ap-northeast-1, statements: [{ ${statement} }] }`,
  );

const defaults = (statement: string) =>
  `${BASE}defaults: { repository: { statements: [{ ${statement} }] } }\n`;

describeDiagnostics('statements', {
  'statement/unknown-action': [
    {
      bad: repository('principals: develop, actions: [«"ecr:PutImages"»]'),
      message: "Did you mean 'ecr:PutImage'?",
      good: repository('principals: develop, actions: ["ECR:putimage"]'),
    },
    {
      bad: repository('principals: develop, actions: «BatchGetImage»'),
      message: "Did you mean 'ecr:BatchGetImage'?",
      good: repository('principals: develop, actions: "ecr:BatchGetImage"'),
    },
    {
      bad: defaults('principals: develop, actions: «"s3:GetObject"»'),
      message: "ECR actions start with 'ecr:'",
    },
    {
      bad: registry('principals: develop, actions: [«"ecr:Nothing*"»], resources: "*"'),
      message: 'newer than this version',
      good: registry('principals: develop, actions: ["ecr:Batch*"], resources: "*"'),
    },
  ],
  'statement/resource-in-repository-policy': [
    {
      bad: repository('principals: develop, actions: "ecr:ListImages", «resources»: "*"'),
      message: 'registries.<name>.statements',
      good: repository('principals: develop, actions: "ecr:ListImages"'),
    },
  ],
  'statement/auth-token-in-repository-policy': [
    {
      bad: repository('principals: develop, actions: ["ecr:ListImages", «"ecr:GetAuthorizationToken"»]'),
      message: 'has no effect in a repository policy',
      good: repository('principals: develop, actions: ["ecr:*"]'),
    },
    {
      bad: repository('effect: Deny, principals: develop, actions: «"ecr:getauthorizationtoken"»'),
      message: "with Resource '*'",
    },
  ],
  'statement/replicate-in-repository-policy': [
    {
      bad: repository('principals: develop, actions: «"ecr:ReplicateImage"»'),
      message: "Add a rule under 'replication', which writes that policy",
      good: repository('effect: Deny, principals: develop, actions: "ecr:ReplicateImage"'),
    },
    {
      bad: defaults('principals: develop, actions: «"ecr:Replicate*"»'),
      message: "'ecr:ReplicateImage' has no effect in a repository policy",
    },
  ],
  'statement/registry-action-in-repository-policy': [
    {
      bad: repository('principals: develop, actions: «"ecr:PutRegistryPolicy"»'),
      message: "'ecr:PutRegistryPolicy' applies to the whole registry",
      good: registry('principals: develop, actions: "ecr:PutRegistryPolicy", resources: "*"'),
    },
    {
      bad: repository('principals: develop, actions: «"ecr:*RegistryPolicy"»'),
      message: "'ecr:*RegistryPolicy' applies to the whole registry",
      good: repository('principals: develop, actions: "ecr:*Policy"'),
    },
    {
      bad: repository('principals: develop, actions: «"ecr:CreateRepository"»'),
      message: "'ecr:CreateRepository' is called before the repository has a policy",
      good: registry('principals: develop, actions: "ecr:CreateRepository", resources: "*"'),
    },
  ],
  'statement/resource-missing': [
    {
      bad: base(
        '  management: { account: management, region: ap-northeast-1 }',
        '  management:\n    account: management\n    region: ap-northeast-1\n    statements:\n      - «{ principals: develop, actions: "ecr:ListImages" }»',
      ),
      message: 'repositories.<name>.statements',
      good: registry('principals: develop, actions: "ecr:ListImages", resources: my-repo'),
    },
  ],
  'statement/wrong-arn-in-registry-policy': [
    {
      bad: registry(
        'principals: develop, actions: "ecr:ListImages", resources: [my-repo, «"arn:aws:ecr:ap-northeast-1:111111111111:repository/my-repo"»]',
      ),
      message: 'arn:aws:ecr:ap-northeast-1:999999999999:repository/<name>',
      good: registry(
        'principals: develop, actions: "ecr:ListImages", resources: ["arn:aws:ecr:ap-northeast-1:999999999999:repository/my-repo"]',
      ),
    },
    {
      bad: registry(
        'principals: develop, actions: "ecr:ListImages", resources: «"arn:aws:ecr:us-east-1:999999999999:repository/*"»',
      ),
      message: 'move the statement to the registry that it applies to',
      good: registry(
        'principals: develop, actions: "ecr:ListImages", resources: "arn:aws:ecr:*:999999999999:repository/*"',
      ),
    },
    {
      bad: registry(
        'principals: develop, actions: "ecr:ListImages", resources: «"arn:aws:ecr:*:111111111111:*"»',
      ),
      message: 'so the statement never matches',
      good: registry('principals: develop, actions: "ecr:ListImages", resources: "*"'),
    },
  ],
  'statement/public': [
    {
      bad: repository('principals: [develop, «"*"»], actions: "ecr:BatchGetImage"'),
      message: 'Add a condition such as aws:PrincipalOrgID',
      good: repository(
        'principals: "*", actions: "ecr:BatchGetImage", conditions: { StringEquals: { "aws:PrincipalOrgID": o-a1b2c3d4e5 } }',
      ),
    },
    {
      bad: registry(
        'principals: «"*"», actions: "ecr:BatchGetImage", resources: "*", conditions: { StringEquals: {} }',
      ),
      message: "add 'public: true'",
      good: registry('principals: "*", actions: "ecr:BatchGetImage", resources: "*", public: true'),
    },
    ...[
      '{ Bool: { "aws:SecureTransport": "true" } }',
      '{ StringNotEquals: { "aws:PrincipalOrgID": o-a1b2c3d4e5 } }',
      '{ StringEqualsIfExists: { "aws:PrincipalOrgID": o-a1b2c3d4e5 } }',
      '{ StringLike: { "aws:PrincipalOrgID": "o-*" } }',
      '{ StringLike: { "aws:PrincipalAccount": ["111111111111", "*"] } }',
      '{ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }',
      '{ ArnLike: { "aws:PrincipalArn": "*" } }',
      '{ IpAddress: { "aws:SourceIp": 0.0.0.0/0 } }',
      '{ StringLike: { "aws:SourceVpce": "*" } }',
      '{ StringEquals: { "aws:PrincipalOrgID": "${aws:PrincipalOrgID}" } }',
    ].map((conditions) => ({
      bad: repository(`principals: «"*"», actions: "ecr:BatchGetImage", conditions: ${conditions}`),
      message: 'without a condition on the principal allows every AWS account',
      good: repository(
        'principals: "*", actions: "ecr:BatchGetImage", conditions: { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": o-a1b2c3d4e5/* } }',
      ),
    })),
    {
      bad: defaults('principals: «"*"», actions: "ecr:BatchGetImage"'),
      message: 'list principals',
      good: defaults('effect: Deny, principals: "*", actions: "ecr:BatchDeleteImage"'),
    },
  ],
  'statement/condition': [
    {
      bad: repository(
        'principals: develop, actions: "ecr:*", conditions: { «StringEqual»: { "aws:PrincipalTag/team": x } }',
      ),
      message: "Did you mean 'StringEquals'?",
      good: repository(
        'principals: develop, actions: "ecr:*", conditions: { "ForAllValues:StringEqualsIfExists": { "aws:TagKeys": x } }',
      ),
    },
    {
      bad: repository(
        'principals: develop, actions: "ecr:*", conditions: { «NullIfExists»: { "aws:SourceVpc": "true" } }',
      ),
      message: 'is not a condition operator of IAM',
      good: repository(
        'principals: develop, actions: "ecr:*", conditions: { Null: { "aws:SourceVpc": "true" } }',
      ),
    },
    {
      bad: repository(
        'principals: develop, actions: "ecr:*", conditions: { Bool: { «SecureTransport»: "true" } }',
      ),
      message: "'SecureTransport' is not a condition key of IAM",
      good: repository(
        'principals: develop, actions: "ecr:*", conditions: { Bool: { "aws:SecureTransport": "true" } }',
      ),
    },
    {
      bad: repository(
        'principals: { organization: o-a1b2c3d4e5 }, actions: "ecr:BatchGetImage", conditions: { StringEquals: { «"aws:PrincipalOrgID"»: o-zzzzzzzzzz } }',
      ),
      message: 'already adds the condition StringEquals on aws:PrincipalOrgID',
      good: repository(
        'principals: { organization: o-a1b2c3d4e5 }, actions: "ecr:BatchGetImage", conditions: { StringEquals: { "aws:PrincipalTag/team": x } }',
      ),
    },
  ],
  'statement/undocumented-condition': [
    {
      bad: repository(
        'principals: develop, actions: "ecr:BatchGetImage", conditions: { StringLike: { «"aws:PrincipalOrgPaths"»: o-a1b2c3d4e5/* } }',
      ),
      message: 'Write ForAnyValue:StringLike (one value is enough) or ForAllValues:StringLike',
      good: repository(
        'principals: develop, actions: "ecr:BatchGetImage", conditions: { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": o-a1b2c3d4e5/* } }',
      ),
    },
    {
      bad: registry(
        'effect: Deny, principals: develop, actions: "ecr:TagResource", resources: "*", conditions: { StringNotEqualsIfExists: { «"AWS:tagkeys"»: team } }',
      ),
      message: "'StringNotEqualsIfExists' has no quantifier",
      good: registry(
        'effect: Deny, principals: develop, actions: "ecr:TagResource", resources: "*", conditions: { "ForAllValues:StringNotEqualsIfExists": { "AWS:tagkeys": team }, Null: { "aws:TagKeys": "true" } }',
      ),
    },
    {
      bad: defaults(
        'principals: develop, actions: "ecr:BatchGetImage", conditions: { "ForAnyValue:StringLikeIfExists": { «"aws:PrincipalOrgPaths"»: o-a1b2c3d4e5/* } }',
      ),
      message: 'Write ForAnyValue:StringLike, which is false for a request without the key',
      good: defaults(
        'principals: develop, actions: "ecr:BatchGetImage", conditions: { "ForAllValues:StringLikeIfExists": { "aws:PrincipalOrgPaths": o-a1b2c3d4e5/* } }',
      ),
    },
  ],
  'statement/variable-before-resource': [
    {
      bad: registry(
        'principals: develop, actions: "ecr:ListImages", resources: «"arn:aws:ecr:ap-northeast-1:${aws:PrincipalAccount}:repository/*"»',
      ),
      message: 'the ARN never matches',
      good: registry(
        'principals: develop, actions: "ecr:ListImages", resources: "arn:aws:ecr:ap-northeast-1:999999999999:repository/${aws:PrincipalAccount}/*"',
      ),
    },
    {
      bad: registry(
        'effect: Deny, principals: develop, actions: "ecr:ListImages", resources: [my-repo, «"arn:aws:ecr:${aws:RequestedRegion}:*:repository/*"»]',
      ),
      message: 'Write only the name of the repository',
      good: registry(
        'effect: Deny, principals: develop, actions: "ecr:ListImages", resources: [my-repo, "${aws:PrincipalTag/team}/*"]',
      ),
    },
  ],
  'statement/duplicate-sid': [
    {
      bad: repository(
        'sid: A, principals: develop, actions: "ecr:ListImages" }, { sid: «A», principals: develop, actions: "ecr:DescribeImages", registries: develop',
      ),
      message: "Duplicate sid 'A' in this policy.",
      good: repository(
        'sid: A, principals: develop, actions: "ecr:ListImages", registries: management }, { sid: A, principals: develop, actions: "ecr:DescribeImages", registries: develop',
      ),
    },
    {
      bad: repository(
        'sid: Audit, principals: develop, actions: "ecr:ListImages" }, { sid: «Audit», principals: management, actions: "ecr:ListImages"',
      ),
      message: 'Give each statement its own sid, or remove it',
      good: repository(
        'sid: Audit, principals: develop, actions: "ecr:ListImages" }, { principals: management, actions: "ecr:ListImages"',
      ),
    },
    {
      bad: registry(
        'sid: Audit, principals: develop, actions: "ecr:ListImages", resources: "*" }, { sid: «Audit», principals: develop, actions: "ecr:DescribeImages", resources: "*"',
      ),
      message: "Duplicate sid 'Audit' in this policy",
    },
  ],
});
