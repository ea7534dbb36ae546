import { publicAccess } from '../../../src/lint/plan/public-access';
import { policy, type ResourceParts } from '../../plan/plans';
import { APP, onRegistry, onRepository, OTHER, PULL, REGISTRY } from './policy-resources';
import { DOCUMENT_CASES } from './public-access-documents';
import { SERVICE_CASES } from './public-access-services';
import { testRule, type RuleCase } from './rule-cases';

const anyAccount = { Effect: 'Allow', Principal: '*', Action: PULL };
const strangersOut = (condition: object, action: string | readonly string[] = 'ecr:*') => ({
  Effect: 'Deny',
  Principal: '*',
  Action: action,
  Condition: condition,
});
const NOT_OURS = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } };

const only = (condition: object): Pick<RuleCase, 'resources'> => ({
  resources: [onRepository({ ...anyAccount, Condition: condition })],
});

/** A policy that does not change. */
const existing = (...statements: readonly object[]): ResourceParts => ({
  ...onRepository(...statements),
  before: { repository: 'app', policy: policy(...statements) },
});

testRule(publicAccess, [
  {
    name: 'reports any AWS account without a condition',
    resources: [onRepository({ Sid: 'Open', ...anyAccount })],
    finds: [
      [
        APP,
        "The repository policy of 'app' (111111111111 in ap-northeast-1) lets every AWS account, including those outside your organization",
        "pull: statement 'Open' allows all principals",
        'aws:PrincipalOrgID',
      ],
    ],
  },
  {
    name: 'reports two statements of one policy in one finding',
    resources: [onRepository(anyAccount, { ...anyAccount, Principal: { AWS: '*' }, Action: 'ecr:*' })],
    finds: [[APP, 'do everything: statement 1 and statement 2 allow all principals']],
  },
  {
    name: 'reports NotPrincipal',
    resources: [onRepository({ Effect: 'Allow', NotPrincipal: OTHER, Action: PULL })],
    finds: [[APP, 'all principals except those in NotPrincipal']],
  },
  {
    name: 'reports an account that is a wildcard',
    resources: [onRepository({ ...anyAccount, Principal: { AWS: 'arn:aws:iam::*:root' } })],
    finds: [[APP]],
  },
  {
    name: 'reports a registry policy',
    resources: [onRegistry({ ...anyAccount, Action: 'ecr:ReplicateImage', Resource: '*' })],
    finds: [[REGISTRY, 'The registry policy of 999999999999 in ap-northeast-1', 'call ecr:ReplicateImage']],
  },
  {
    name: 'reports a condition that does not restrict the caller',
    ...only({ Bool: { 'aws:SecureTransport': 'true' } }),
    finds: [[APP]],
  },
  ...(
    [
      [
        'that also holds without the key',
        { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
        'aws:PrincipalOrgID StringEqualsIfExists o-abcdefghij also matches requests without the key',
        'Use StringEquals instead of StringEqualsIfExists.',
      ],
      [
        'that holds for no value at all',
        { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-abcdefghij/*' } },
        'aws:PrincipalOrgPaths ForAllValues:StringLike o-abcdefghij/* also matches requests without the key',
        'Use ForAnyValue:StringLike instead of ForAllValues:StringLike.',
      ],
      [
        'on any organization',
        { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
        'aws:PrincipalOrgID StringLike o-* matches every organization',
        'In aws:PrincipalOrgID, replace o-* with the intended values.',
      ],
      [
        'on any unit',
        { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-abcdefghij/*', 'o-*/r-*'] } },
        'aws:PrincipalOrgPaths ForAnyValue:StringLike o-*/r-* matches every organization',
        'replace o-*/r-* with the intended values.',
      ],
      [
        'on the organization of the caller',
        { StringEquals: { 'aws:PrincipalOrgID': '${aws:PrincipalOrgID}' } },
        'StringEquals ${aws:PrincipalOrgID} matches every organization',
        'replace ${aws:PrincipalOrgID} with the intended values',
      ],
      [
        'on any role',
        { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ci' } },
        'aws:PrincipalArn ArnLike arn:aws:iam::*:role/ci matches every account',
        'such as arn:aws:iam::ACCOUNT:role/ci.',
      ],
      [
        'on any account',
        { StringLike: { 'aws:PrincipalAccount': ['*', '2*'] } },
        'aws:PrincipalAccount StringLike *, 2* matches every account',
        'replace *, 2* with the intended values.',
      ],
      [
        'on any address',
        { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '0.0.0.0/0'] } },
        'aws:SourceIp IpAddress 0.0.0.0/0 matches every address',
        'replace 0.0.0.0/0 with the intended values.',
      ],
      [
        'on any endpoint',
        { StringLike: { 'aws:SourceVpce': '*' } },
        'aws:SourceVpce StringLike * matches every caller',
        'replace * with the intended values.',
      ],
      [
        'on all other organizations',
        { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
        'aws:PrincipalOrgID StringNotEquals o-abcdefghij excludes only the values that it lists',
        'Use StringEquals on aws:PrincipalOrgID, with the intended values.',
      ],
      [
        'on the existence of an organization',
        { Null: { 'aws:PrincipalOrgID': 'false' } },
        'aws:PrincipalOrgID Null false only checks whether the key is present',
        'Compare aws:PrincipalOrgID with the intended values.',
      ],
    ] as const
  ).map(([name, condition, fault, help]) => ({
    name: `reports a condition ${name}`,
    ...only(condition),
    finds: [[APP, `statement 1 allows all principals, and its condition `, `${fault}.\n`, help] as const],
  })),
  ...(
    [
      [{ StringEquals: { 'aws:PrincipalTag/team': 'core' } }, 'sets the tags of its roles and users'],
      [{ StringEquals: { 'aws:username': 'deploy' } }, 'chooses the names of its users'],
      [{ StringLike: { 'aws:userid': '*:deploy' } }, 'AWS assigns only the ID before the colon'],
      [{ StringLike: { 'aws:userid': 'AROA*' } }, 'AWS assigns only the ID before the colon'],
      [{ IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } }, 'every account can have a VPC with these'],
      [{ StringLike: { 'aws:Referer': 'https://example.com/*' } }, 'the caller sends this header'],
      [{ StringEquals: { 'aws:RequestTag/team': 'core' } }, 'the caller sends these tags'],
      [{ IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }, 'matches too many addresses'],
      [{ IpAddress: { 'aws:SourceIp': '::/1' } }, 'matches too many addresses'],
      [{ StringLike: { 'aws:SourceVpce': 'vpce-*' } }, 'matches every caller'],
      [
        { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } },
        'without a condition that restricts the principals',
      ],
      [{ StringEquals: { 'aws:TagKeys': 'a' } }, 'the caller sends these tags'],
    ] as const
  ).map(([condition, fault]) => ({
    name: `reports a condition on a value that the caller controls: ${JSON.stringify(condition)}`,
    ...only(condition),
    severity: 'error' as const,
    finds: [[APP, fault] as const],
  })),
  ...[
    { StringEquals: { 'aws:userid': 'AIDAEXAMPLEEXAMPLEEXA' } },
    { StringLike: { 'aws:userid': ['AROAEXAMPLEEXAMPLEEXA:*', '111111111111:*'] } },
    { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '10.0.0.0/8', '2001:db8::/32'] } },
    { StringEquals: { 'aws:VpceAccount': '222222222222' } },
    { StringEquals: { 'aws:PrincipalTag/team': 'core', 'aws:PrincipalOrgID': 'o-abcdefghij' } },
  ].map((condition) => ({
    name: `does not report a condition on a value that the caller does not control: ${JSON.stringify(condition)}`,
    ...only(condition),
    finds: [],
  })),
  {
    name: 'reports a Deny that the caller evades with its own tag',
    resources: [
      onRepository(anyAccount, strangersOut({ StringNotEquals: { 'aws:PrincipalTag/team': 'core' } })),
    ],
    finds: [[APP]],
  },
  {
    name: 'does not report a policy that does not change',
    resources: [existing(anyAccount)],
    finds: [],
  },
  {
    name: 'reports a policy that does not change if unchanged is set',
    resources: [existing(anyAccount)],
    options: { unchanged: true },
    finds: [[APP]],
  },
  {
    name: 'reports a policy of which another statement changes',
    resources: [
      {
        ...existing(anyAccount),
        after: { repository: 'app', policy: policy(anyAccount, { ...anyAccount, Principal: OTHER }) },
      },
    ],
    finds: [[APP, 'statement 1 allows all principals']],
  },
  {
    name: 'reports two conditions that restrict no caller',
    ...only({
      IpAddress: { 'aws:SourceIp': '0.0.0.0/0' },
      StringLike: { 'aws:PrincipalOrgID': '*' },
    }),
    finds: [
      [
        APP,
        'and its condition aws:SourceIp IpAddress 0.0.0.0/0 matches every address, and its condition aws:PrincipalOrgID',
      ],
    ],
  },
  {
    name: 'reports public statements with different faults',
    resources: [
      onRepository(
        anyAccount,
        { ...anyAccount, Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-*' } } },
        {
          ...anyAccount,
          Action: 'ecr:ListImages',
          Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
        },
      ),
    ],
    finds: [
      [
        APP,
        'statement 1 allows all principals without a condition that restricts the principals; statement 2 and statement 3 allow all principals, and ' +
          'their condition aws:PrincipalOrgID StringLike o-* matches every organization.',
        'In aws:PrincipalOrgID, replace',
        'List the accounts or roles',
      ],
    ],
  },
  {
    name: 'does not report an organization',
    ...only({ StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }),
    finds: [],
  },
  {
    name: 'does not report an organizational unit',
    ...only({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-abcdefghij/*' } }),
    finds: [],
  },
  {
    name: 'does not report an account',
    ...only({ StringEquals: { 'aws:PrincipalAccount': '222222222222' } }),
    finds: [],
  },
  {
    name: 'does not report a role',
    ...only({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/ci-*' } }),
    finds: [],
  },
  {
    name: 'does not report a VPC endpoint',
    ...only({ StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }),
    finds: [],
  },
  { name: 'does not report a Deny', resources: [onRepository({ ...anyAccount, Effect: 'Deny' })], finds: [] },
  {
    name: 'does not report an account root',
    resources: [onRepository({ ...anyAccount, Principal: OTHER })],
    finds: [],
  },
  {
    name: 'does not report a Deny of other accounts next to the Allow',
    resources: [onRepository(anyAccount, strangersOut(NOT_OURS))],
    finds: [],
  },
  {
    name: 'reports a Deny of other actions next to the Allow',
    resources: [onRepository(anyAccount, strangersOut(NOT_OURS, 'ecr:PutImage'))],
    finds: [[APP]],
  },
  {
    name: 'reports a Deny with two conditions next to the Allow',
    resources: [
      onRepository(anyAccount, strangersOut({ ...NOT_OURS, StringNotLike: { 'aws:userid': 'x*' } })),
    ],
    finds: [[APP]],
  },
  {
    name: 'does not report a policy that is destroyed',
    resources: [
      {
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        before: { repository: 'app', policy: policy(anyAccount) },
      },
    ],
    finds: [],
  },
]);

testRule(publicAccess, SERVICE_CASES);
testRule(publicAccess, DOCUMENT_CASES);
