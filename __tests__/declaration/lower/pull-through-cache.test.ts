import { parseCaller } from '../../../src/access/evaluate/caller';
import { NO_CONTEXT } from '../../../src/access/evaluate/evaluation-context';
import { decideAction } from '../../../src/access/explain/explain';
import type { RepositoryName } from '../../../src/aws/names';
import { UPSTREAM_ACTIONS, type EcrAction } from '../../../src/aws/policy/actions';
import { readPolicyValue } from '../../../src/aws/policy/read';
import { synthesise } from '../../stacks/synthesised';
import { diagnose, registryOf, topologyOf } from '../declarations';
import { statementsOf } from '../hub';

const ROLE = 'arn:aws:iam::999999999999:role/cache';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:999999999999:secret:ecr-pullthroughcache/hub-AbCdEf';

/** A declaration with a registry that images are pushed to, and a registry of another account with cache rules. */
const text = (...rules: readonly string[]) => `accounts:
  build: { id: "111111111111" }
  run: { id: "999999999999" }
registries:
  build: { account: build, region: us-west-1 }
  build_eu: { account: build, region: eu-west-1, pullThroughCache: [{ prefix: us, upstream: build }] }
  run:
    account: run
    region: eu-west-1
    pullThroughCache: [${rules.join(', ')}]
repositories:
  team/app: { registry: build }
  other: { registry: build }
`;

const TEAM = `{ prefix: dev/, upstream: build, upstreamPrefix: team/, customRoleArn: "${ROLE}" }`;
const ALL_REPOSITORIES = `{ prefix: all, upstream: build, customRoleArn: "${ROLE}-all" }`;
const HUB = `{ prefix: docker-hub, upstream: registry-1.docker.io, credentialArn: "${SECRET}" }`;
const QUAY = '{ prefix: ROOT, upstream: quay.io, upstreamPrefix: ROOT }';

const ALL = readPolicyValue({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
const ADMINISTRATOR = ALL.kind === 'policy' ? [{ label: 'AdministratorAccess', policy: ALL.policy }] : [];

test('sorts the rules of a registry by prefix, with the host of the upstream', () => {
  expect(registryOf(text(QUAY, HUB, TEAM, ALL_REPOSITORIES), 'run').pullThroughCache).toEqual([
    rule('ROOT', 'quay.io'),
    {
      ...rule('all', '111111111111.dkr.ecr.us-west-1.amazonaws.com', 'ROOT'),
      customRoleArn: `${ROLE}-all`,
    },
    { ...rule('dev', '111111111111.dkr.ecr.us-west-1.amazonaws.com', 'team'), customRoleArn: ROLE },
    { ...rule('docker-hub', 'registry-1.docker.io'), credentialArn: SECRET },
  ]);
});

test('a rule for ROOT has no upstream prefix, even if the upstream is ECR', () => {
  const rootRule = `{ prefix: ROOT, upstream: build, upstreamPrefix: ROOT, customRoleArn: "${ROLE}" }`;
  expect(registryOf(text(rootRule), 'run').pullThroughCache).toEqual([
    { ...rule('ROOT', '111111111111.dkr.ecr.us-west-1.amazonaws.com'), customRoleArn: ROLE },
  ]);
});

test('the name and the host of a declared upstream are equivalent', () => {
  const host = TEAM.replace('build', '111111111111.dkr.ecr.us-west-1.amazonaws.com');
  expect(topologyOf(text(host))).toEqual(topologyOf(text(TEAM)));
});

test('an upstream by name uses the account ID from the environment', () => {
  const fromEnvironment = text(TEAM).replace('"111111111111"', '"${BUILD:-111111111111}"');
  expect(topologyOf(fromEnvironment)).toEqual(topologyOf(text(TEAM)));
});

describe('the registry policy of the upstream', () => {
  const policy = (...rules: readonly string[]) => statementsOf(registryOf(text(...rules), 'build').policy);

  test('allows the role to pull from the cached namespace', () => {
    expect(policy(TEAM)).toEqual([
      {
        Sid: 'CacheOfTeam',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::999999999999:root' },
        Action: [...UPSTREAM_ACTIONS],
        Resource: ['arn:aws:ecr:us-west-1:111111111111:repository/team/*'],
        Condition: { ArnLike: { 'aws:PrincipalArn': ROLE } },
      },
    ]);
  });

  test('is empty for the same account, and for a registry that is not an upstream', () => {
    expect(policy(HUB, QUAY)).toEqual([]);
    expect(registryOf(text(TEAM), 'build_eu').policy).toBeUndefined();
    expect(registryOf(text(TEAM), 'run').policy).toBeUndefined();
  });

  test('contains every repository only if the cache rule is for ROOT', () => {
    expect(policy(ALL_REPOSITORIES).map(({ Resource }) => Resource)).toEqual([
      ['arn:aws:ecr:us-west-1:111111111111:repository/*'],
    ]);
  });
});

describe('a principal with every permission in its own account', () => {
  const topology = topologyOf(text(TEAM));
  const [build] = topology.registries;
  const context = { ...NO_CONTEXT, identityPolicies: ADMINISTRATOR };
  const decisionFor = (arn: string, action: EcrAction, repository: string) =>
    decideAction(
      topology,
      parseCaller(arn)!,
      action,
      { registry: build!, repository: repository as RepositoryName },
      context,
    ).verdict;

  test.each([
    [ROLE, 'ecr:BatchGetImage', 'team/app', 'allowed'],
    [ROLE, 'ecr:BatchImportUpstreamImage', 'team/app', 'allowed'],
    [ROLE, 'ecr:GetDownloadUrlForLayer', 'other', 'denied'],
    [ROLE, 'ecr:PutImage', 'team/app', 'denied'],
    ['arn:aws:iam::999999999999:role/other', 'ecr:BatchGetImage', 'team/app', 'denied'],
    ['arn:aws:iam::888888888888:role/cache', 'ecr:BatchGetImage', 'team/app', 'denied'],
  ] as const)('%s, %s on %s: %s', (arn, action, repository, verdict) => {
    expect(decisionFor(arn, action, repository)).toBe(verdict);
  });
});

test('the output does not depend on the order of the rules', () => {
  const rules = [HUB, TEAM, ALL_REPOSITORIES];
  expect(synthesise(text(...[...rules].reverse()))).toBe(synthesise(text(...rules)));
});

test('reports a misspelled account once, and not for its cache rules', () => {
  const wrong = text(TEAM).replace('account: build, region: us-west-1', 'account: biuld, region: us-west-1');
  expect(diagnose(wrong).map(({ code }) => code)).toEqual(['registry/unknown-account']);
});

function rule(prefix: string, upstream: string, upstreamPrefix?: string) {
  return { prefix, upstream, upstreamPrefix, credentialArn: undefined, customRoleArn: undefined };
}
