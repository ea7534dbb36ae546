import { policyFileText, policyText, type PolicyDocument } from '../../../src/aws/policy/document';
import { readPolicy, readPolicyValue } from '../../../src/aws/policy/read';

const STATEMENT = { Effect: 'Allow', Action: 'ecr:*', Resource: '*' };
const document = (...statements: readonly unknown[]) => ({ Version: '2012-10-17', Statement: statements });

function policy(value: unknown): PolicyDocument {
  const read = readPolicyValue(value);
  if (read.kind === 'faulty') throw new Error(read.faults.join('; '));
  return read.policy;
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
describe('reads every spelling that IAM accepts', () => {
  const plain = policy(document(STATEMENT));

  test.each([
    ['one statement without a list', { Version: '2012-10-17', Statement: STATEMENT }],
    ['one value in a list', document({ ...STATEMENT, Action: ['ecr:*'], Resource: ['*'] })],
    ['an Id', { ...document(STATEMENT), Id: 'mine' }],
    ['an empty Sid', document({ ...STATEMENT, Sid: '' })],
    ['an empty Condition', document({ ...STATEMENT, Condition: {} })],
    ['the elements in another order', document({ Resource: '*', Action: 'ecr:*', Effect: 'Allow' })],
  ])('%s', (_, value) => {
    expect(policy(value)).toEqual(plain);
  });

  test('Principal "*"', () => {
    const anyPrincipal = { isNot: false, values: [{ type: 'AWS', value: '*' }] };
    expect(policy(document({ ...STATEMENT, Principal: '*' })).statements[0]!.principals).toEqual(
      anyPrincipal,
    );
    expect(policy(document({ ...STATEMENT, Principal: { AWS: '*' } })).statements[0]!.principals).toEqual(
      anyPrincipal,
    );
  });

  test('sorts lists and removes duplicates', () => {
    const one = {
      Effect: 'Deny',
      NotPrincipal: { Service: 'b', AWS: ['2', '1', '2'] },
      NotAction: ['b', 'a', 'b'],
      NotResource: ['d', 'c'],
    };
    expect(policy(document(one)).statements[0]).toEqual({
      sid: undefined,
      effect: 'Deny',
      principals: {
        isNot: true,
        values: [
          { type: 'AWS', value: '1' },
          { type: 'AWS', value: '2' },
          { type: 'Service', value: 'b' },
        ],
      },
      actions: { isNot: true, values: ['a', 'b'] },
      resources: { isNot: true, values: ['c', 'd'] },
      conditions: [],
    });
  });

  test('reads one condition for each key, with numbers and booleans as text', () => {
    const Condition = {
      StringEquals: { b: ['y', 'x'], a: 'z' },
      Bool: { c: true },
      NumericLessThan: { d: 10 },
    };
    expect(policy(document({ ...STATEMENT, Condition })).statements[0]!.conditions).toEqual([
      { operator: 'Bool', key: 'c', values: ['true'] },
      { operator: 'NumericLessThan', key: 'd', values: ['10'] },
      { operator: 'StringEquals', key: 'a', values: ['z'] },
      { operator: 'StringEquals', key: 'b', values: ['x', 'y'] },
    ]);
  });

  test('reads a file with a byte order mark', () => {
    expect(readPolicy(`\uFEFF${JSON.stringify(document(STATEMENT))}`)).toEqual({
      kind: 'policy',
      policy: plain,
    });
  });
});

test('writes a policy that it has read unchanged', () => {
  const written = document({
    Sid: 'Pull',
    Effect: 'Allow',
    Principal: {
      AWS: ['arn:aws:iam::111111111111:root', 'arn:aws:iam::222222222222:root'],
      Service: 'lambda.amazonaws.com',
    },
    Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    Resource: '*',
    Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:lambda:*:*:function:*' } },
  });
  expect(JSON.parse(policyText(policy(written)))).toEqual(written);
  expect(JSON.parse(policyFileText(policy(written)))).toEqual(written);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
describe('text that looks like a policy variable', () => {
  const statement = { ...STATEMENT, Resource: 'a/${aws:username}', Condition: { StringLike: { k: '${*}' } } };

  test.each([['2008-10-17'], [undefined]])('is literal in version %s', (Version) => {
    const [read] = policy({ Version, Statement: statement }).statements;
    expect(read!.resources!.values).toEqual(['a/${$}{aws:username}']);
    expect(read!.conditions[0]!.values).toEqual(['${$}{*}']);
  });

  test('is a variable in version 2012-10-17', () => {
    const [read] = policy(document(statement)).statements;
    expect(read!.resources!.values).toEqual(['a/${aws:username}']);
    expect(read!.conditions[0]!.values).toEqual(['${*}']);
  });
});

describe('rejects a text that is not a policy, with the path of each fault', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['text', 'Allow', ['it is not a JSON object']],
    ['a list', [STATEMENT], ['it is not a JSON object']],
    ['null', null, ['it is not a JSON object']],
    ['no Statement', { Version: '2012-10-17' }, ["it has no 'Statement'"]],
    [
      'another version',
      { Version: '2020-01-01', Statement: [] },
      ['its Version is neither 2012-10-17 nor 2008-10-17'],
    ],
    [
      'a key in another spelling',
      { ...document(STATEMENT), version: '1' },
      ["the policy has the unknown key 'version'"],
    ],
    ['a statement that is not an object', document('x'), ['Statement[0] is not an object']],
    ['no Effect', document({ Action: '*' }), ['Statement[0].Effect is neither Allow nor Deny']],
    ['no Action', document({ Effect: 'Deny' }), ['Statement[0] has neither Action nor NotAction']],
    [
      'both Action and NotAction',
      document({ ...STATEMENT, NotAction: 'a' }),
      ['Statement[0] has both Action and NotAction'],
    ],
    [
      'both Principal and NotPrincipal',
      document({ ...STATEMENT, Principal: '*', NotPrincipal: '*' }),
      ['Statement[0] has both Principal and NotPrincipal'],
    ],
    ['a Sid that is a number', document({ ...STATEMENT, Sid: 1 }), ['Statement[0].Sid is not a string']],
    [
      'an unknown key',
      document(STATEMENT, { ...STATEMENT, Resources: '*' }),
      ["Statement[1] has the unknown key 'Resources'"],
    ],
    [
      'a principal that is text',
      document({ ...STATEMENT, Principal: '111111111111' }),
      [`Statement[0].Principal is neither '*' nor an object such as { "AWS": "arn:…" }`],
    ],
    [
      'an unknown type of principal',
      document({ ...STATEMENT, Principal: { IAM: 'x' } }),
      ["Statement[0].Principal has the unknown type 'IAM' (allowed: AWS, CanonicalUser, Federated, Service)"],
    ],
    [
      'an action that is an object',
      document({ ...STATEMENT, Action: [{}] }),
      ['Statement[0].Action contains a value that is not a string'],
    ],
    [
      'a resource that is null',
      document({ ...STATEMENT, Resource: null }),
      ['Statement[0].Resource contains a value that is not a string'],
    ],
    [
      'a condition that is text',
      document({ ...STATEMENT, Condition: 'x' }),
      ['Statement[0].Condition is not an object'],
    ],
    [
      'an operator without keys',
      document({ ...STATEMENT, Condition: { Bool: 'x' } }),
      ['Statement[0].Condition.Bool is not an object'],
    ],
    [
      'a value that is a list of lists',
      document({ ...STATEMENT, Condition: { Bool: { k: [['x']] } } }),
      ['Statement[0].Condition.Bool.k contains a value that is not a string'],
    ],
    [
      'several faults',
      document({ Effect: 'allow' }),
      ['Statement[0].Effect is neither Allow nor Deny', 'Statement[0] has neither Action nor NotAction'],
    ],
  ])('%s', (_, value, faults) => {
    expect(readPolicyValue(value)).toEqual({ kind: 'faulty', faults });
  });

  test.each(['', '{', "{'Statement': []}", '{"Statement":[],}'])('%j is not JSON', (text) => {
    expect(readPolicy(text)).toMatchObject({
      kind: 'faulty',
      faults: [expect.stringMatching(/^it is not valid JSON: /)],
    });
  });

  test('ignores keys with a meaning in JavaScript', () => {
    expect(readPolicy('{"Statement":[{"Effect":"Deny","Action":"*","__proto__":{"Resource":"*"}}]}')).toEqual(
      {
        kind: 'faulty',
        faults: ["Statement[0] has the unknown key '__proto__'"],
      },
    );
  });

  test('rejects a text of a hundred thousand brackets without a stack overflow', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(readPolicy(deep).kind).toBe('faulty');
    expect(readPolicy(`{"Statement":{"Effect":"Deny","Action":"*","Resource":${deep}}}`).kind).toBe('faulty');
  });
});
