import type { GivenContext } from '../../../src/access';
import { IAM } from './case';

/** A `Condition` block, what the request has, and whether AWS's documentation says that they match. */
export interface ConditionCase {
  readonly source: string;
  readonly condition: unknown;
  readonly context: GivenContext;
  readonly matches: boolean;
}

const rows = (
  source: string,
  condition: unknown,
  outcomes: readonly (readonly [GivenContext, boolean])[],
): readonly ConditionCase[] =>
  outcomes.map(([context, matches]) => ({ source, condition, context, matches }));

const OPERATORS = `${IAM}/reference_policies_elements_condition_operators.html`;
const SETS = `${IAM}/reference_policies_condition-single-vs-multi-valued-context-keys.html`;
const SEVERAL = `${IAM}/reference_policies_condition-logic-multiple-context-keys-or-values.html`;
const VARIABLES = `${IAM}/reference_policies_variables.html`;
const ELEMENT = `${IAM}/reference_policies_elements_condition.html`;

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
const person = (name: string, department?: string, role?: string): GivenContext => ({
  'aws:PrincipalArn': `arn:aws:iam::222222222222:user/${name}`,
  ...(department === undefined ? {} : { 'aws:PrincipalTag/department': department }),
  ...(role === undefined ? {} : { 'aws:PrincipalTag/role': role }),
});

/** The rows of AWS's own tables. */
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

/** What the pages say in sentences, a row for each operator at least. */
export const DESCRIBED: readonly ConditionCase[] = [
  ...rows(`${ELEMENT}, "users named John are denied"`, { StringEquals: { 'aws:username': 'john' } }, [
    [{ 'aws:username': 'john' }, true],
    [{ 'aws:username': 'John' }, false],
  ]),
  ...rows(`${ELEMENT}, StringEqualsIgnoreCase`, { StringEqualsIgnoreCase: { 'aws:username': 'john' } }, [
    [{ 'aws:username': 'John' }, true],
    [{ 'aws:username': 'joan' }, false],
  ]),
  ...rows(`${ELEMENT}, "names are not case-sensitive"`, { IpAddress: { 'AWS:SourceIp': '192.0.2.7' } }, [
    [{ 'aws:SourceIP': '192.0.2.7' }, true],
  ]),
  ...rows(
    `${ELEMENT}, "a key that is not present is a mismatch"`,
    {
      NumericLessThanEquals: { 'aws:MultiFactorAuthAge': '3600' },
    },
    [
      [{ 'aws:MultiFactorAuthAge': '2800' }, true],
      [{ 'aws:MultiFactorAuthAge': '3601' }, false],
      [{}, false],
    ],
  ),
  ...rows(
    `${OPERATORS}#Conditions_String, StringNotEquals, and key not present`,
    { StringNotEquals: { k: 'a' } },
    [
      [{ k: 'b' }, true],
      [{ k: 'a' }, false],
      [{}, true],
    ],
  ),
  ...rows(
    `${OPERATORS}#Conditions_String, StringNotEqualsIgnoreCase`,
    { StringNotEqualsIgnoreCase: { k: 'a' } },
    [
      [{ k: 'A' }, false],
      [{ k: 'b' }, true],
    ],
  ),
  ...rows(`${OPERATORS}#Conditions_String, "exact matching": no wildcard`, { StringEquals: { k: 'a*' } }, [
    [{ k: 'a*' }, true],
    [{ k: 'ab' }, false],
  ]),
  ...rows(
    `${OPERATORS}#Conditions_String, wildcards "anywhere in the string"`,
    { StringLike: { k: 'a?c*e' } },
    [
      [{ k: 'abcde' }, true],
      [{ k: 'abce' }, true],
      [{ k: 'ace' }, false],
      [{ k: 'ABCDE' }, false],
    ],
  ),
  ...rows(`${OPERATORS}#Conditions_String, StringNotLike`, { StringNotLike: { k: ['a*', 'b*'] } }, [
    [{ k: 'bc' }, false],
    [{ k: 'cd' }, true],
    [{}, true],
  ]),
  ...rows(`${OPERATORS}#Conditions_Numeric, NumericEquals`, { NumericEquals: { k: '10' } }, [
    [{ k: '10.0' }, true],
    [{ k: '11' }, false],
    [{ k: 'ten' }, false],
  ]),
  ...rows(`${OPERATORS}#Conditions_Numeric, NumericNotEquals`, { NumericNotEquals: { k: '10' } }, [
    [{ k: '10' }, false],
    [{ k: '9' }, true],
    [{}, true],
  ]),
  ...rows(`${OPERATORS}#Conditions_Numeric, NumericLessThan`, { NumericLessThan: { k: '10' } }, [
    [{ k: '9' }, true],
    [{ k: '10' }, false],
  ]),
  ...rows(`${OPERATORS}#Conditions_Numeric, NumericGreaterThan`, { NumericGreaterThan: { k: '-1.5' } }, [
    [{ k: '-1' }, true],
    [{ k: '-1.5' }, false],
  ]),
  ...rows(
    `${OPERATORS}#Conditions_Numeric, NumericGreaterThanEquals`,
    { NumericGreaterThanEquals: { k: '2' } },
    [
      [{ k: '2' }, true],
      [{ k: '1.99' }, false],
    ],
  ),
  ...rows(
    `${OPERATORS}#Conditions_Date, DateGreaterThan of a token`,
    {
      DateGreaterThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' },
    },
    [
      [{ 'aws:TokenIssueTime': '2020-01-01T00:00:02Z' }, true],
      [{ 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' }, false],
      [{}, false],
    ],
  ),
  ...rows(`${OPERATORS}#Conditions_Date, "or in epoch (UNIX) time"`, { DateLessThan: { k: '1577836801' } }, [
    [{ k: '2020-01-01T00:00:00Z' }, true],
    [{ k: '2020-01-01T00:00:02Z' }, false],
  ]),
  ...rows(
    `${OPERATORS}#Conditions_Date, DateEquals, with another offset`,
    {
      DateEquals: { k: '2020-01-01T01:00:00+01:00' },
    },
    [
      [{ k: '2020-01-01T00:00Z' }, true],
      [{ k: '2020-01-01T01:00Z' }, false],
      [{ k: 'yesterday' }, false],
    ],
  ),
  ...rows(`${OPERATORS}#Conditions_Date, DateNotEquals`, { DateNotEquals: { k: '2020-01-01' } }, [
    [{ k: '2020-01-01T00:00:00Z' }, false],
    [{ k: '2020-01-02' }, true],
  ]),
  ...rows(`${OPERATORS}#Conditions_Date, DateLessThanEquals`, { DateLessThanEquals: { k: '2020-01-01' } }, [
    [{ k: '2020-01-01' }, true],
    [{ k: '2020-01-01T00:00:01Z' }, false],
  ]),
  ...rows(`${OPERATORS}#Conditions_Date, DateGreaterThanEquals`, { DateGreaterThanEquals: { k: '2020' } }, [
    [{ k: '2020-01-01' }, true],
    [{ k: '2019-12-31T23:59:59Z' }, false],
  ]),
  ...rows(
    `${OPERATORS}#Conditions_IPAddress, IPv6 in CIDR`,
    {
      IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:DB8:1234:5678::/64'] },
    },
    [
      [{ 'aws:SourceIp': '2001:db8:1234:5678:9::1' }, true],
      [{ 'aws:SourceIp': '2001:db8:1234:5679::1' }, false],
      [{ 'aws:SourceIp': '203.0.113.255' }, true],
      [{ 'aws:SourceIp': '203.0.114.0' }, false],
    ],
  ),
  ...rows(
    `${OPERATORS}#Conditions_IPAddress, "default prefix value of /32"`,
    { IpAddress: { k: '203.0.113.7' } },
    [
      [{ k: '203.0.113.7' }, true],
      [{ k: '203.0.113.8' }, false],
    ],
  ),
  ...rows(`${OPERATORS}#Conditions_IPAddress, NotIpAddress`, { NotIpAddress: { k: '10.0.0.0/9' } }, [
    [{ k: '10.127.0.1' }, false],
    [{ k: '10.128.0.1' }, true],
    [{}, true],
  ]),
  ...rows(
    `${OPERATORS}#Conditions_ARN, "ArnEquals and ArnLike behave identically"`,
    {
      ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ci-*' },
    },
    [
      [{ 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/ci-main' }, true],
      [{ 'aws:PrincipalArn': 'arn:aws:iam::111111111111:user/ci-main' }, false],
    ],
  ),
  ...rows(
    `${OPERATORS}#Conditions_ARN, "each component is checked separately"`,
    {
      ArnLike: { k: 'arn:aws:iam:*:role/x' },
    },
    [[{ k: 'arn:aws:iam::111111111111:role/x' }, false]],
  ),
  ...rows(
    `${OPERATORS}#Conditions_ARN, colons in the last component`,
    {
      ArnLike: { k: 'arn:aws:lambda:*:*:function:*' },
    },
    [
      [{ k: 'arn:aws:lambda:eu-west-1:111111111111:function:f:1' }, true],
      [{ k: 'arn:aws:lambda:eu-west-1:111111111111:layer:l' }, false],
    ],
  ),
  ...rows(`${OPERATORS}#Conditions_ARN, ArnNotEquals`, { ArnNotEquals: { k: 'arn:aws:iam::*:role/x' } }, [
    [{ k: 'arn:aws:iam::1:role/x' }, false],
    [{ k: 'arn:aws:iam::1:role/y' }, true],
    [{}, true],
  ]),
  ...rows(
    `${OPERATORS}#Conditions_IfExists, "still denied even if the key is not present"`,
    {
      StringNotEqualsIfExists: { k: 'a' },
    },
    [
      [{}, true],
      [{ k: 'a' }, false],
    ],
  ),
  ...rows(
    `${OPERATORS}#Conditions_Null, true: the key does not exist`,
    { Null: { 'aws:TokenIssueTime': 'true' } },
    [
      [{}, true],
      [{ 'aws:TokenIssueTime': '2020-01-01T00:00:00Z' }, false],
    ],
  ),
  ...rows(`${OPERATORS}#Conditions_Null, false: it exists`, { Null: { 'aws:TokenIssueTime': 'false' } }, [
    [{}, false],
    [{ 'aws:TokenIssueTime': '2020-01-01T00:00:00Z' }, true],
  ]),
  ...rows(
    `${OPERATORS}#conditions_string_multivalued, ForAllValues:StringNotEquals`,
    {
      'ForAllValues:StringNotEquals': { k: ['a', 'b'] },
    },
    [
      [{ k: ['c', 'd'] }, true],
      [{ k: ['c', 'a'] }, false],
    ],
  ),
  ...rows(
    `${OPERATORS}#conditions_string_multivalued, ForAnyValue:StringNotEquals`,
    {
      'ForAnyValue:StringNotEquals': { k: ['a', 'b'] },
    },
    [
      [{ k: ['c', 'a'] }, true],
      [{ k: ['a', 'b'] }, false],
    ],
  ),
  ...rows(
    `${OPERATORS}#conditions_string_multivalued, ForAnyValue:StringLike`,
    {
      'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' },
    },
    [
      [{ 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'] }, true],
      [{ 'aws:PrincipalOrgPaths': ['o-z9z9z9z9z9/r-ab12/'] }, false],
      [{}, false],
    ],
  ),
  ...rows(`${OPERATORS}#Conditions_Boolean, ForAllValues:Bool`, { 'ForAllValues:Bool': { k: 'true' } }, [
    [{ k: ['true', 'true'] }, true],
    [{ k: ['true', 'false'] }, false],
    [{}, true],
  ]),
  ...rows(`${VARIABLES}#policy-vars-specialchars, \${*}`, { StringLike: { k: 'a${*}' } }, [
    [{ k: 'a*' }, true],
    [{ k: 'ab' }, false],
  ]),
  ...rows(`${VARIABLES}#policy-vars-specialchars, \${$}`, { StringEquals: { k: '${$}{aws:username}' } }, [
    [{ k: '${aws:username}', 'aws:username': 'ann' }, true],
    [{ k: 'ann', 'aws:username': 'ann' }, false],
  ]),
];
