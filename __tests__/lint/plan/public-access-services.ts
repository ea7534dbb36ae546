import { APP, onRegistry, onRepository, OTHER, PULL, REGISTRY } from './policy-resources';
import type { RuleCase } from './rule-cases';

const anyAccount = { Effect: 'Allow', Principal: '*', Action: PULL };
const LAMBDA = { Service: 'lambda.amazonaws.com' };
const CODEBUILD = { Service: 'codebuild.amazonaws.com' };
const service = (principal: object, condition?: object, ...others: readonly object[]) => ({
  resources: [
    onRepository(
      {
        Sid: 'Service',
        Effect: 'Allow',
        Principal: principal,
        Action: PULL,
        ...(condition === undefined ? {} : { Condition: condition }),
      },
      ...others,
    ),
  ],
});
const servicesOut = (condition: object, parts: object = {}) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 'ecr:*',
  Condition: condition,
  ...parts,
});
const NOT_OUR_SOURCE = { StringNotEquals: { 'aws:SourceAccount': '111111111111' } };
const A_SERVICE = { Bool: { 'aws:PrincipalIsAWSService': 'true' } };

/** Policies that allow services of AWS without a condition on the source. */
export const SERVICE_CASES: readonly RuleCase[] = [
  {
    name: 'reports Lambda functions of any account',
    ...service(LAMBDA),
    severity: 'warning',
    finds: [
      [
        APP,
        "lets lambda.amazonaws.com pull: statement 'Service' allows lambda.amazonaws.com without a condition on " +
          'aws:SourceAccount or aws:SourceArn. Therefore the access applies to functions of any AWS account (confused deputy).',
        'ArnLike aws:SourceArn arn:aws:lambda:REGION:ACCOUNT:function:*.',
      ],
    ],
  },
  {
    name: 'reports Lambda functions of any account by a wildcard',
    ...service(LAMBDA, { StringLike: { 'aws:sourceArn': 'arn:aws:lambda:*:*:function:*' } }),
    finds: [
      [
        APP,
        "statement 'Service' allows lambda.amazonaws.com, and its condition aws:sourceArn StringLike " +
          'arn:aws:lambda:*:*:function:* matches every account.',
        'such as arn:aws:lambda:*:ACCOUNT:function:*.',
      ],
    ],
  },
  {
    name: 'reports CodeBuild for any account',
    ...service(CODEBUILD),
    finds: [
      [
        APP,
        'lets codebuild.amazonaws.com pull',
        'applies to any AWS account (confused deputy)',
        'StringEquals aws:SourceAccount',
      ],
    ],
  },
  {
    name: 'reports two services',
    ...service({ Service: ['lambda.amazonaws.com', 'codebuild.amazonaws.com'] }),
    finds: [
      [
        APP,
        'lets codebuild.amazonaws.com and lambda.amazonaws.com pull',
        'applies to any AWS account and functions of any AWS account',
        'allows codebuild.amazonaws.com and lambda.amazonaws.com without',
      ],
    ],
  },
  {
    name: 'reports a service next to an account',
    ...service({ ...OTHER, ...LAMBDA }),
    finds: [[APP, "statement 'Service' allows lambda.amazonaws.com without"]],
  },
  {
    name: 'reports a service and any AWS account in two findings',
    ...service(LAMBDA, undefined, anyAccount),
    finds: [
      [
        APP,
        'every AWS account, including those outside your organization',
        'statement 2 allows all principals',
      ],
      [APP, "statement 'Service' allows lambda.amazonaws.com"],
    ],
  },
  {
    name: 'reports a service in a registry policy',
    resources: [onRegistry({ Effect: 'Allow', Principal: CODEBUILD, Action: PULL, Resource: '*' })],
    finds: [[REGISTRY, 'lets codebuild.amazonaws.com pull']],
  },
  ...[
    { StringEqualsIfExists: { 'aws:SourceAccount': '111111111111' } },
    { StringNotEquals: { 'aws:SourceAccount': '111111111111' } },
    { StringEquals: { 'aws:PrincipalServiceName': 'codebuild.amazonaws.com' } },
    { Bool: { 'aws:SecureTransport': 'true' } },
    A_SERVICE,
  ].map((condition) => ({
    name: `reports a service with the condition ${JSON.stringify(condition)}`,
    ...service(CODEBUILD, condition),
    finds: [[APP] as const],
  })),
  ...[
    { StringEquals: { 'aws:SourceAccount': ['111111111111', '222222222222'] } },
    { ArnLike: { 'AWS:SourceArn': 'arn:aws:lambda:*:222222222222:function:*' } },
    { StringEquals: { 'aws:SourceOrgID': 'o-abcdefghij' } },
    { 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': 'o-abcdefghij/*' } },
    // No service sets this key, so the statement applies only to its other principals.
    { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
  ].map((condition) => ({
    name: `does not report a service with the condition ${JSON.stringify(condition)}`,
    ...service(LAMBDA, condition),
    finds: [],
  })),
  ...['replication.ecr.amazonaws.com', 'pullthroughcache.ecr.amazonaws.com', 'ecr.amazonaws.com'].map(
    (name) => ({ name, ...service({ Service: name }), finds: [] }),
  ),
  {
    name: 'reports a service name with the same suffix',
    ...service({ Service: 'notecr.amazonaws.com' }),
    finds: [[APP]],
  },
  {
    name: 'does not report a service that is denied',
    resources: [onRepository(servicesOut({}, { Principal: LAMBDA }))],
    finds: [],
  },
  ...[
    servicesOut(NOT_OUR_SOURCE),
    servicesOut({ ...NOT_OUR_SOURCE, ...A_SERVICE }),
    servicesOut(NOT_OUR_SOURCE, { Principal: LAMBDA }),
  ].map((denial) => ({
    name: `does not report a service if ${JSON.stringify(denial)} denies other accounts`,
    ...service(LAMBDA, undefined, denial),
    finds: [],
  })),
  ...[
    servicesOut(NOT_OUR_SOURCE, { Principal: CODEBUILD }),
    servicesOut(NOT_OUR_SOURCE, { Principal: OTHER }),
    servicesOut(NOT_OUR_SOURCE, { Action: 'ecr:PutImage' }),
    servicesOut({ ...NOT_OUR_SOURCE, Bool: { 'aws:PrincipalIsAWSService': 'false' } }),
    servicesOut({ StringNotEquals: { 'aws:PrincipalServiceName': 'lambda.amazonaws.com' } }),
  ].map((denial) => ({
    name: `reports a service if ${JSON.stringify(denial)} does not deny all other accounts`,
    ...service(LAMBDA, undefined, denial),
    finds: [[APP] as const],
  })),
];
