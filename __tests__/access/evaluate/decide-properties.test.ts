import fc from 'fast-check';
import { parseCaller } from '../../../src/access/evaluate/caller';
import { decide } from '../../../src/access/evaluate/decide';
import type { Decision, LabelledPolicy, LayerName, Layers } from '../../../src/access/evaluate/decision';
import { createRequestContext, type RequestContextValues } from '../../../src/access/evaluate/request';
import type { AccountId, RepositoryName } from '../../../src/aws/names';
import type { Region } from '../../../src/aws/partitions';
import { readPolicy, readPolicyValue } from '../../../src/aws/policy/read';
import { UNKNOWN } from '../../../src/model/unknown';
import { runs } from '../../random-runs';
import {
  allow,
  decisionOf,
  deny,
  labelled,
  layersOf,
  OTHER,
  OWNER,
  requestOf,
  role,
  root,
  session,
  user,
  type StatementJson,
} from './cases/case';

interface GeneratedCase {
  readonly caller: string;
  readonly action: string;
  readonly identity: readonly StatementJson[];
  readonly repositoryPolicy: readonly StatementJson[];
  readonly boundary?: readonly StatementJson[];
  readonly scps?: readonly (readonly StatementJson[])[];
  readonly rcps?: readonly (readonly StatementJson[])[];
  readonly registryPolicy?: readonly StatementJson[];
}

const CALLERS = [
  role(OWNER),
  role(OTHER),
  session(OWNER, 's'),
  user(OWNER),
  user(OTHER),
  root(OWNER),
  'lambda.amazonaws.com',
];
/** Values of the condition keys that the request does not determine. */
const STATES: readonly (string | readonly string[])[] = [[], 'a', 'app', '5', ['a', 'b']];

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const listOf = <T>(one: fc.Arbitrary<T>, maxLength = 3) => fc.array(one, { minLength: 1, maxLength });

const principals = fc.oneof(
  oneOf<unknown>('*', { Service: 'lambda.amazonaws.com' }),
  listOf(oneOf(OWNER, root(OTHER), role(OWNER), role(OTHER), session(OWNER, 's'), user(OWNER), 'AROAX')).map(
    (AWS) => ({ AWS }),
  ),
);
const conditions = fc
  .array(
    fc.tuple(
      oneOf('', 'ForAnyValue:', 'ForAllValues:'),
      oneOf(
        'StringEquals',
        'StringNotEquals',
        'StringLike',
        'StringNotLike',
        'NumericLessThan',
        'Null',
        'NoSuchOperator',
      ),
      oneOf('', 'IfExists'),
      oneOf('k', 'K', 'aws:PrincipalTag/t', 'aws:PrincipalArn', 'aws:SecureTransport'),
      listOf(oneOf('a', 'b', '9', '*', 'true', '${k}', role(OWNER))),
    ),
    { maxLength: 2 },
  )
  .map((all) =>
    Object.fromEntries(
      all.map(([set, operator, suffix, key, values]) => [`${set}${operator}${suffix}`, { [key]: values }]),
    ),
  );
const actions = listOf(oneOf('ecr:BatchGetImage', 'ecr:*', 'ECR:batch*', 's3:*', '*'));
const resources = listOf(
  oneOf(
    '*',
    'arn:aws:ecr:*:*:repository/team/*',
    'arn:aws:ecr:*:*:repository/team/${k}',
    'arn:aws:ecr:*:*:repository/x',
  ),
);
const not = (name: string, isNot: boolean) => `${isNot ? 'Not' : ''}${name}`;

const attached = fc
  .record({
    Effect: oneOf('Allow', 'Deny'),
    actions,
    resources,
    Condition: conditions,
    isNot: fc.tuple(fc.boolean(), fc.boolean()),
  })
  .map(({ Effect, Condition, isNot, ...is }): StatementJson => ({
    Effect,
    Condition,
    [not('Action', isNot[0])]: is.actions,
    [not('Resource', isNot[1])]: is.resources,
  }));
const resourceBased = fc
  .tuple(attached, principals, fc.boolean(), fc.boolean())
  .map(([{ Resource, NotResource, ...statement }, principal, isNot, hasResource]): StatementJson => ({
    ...statement,
    ...(hasResource ? { Resource, ...(NotResource === undefined ? {} : { NotResource }) } : {}),
    [not('Principal', isNot)]: principal,
  }));
const policy = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });

const generatedCases = fc.record<GeneratedCase>(
  {
    caller: oneOf(...CALLERS),
    action: oneOf('ecr:BatchGetImage', 'ecr:PutImage', 'ecr:GetAuthorizationToken'),
    identity: policy(attached),
    boundary: listOf(attached),
    scps: fc.array(listOf(attached, 2), { maxLength: 2 }),
    rcps: fc.array(policy(attached.map((statement) => ({ ...statement, Principal: '*' }))), { maxLength: 1 }),
    repositoryPolicy: policy(resourceBased),
    registryPolicy: policy(resourceBased),
  },
  { requiredKeys: ['caller', 'action', 'identity', 'repositoryPolicy'] },
);

const CONTEXTS: readonly RequestContextValues[] = STATES.flatMap((k) =>
  STATES.map((t) => ({ k, 'aws:PrincipalTag/t': t })),
);

test('keeps its verdict for any value of unknown keys', () => {
  fc.assert(
    fc.property(generatedCases, (written) => {
      const layers = layersOf(written);
      const { verdict } = decide(requestOf({ ...written, isPartial: true }), layers);
      if (verdict === 'unknown') return;
      for (const context of CONTEXTS) {
        expect(decide(requestOf({ ...written, context }), layers).verdict).toBe(verdict);
      }
    }),
    runs(500),
  );
});

test('keeps its verdict for any contents of policies that were not provided', () => {
  const policies = [allow('ecr:*'), deny('ecr:*'), allow('s3:*')].map((statement) =>
    labelled('any', [statement]),
  );
  const forAll = ['Allow', 'Deny'].map((Effect) =>
    labelled('any', [{ Effect, Principal: '*', Action: 'ecr:*' }]),
  );
  const possible: readonly (readonly [LayerName, readonly Partial<Layers>[]])[] = [
    ['identity', policies.map((policy) => ({ identity: { policies: [policy], isComplete: true } }))],
    ['boundary', policies.map((boundary) => ({ boundary }))],
    ['scps', policies.map((policy) => ({ scps: [[policy]] }))],
    ['rcps', policies.map((policy) => ({ rcps: [[policy]] }))],
    ['repositoryPolicy', forAll.map((repositoryPolicy) => ({ repositoryPolicy }))],
    ['registryPolicy', forAll.map((registryPolicy) => ({ registryPolicy }))],
  ];
  fc.assert(
    fc.property(generatedCases, oneOf(...possible), (written, [layer, contents]) => {
      const [request, layers] = [requestOf(written), layersOf(written)];
      const { verdict } = decide(request, { ...layers, [layer]: UNKNOWN });
      if (verdict === 'unknown') return;
      for (const content of contents) {
        expect(decide(request, { ...layers, ...content }).verdict).toBe(verdict);
      }
    }),
    runs(500),
  );
});

test('keeps its verdict for any session of a role', () => {
  fc.assert(
    fc.property(generatedCases, (written) => {
      const layers = layersOf(written);
      const verdictOf = (caller: string) => decide(requestOf({ ...written, caller }), layers).verdict;
      const verdict = verdictOf(role(OWNER));
      if (verdict === 'unknown') return;
      expect([verdictOf(session(OWNER, 's')), verdictOf(session(OWNER, 't'))]).toEqual([verdict, verdict]);
    }),
    runs(500),
  );
});

test('denies if any layer denies everything', () => {
  const everything: StatementJson = { Effect: 'Deny', Action: '*', Resource: '*' };
  fc.assert(
    fc.property(generatedCases, (written) => {
      const repositoryPolicy = [...written.repositoryPolicy, { ...everything, Principal: '*' }];
      if (written.action !== 'ecr:GetAuthorizationToken') {
        expect(decisionOf({ ...written, repositoryPolicy }).reason.kind).toBe('explicitDeny');
      }
      if (written.caller.startsWith('arn:') && !written.caller.endsWith(':root')) {
        const identity = [...written.identity, everything];
        expect(decisionOf({ ...written, identity }).verdict).toBe('denied');
        expect(decisionOf({ ...written, boundary: [everything] }).verdict).toBe('denied');
        expect(decisionOf({ ...written, scps: [[everything]] }).verdict).toBe('denied');
      }
    }),
    runs(100),
  );
});

test('ignores a statement for other principals', () => {
  const otherPrincipals = { AWS: [role('333333333333'), '444444444444'] };
  fc.assert(
    fc.property(generatedCases, attached, (written, statement) => {
      const added = [{ ...statement, Principal: otherPrincipals }, ...written.repositoryPolicy];
      const before = decisionOf(written);
      const after = decisionOf({ ...written, repositoryPolicy: added });
      expect([after.verdict, after.reason.kind]).toEqual([before.verdict, before.reason.kind]);
    }),
    runs(500),
  );
});

test('does not depend on the order of statements', () => {
  const reversed = (policy: readonly StatementJson[]) => [...policy].reverse();
  fc.assert(
    fc.property(generatedCases, (written) => {
      const other = {
        ...written,
        identity: reversed(written.identity),
        repositoryPolicy: reversed(written.repositoryPolicy),
      };
      const [before, after] = [decisionOf(written), decisionOf(other)];
      expect([after.verdict, after.reason.kind]).toEqual([before.verdict, before.reason.kind]);
    }),
    runs(500),
  );
});

/** Evaluates requests with the same policy in every layer. */
function decideInEveryLayer(policy: LabelledPolicy): Decision[] {
  const layers: Layers = {
    identity: { policies: [policy], isComplete: true },
    boundary: policy,
    scps: [[policy]],
    rcps: [[policy]],
    repositoryPolicy: policy,
    registryPolicy: policy,
    registryPolicyScope: 'V2',
  };
  const registry = { accountId: OWNER as AccountId, region: 'eu-west-1' as Region };
  return CALLERS.map((text) => {
    const caller = parseCaller(text)!;
    const resource = { kind: 'repository', registry, name: 'team/app' as RepositoryName } as const;
    const context = createRequestContext(caller, registry, { 'aws:SourceIp': '::1' });
    return decide({ caller, action: 'ecr:BatchGetImage', resource, context }, layers);
  });
}

test('decides every policy that can be read', () => {
  const unusualText = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    oneOf('${aws:username', '${', '*?', 'arn:', 'arn:aws:iam::x:role/', '1e999', '::/0', '9'.repeat(400)),
  );
  const values = fc.oneof(unusualText, fc.array(unusualText), fc.boolean(), fc.double());
  const operators = fc.oneof(
    oneOf(
      'IpAddress',
      'DateEquals',
      'NumericEquals',
      'ArnLike',
      'BinaryEquals',
      'Bool',
      'Null',
      'ForAllValues:IpAddress',
    ),
    unusualText,
  );
  const condition = fc.dictionary(
    operators,
    fc.dictionary(
      fc.oneof(unusualText, oneOf('aws:SourceIp', 'aws:PrincipalArn', 'aws:SecureTransport')),
      values,
    ),
  );
  const statement = fc.record(
    {
      Sid: unusualText,
      Effect: oneOf('Allow', 'Deny'),
      Principal: fc.oneof(oneOf<unknown>('*'), fc.dictionary(oneOf('AWS', 'Service', 'Federated'), values)),
      Action: fc.oneof(values, oneOf('*')),
      Resource: fc.oneof(values, oneOf('*')),
      Condition: condition,
    },
    { requiredKeys: ['Effect', 'Action'] },
  );
  fc.assert(
    fc.property(
      fc.array(statement, { maxLength: 3 }),
      oneOf('2008-10-17', '2012-10-17'),
      (Statement, Version) => {
        const read = readPolicyValue({ Version, Statement });
        if (read.kind === 'faulty') return;
        for (const { verdict } of decideInEveryLayer({ label: 'any', policy: read.policy })) {
          expect(['allowed', 'denied', 'unknown']).toContain(verdict);
        }
      },
    ),
    runs(500),
  );
});

test('rejects text that is not a policy with a reason instead of an exception', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      const read = readPolicy(text);
      if (read.kind === 'faulty') expect(read.faults.length).toBeGreaterThan(0);
    }),
    runs(500),
  );
});
