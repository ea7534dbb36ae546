import { policyFileText, policyText, type PolicyStatement } from '../../../src/aws/policy/document';
import { readPolicyValue } from '../../../src/aws/policy/read';

const STATEMENT: PolicyStatement = {
  sid: undefined,
  effect: 'Allow',
  principals: undefined,
  actions: { isNot: false, values: ['ecr:BatchGetImage'] },
  resources: undefined,
  conditions: [],
};

/** Returns the JSON of the statement. */
function statementJson(parts: Partial<PolicyStatement>): unknown {
  const policy = JSON.parse(policyText({ statements: [{ ...STATEMENT, ...parts }] })) as {
    readonly Version: string;
    readonly Statement: readonly unknown[];
  };
  expect(policy.Version).toBe('2012-10-17');
  return policy.Statement[0];
}

const AWS = (value: string) => ({ type: 'AWS', value }) as const;
const SERVICE = (value: string) => ({ type: 'Service', value }) as const;
const principals = (...values: readonly (ReturnType<typeof AWS> | ReturnType<typeof SERVICE>)[]) => ({
  principals: { isNot: false, values },
});

describe('a policy as AWS stores it', () => {
  test.each<readonly [string, Partial<PolicyStatement>, object]>([
    ['omits missing elements', {}, {}],
    ['has the ID of a statement', { sid: 'Pull' }, { Sid: 'Pull' }],
    ['has a single principal as text', principals(AWS('a')), { Principal: { AWS: 'a' } }],
    ['has several principals in a list', principals(AWS('a'), AWS('b')), { Principal: { AWS: ['a', 'b'] } }],
    [
      'has principals by type',
      principals(AWS('a'), SERVICE('s'), SERVICE('t')),
      { Principal: { AWS: 'a', Service: ['s', 't'] } },
    ],
    ['has the principal * as text', principals(AWS('*')), { Principal: '*' }],
    [
      'has the principal * in a list with others',
      principals(AWS('*'), AWS('a')),
      { Principal: { AWS: ['*', 'a'] } },
    ],
    ['has NotPrincipal', { principals: { isNot: true, values: [AWS('a')] } }, { NotPrincipal: { AWS: 'a' } }],
    [
      'has * as text, and NotAction',
      { actions: { isNot: true, values: ['ecr:*'] }, resources: { isNot: false, values: ['*'] } },
      { NotAction: ['ecr:*'], Resource: '*' },
    ],
    [
      'has conditions by operator and key',
      {
        conditions: [
          { operator: 'ArnLike', key: 'aws:SourceArn', values: ['x'] },
          { operator: 'StringEquals', key: 'aws:A', values: ['1', '2'] },
          { operator: 'StringEquals', key: 'aws:B', values: ['3'] },
        ],
      },
      {
        Condition: {
          ArnLike: { 'aws:SourceArn': 'x' },
          StringEquals: { 'aws:A': ['1', '2'], 'aws:B': '3' },
        },
      },
    ],
  ])('%s', (_, parts, expected) => {
    const { actions } = { ...STATEMENT, ...parts };
    const base = { Effect: 'Allow', ...(actions.isNot ? {} : { Action: actions.values }) };
    expect(statementJson(parts)).toEqual({ ...base, ...expected });
  });

  test('is minified, with keys in the usual order', () => {
    const text = policyText({
      statements: [
        {
          ...STATEMENT,
          sid: 'X',
          ...principals(AWS('a')),
          resources: { isNot: false, values: ['r'] },
          conditions: [{ operator: 'Null', key: 'k', values: ['true'] }],
        },
      ],
    });
    expect(text).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"X","Effect":"Allow","Principal":{"AWS":"a"},' +
        '"Action":["ecr:BatchGetImage"],"Resource":["r"],"Condition":{"Null":{"k":"true"}}}]}',
    );
  });

  test('is indented in a file, and ends with a line break', () => {
    const text = policyFileText({ statements: [STATEMENT] });
    expect(text).toMatch(/^\{\n {2}"Version": "2012-10-17",\n/);
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('is read back unchanged', () => {
    const statement: PolicyStatement = {
      ...STATEMENT,
      sid: 'X',
      effect: 'Deny',
      ...principals(AWS('a'), AWS('b'), SERVICE('s')),
      resources: { isNot: true, values: ['r', 's'] },
      conditions: [
        { operator: 'StringLike', key: 'aws:PrincipalArn', values: ['${aws:username}', 'x\u2028"'] },
      ],
    };
    const policy = { statements: [statement, { ...STATEMENT, ...principals(AWS('*')) }] };
    expect(readPolicyValue(JSON.parse(policyText(policy)))).toEqual({ kind: 'policy', policy });
  });
});
