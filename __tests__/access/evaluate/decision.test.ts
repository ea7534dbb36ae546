import { LAYER_NAMES, type Decision, type LayerName } from '../../../src/access/evaluate/decision';
import { UNKNOWN } from '../../../src/model/unknown';
import {
  allow,
  decisionOf,
  deny,
  denyTo,
  EVERYTHING,
  grant,
  OTHER,
  OWNER,
  role,
  root,
  session,
  withCondition,
} from './cases/case';

const stateOf = ({ layers }: Decision, layer: LayerName) =>
  layers.find((each) => each.layer === layer)!.state;

test('lists every layer once, in the same order', () => {
  expect(decisionOf({}).layers.map(({ layer }) => layer)).toEqual(LAYER_NAMES);
});

test('reports the statement and the policy of a layer that allows', () => {
  const decision = decisionOf({
    caller: role(OTHER),
    identity: [allow('s3:*'), allow('ecr:BatchGetImage')],
    repositoryPolicy: [grant('333333333333'), grant(root(OTHER), 'ecr:Batch*')],
  });
  expect(stateOf(decision, 'identity')).toMatchObject({
    kind: 'allows',
    by: { label: 'inline policy', index: 1, statement: { actions: { values: ['ecr:BatchGetImage'] } } },
  });
  expect(stateOf(decision, 'repositoryPolicy')).toMatchObject({
    kind: 'allows',
    by: { label: 'repository policy', index: 1, statement: { actions: { values: ['ecr:Batch*'] } } },
  });
  expect(decision.reason).toEqual({ kind: 'bothAllow', layer: 'repositoryPolicy' });
});

test('reports the statement with the highest grade if several allow', () => {
  const decision = decisionOf({ repositoryPolicy: [grant(root(OWNER)), grant(role(OWNER))] });
  expect(decision.reason).toEqual({ kind: 'resourceAllows', layer: 'repositoryPolicy' });
  expect(stateOf(decision, 'repositoryPolicy')).toMatchObject({ kind: 'allows', by: { index: 1 } });
});

test('reports the statement of an explicit deny, and the state of other layers', () => {
  const decision = decisionOf({
    identity: EVERYTHING,
    registryPolicy: [grant('*'), denyTo('*', 'ecr:Batch*')],
  });
  expect(decision.reason).toMatchObject({ kind: 'explicitDeny', layer: 'registryPolicy', by: { index: 1 } });
  expect(stateOf(decision, 'identity').kind).toBe('allows');
});

test.each([
  ['a policy for another service', { identity: [allow('s3:*')] }, 'identity', { kind: 'silent' }],
  ['no policy', {}, 'identity', { kind: 'absent' }],
  ['a policy that was not provided', { identity: UNKNOWN }, 'identity', { kind: 'notKnown' }],
  [
    'a level that does not allow it',
    { scps: [EVERYTHING, [allow('s3:*')]] },
    'scps',
    { kind: 'silent', level: 1 },
  ],
  ['a service', { caller: 'lambda.amazonaws.com' }, 'identity', { because: 'callerIsService' }],
  [
    'a service',
    { caller: 'lambda.amazonaws.com', scps: [EVERYTHING] },
    'scps',
    { because: 'callerIsService' },
  ],
  ['the root user', { caller: root(OWNER), boundary: [deny()] }, 'boundary', { because: 'callerIsRoot' }],
  [
    'a service-linked role',
    { caller: `arn:aws:iam::${OWNER}:role/aws-service-role/x/y`, rcps: [[deny()]] },
    'rcps',
    { because: 'callerIsServiceLinkedRole' },
  ],
  ['a login', { action: 'ecr:GetAuthorizationToken' }, 'repositoryPolicy', { because: 'noRepository' }],
  [
    'scope V1',
    { scope: 'V1', registryPolicy: [grant('*')] },
    'registryPolicy',
    { because: 'registryPolicyScope' },
  ],
  [
    'a login of another account',
    { caller: role(OTHER), action: 'ecr:GetAuthorizationToken', registryPolicy: [denyTo('*')] },
    'registryPolicy',
    { because: 'otherRegistry' },
  ],
] as const)('reports the state of a layer: %s (%#)', (_, written, layer, state) => {
  expect(stateOf(decisionOf(written), layer)).toMatchObject(state);
});

test('reports the unknown keys as spelled in the policies, operators, principals and layers', () => {
  const { verdict, reason } = decisionOf({
    isPartial: true,
    boundary: UNKNOWN,
    identity: [
      withCondition(allow('*', 'arn:aws:ecr:*:*:repository/${aws:PrincipalTag/Team}/*'), {
        Null: { 'AWS:sourceVpce': 'false' },
      }),
      withCondition(allow(), { StringMatches: { 'aws:username': 'x' } }),
    ],
    repositoryPolicy: [
      grant(session(OWNER, 'build-7')),
      withCondition(grant('*'), {
        Bool: { 'aws:SecureTransport': 'true' },
        StringEquals: { 'aws:PrincipalOrgID': 'o-ours' },
      }),
    ],
  });
  expect({ verdict, reason }).toEqual({
    verdict: 'unknown',
    reason: {
      kind: 'notKnown',
      layers: ['identity', 'boundary', 'repositoryPolicy'],
      unknowns: {
        keys: ['AWS:sourceVpce', 'aws:PrincipalOrgID', 'aws:PrincipalTag/Team'],
        operators: ['StringMatches'],
        principals: [session(OWNER, 'build-7')],
      },
    },
  });
});

test('reports the operator if a key with several values has no quantifier', () => {
  const { reason } = decisionOf({
    context: { 'aws:TagKeys': ['a', 'b'], 'aws:PrincipalOrgPaths': ['o-a/', 'o-b/'] },
    identity: [
      withCondition(allow(), {
        'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' },
        StringEquals: { 'aws:PrincipalOrgPaths': 'o-a/' },
      }),
    ],
  });
  expect(reason).toMatchObject({
    kind: 'notKnown',
    unknowns: { keys: [], operators: ['StringEquals aws:PrincipalOrgPaths'] },
  });
});

test('reports that a layer may deny even if another statement allows', () => {
  const decision = decisionOf({
    isPartial: true,
    identity: [...EVERYTHING, withCondition(deny(), { StringEquals: { 'aws:SourceVpc': 'vpc-1' } })],
  });
  expect(stateOf(decision, 'identity')).toMatchObject({
    kind: 'maybe',
    effect: 'Deny',
    by: { index: 1 },
    unknowns: { keys: ['aws:SourceVpc'] },
  });
  expect(decision.verdict).toBe('unknown');
});
