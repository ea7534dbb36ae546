import { IAM } from './case';
import { OPERATORS, rows, VARIABLES, type ConditionCase } from './condition-case';

const ELEMENT = `${IAM}/reference_policies_elements_condition.html`;

/** From sentences of the documentation, with at least one row for each operator. */
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
      [{ 'aws:MultiFactorAuthAge': '3600' }, true],
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
      ArnLike: { k: 'arn:*:*:*:*:x' },
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
      [{}, false],
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
  ...rows(
    `${VARIABLES}#policy-vars-conditionelement, string operators`,
    { StringEqualsIgnoreCase: { k: '${aws:username}' } },
    [
      [{ k: 'ANN', 'aws:username': 'Ann' }, true],
      [{ k: 'BOB', 'aws:username': 'Ann' }, false],
    ],
  ),
];
