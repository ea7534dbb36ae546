import type { RequestContextValues } from '../../../../src/access/evaluate/request';
import { IAM } from './case';
import { OPERATORS, rows, VARIABLES, type ConditionCase } from './condition-case';

const SETS = `${IAM}/reference_policies_condition-single-vs-multi-valued-context-keys.html`;
const SEVERAL = `${IAM}/reference_policies_condition-logic-multiple-context-keys-or-values.html`;

const TAGS = { StringEqualsIgnoreCase: { 'aws:RequestTag/environment': ['preprod', 'storage'] } };
const TAG_KEYS = { 'aws:TagKeys': ['environment', 'cost-center'] };
const DISTRIBUTIONS = [
  'arn:aws::cloudfront:123456789012:distribution/*',
  'arn:aws::cloudfront:123456789012:distribution/support*',
];
const distribution = (name: string, account = '123456789012') =>
  `arn:aws::cloudfront:${account}:distribution/${name}`;
const ANA_AND_MARY = ['arn:aws:iam::222222222222:user/Ana', 'arn:aws:iam::222222222222:user/Mary'];
const STAFF = {
  'aws:PrincipalTag/department': ['finance', 'hr', 'legal'],
  'aws:PrincipalTag/role': ['audit', 'security'],
};
const person = (name: string, department?: string, role?: string): RequestContextValues => ({
  'aws:PrincipalArn': `arn:aws:iam::222222222222:user/${name}`,
  ...(department === undefined ? {} : { 'aws:PrincipalTag/department': department }),
  ...(role === undefined ? {} : { 'aws:PrincipalTag/role': role }),
});

/** From tables of the AWS documentation. */
export const DOCUMENTED: readonly ConditionCase[] = [
  ...rows(
    `${OPERATORS}#Conditions_String, table of job-category`,
    { StringEquals: { 'aws:PrincipalTag/job-category': 'iamuser-admin' } },
    [
      [{ 'aws:PrincipalTag/job-category': 'iamuser-admin' }, true],
      [{ 'aws:PrincipalTag/job-category': 'dev-ops' }, false],
      [{}, false],
    ],
  ),
  ...rows(
    `${OPERATORS}#Conditions_String, table of home directories`,
    { StringLike: { 's3:prefix': ['home/', 'home/${aws:username}/'] } },
    [
      [{ 'aws:username': 'martha_rivera', 's3:prefix': 'home/martha_rivera/' }, true],
      [{ 'aws:username': 'nikki_wolf', 's3:prefix': 'home/nikki_wolf/' }, true],
      [{ 'aws:username': 'nikki_wolf', 's3:prefix': 'home/martha_rivera/' }, false],
      [{ 's3:prefix': 'home/martha_rivera/' }, false],
    ],
  ),
  ...rows(
    `${OPERATORS}#conditions_string_multivalued, table of CreateTags`,
    { ...TAGS, 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'environment' } },
    [
      [{ 'aws:TagKeys': ['environment'], 'aws:RequestTag/environment': 'preprod' }, true],
      [{ 'aws:TagKeys': ['environment', 'costcenter'], 'aws:RequestTag/environment': 'PreProd' }, true],
      [{ 'aws:TagKeys': ['Environment'], 'aws:RequestTag/Environment': 'preprod' }, false],
      [{ 'aws:TagKeys': ['costcenter'], 'aws:RequestTag/environment': 'preprod' }, false],
      [{ 'aws:RequestTag/environment': 'storage' }, false],
      [{ 'aws:TagKeys': ['environment'] }, false],
      [{}, false],
    ],
  ),
  ...rows(`${OPERATORS}#Conditions_Boolean, table`, { Bool: { 'aws:SecureTransport': 'false' } }, [
    [{ 'aws:SecureTransport': 'false' }, true],
    [{ 'aws:SecureTransport': 'true' }, false],
    [{ 'aws:SecureTransport': [] }, false],
  ]),
  ...rows(
    `${OPERATORS}#Conditions_BinaryEquals, table`,
    { BinaryEquals: { key: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' } },
    [
      [{ key: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' }, true],
      [{ key: 'ASIAIOSFODNN7EXAMPLE' }, false],
      [{}, false],
    ],
  ),
  ...rows(`${OPERATORS}#Conditions_IPAddress, table`, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, [
    [{ 'aws:SourceIp': '203.0.113.1' }, true],
    [{ 'aws:SourceIp': '198.51.100.1' }, false],
    [{}, false],
  ]),
  ...rows(
    `${OPERATORS}#Conditions_ARN, table of SourceArn`,
    { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-west-2:123456789012:TOPIC-ID' } },
    [
      [{ 'aws:SourceArn': 'arn:aws:sns:us-west-2:123456789012:TOPIC-ID' }, true],
      [{ 'aws:SourceArn': 'arn:aws:sns:us-west-2:777788889999:TOPIC-ID' }, false],
      [{}, false],
    ],
  ),
  ...rows(
    `${OPERATORS}#conditions_arn_multivalued, table`,
    { 'ForAllValues:ArnLike': { 'logs:LogGeneratingResourceArns': DISTRIBUTIONS } },
    [
      [{ 'logs:LogGeneratingResourceArns': [distribution('costcenter')] }, true],
      [{ 'logs:LogGeneratingResourceArns': [distribution('costcenter'), distribution('support2025')] }, true],
      [{ 'logs:LogGeneratingResourceArns': [distribution('costcenter'), distribution('admin')] }, true],
      [{ 'logs:LogGeneratingResourceArns': [distribution('costcenter', '777788889999')] }, false],
      [{}, true],
    ],
  ),
  ...rows(
    `${OPERATORS}#Conditions_IfExists, table`,
    { StringLikeIfExists: { 'ec2:InstanceType': ['t1.*', 't2.*', 'm3.*'] } },
    [
      [{ 'ec2:InstanceType': 't1.micro' }, true],
      [{ 'ec2:InstanceType': 'm2.micro' }, false],
      [{}, true],
    ],
  ),
  ...rows(
    `${SETS}#reference_policies_condition-forallvalues, table`,
    { 'ForAllValues:StringEquals': TAG_KEYS, Null: { 'aws:TagKeys': 'false' } },
    [
      [{ 'aws:TagKeys': ['environment'] }, true],
      [{ 'aws:TagKeys': ['cost-center'] }, true],
      [{ 'aws:TagKeys': ['environment', 'cost-center'] }, true],
      [{ 'aws:TagKeys': ['environment', 'dept'] }, false],
      [{}, false],
    ],
  ),
  ...rows(
    `${SETS}#reference_policies_condition-foranyvalue, table`,
    { 'ForAnyValue:StringEquals': TAG_KEYS },
    [
      [{ 'aws:TagKeys': ['environment'] }, true],
      [{ 'aws:TagKeys': ['cost-center'] }, true],
      [{ 'aws:TagKeys': ['environment', 'cost-center'] }, true],
      [{ 'aws:TagKeys': ['environment', 'dept'] }, true],
      [{ 'aws:TagKeys': ['dept'] }, false],
      [{}, false],
    ],
  ),
  ...rows(
    `${SEVERAL}#reference_policies_multiple-conditions-eval, table`,
    { StringEquals: STAFF, ArnLike: { 'aws:PrincipalArn': ANA_AND_MARY } },
    [
      [person('Mary', 'legal', 'audit'), true],
      [person('Nikki', 'hr', 'audit'), false],
      [person('Mary', 'hr', 'payroll'), false],
      [person('Mary', 'hr'), false],
      [person('Mary'), false],
    ],
  ),
  ...rows(
    `${SEVERAL}#reference_policies_multiple-conditions-negated-matching-eval, table`,
    { StringEquals: STAFF, ArnNotLike: { 'aws:PrincipalArn': ANA_AND_MARY } },
    [
      [person('Nikki', 'legal', 'audit'), true],
      [person('Mary', 'hr', 'audit'), false],
      [person('Nikki', 'hr', 'payroll'), false],
      [person('Nikki', 'hr'), false],
      [person('Nikki'), false],
    ],
  ),
  ...rows(
    `${VARIABLES}#policy-vars-no-value, "inverted operators do match against a null value"`,
    { StringNotEquals: { 's3:ExistingObjectTag/Team': '${aws:PrincipalTag/Team}' } },
    [
      [{ 's3:ExistingObjectTag/Team': 'red', 'aws:PrincipalTag/Team': 'red' }, false],
      [{ 's3:ExistingObjectTag/Team': 'red', 'aws:PrincipalTag/Team': 'blue' }, true],
      [{ 's3:ExistingObjectTag/Team': 'red' }, true],
    ],
  ),
];
