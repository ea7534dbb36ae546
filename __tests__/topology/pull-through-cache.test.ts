import { decideAction, NOTHING_GIVEN, parseCaller } from '../../src/access';
import { policyOf, UPSTREAM_ACTIONS, type EcrAction, type RepositoryName } from '../../src/registry';
import { synthesised } from '../stacks/synthesised';
import { diagnose, registryOf, topologyOf } from './declarations';
import { statementsOf } from './hub';

const ROLE = 'arn:aws:iam::999999999999:role/cache';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:999999999999:secret:ecr-pullthroughcache/hub-AbCdEf';

/** A registry that images are pushed to, and one of another account that caches it and others. */
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

const DEVELOPED = `{ prefix: dev/, upstream: build, upstreamPrefix: team/, customRoleArn: "${ROLE}" }`;
const EVERYTHING_THERE = `{ prefix: all, upstream: build, customRoleArn: "${ROLE}-all" }`;
const HUB = `{ prefix: docker-hub, upstream: registry-1.docker.io, credentialArn: "${SECRET}" }`;
const QUAY = '{ prefix: ROOT, upstream: quay.io, upstreamPrefix: ROOT }';

const ALL = policyOf({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
const EVERYTHING = ALL.kind === 'policy' ? [{ label: 'AdministratorAccess', policy: ALL.policy }] : [];

test('a registry has its rules by prefix, with the host of the upstream', () => {
  expect(registryOf(text(QUAY, HUB, DEVELOPED, EVERYTHING_THERE), 'run').pullThroughCache).toEqual([
    rule('ROOT', 'quay.io'),
    {
      ...rule('all', '111111111111.dkr.ecr.us-west-1.amazonaws.com', 'ROOT'),
      customRoleArn: `${ROLE}-all`,
    },
    { ...rule('dev', '111111111111.dkr.ecr.us-west-1.amazonaws.com', 'team'), customRoleArn: ROLE },
    { ...rule('docker-hub', 'registry-1.docker.io'), credentialArn: SECRET },
  ]);
});

test('a rule for every name says nothing of the namespace upstream, also where that is ECR', () => {
  const everything = `{ prefix: ROOT, upstream: build, upstreamPrefix: ROOT, customRoleArn: "${ROLE}" }`;
  expect(registryOf(text(everything), 'run').pullThroughCache).toEqual([
    { ...rule('ROOT', '111111111111.dkr.ecr.us-west-1.amazonaws.com'), customRoleArn: ROLE },
  ]);
});

test('an upstream that is declared is the same by its name and by its host', () => {
  const host = DEVELOPED.replace('build', '111111111111.dkr.ecr.us-west-1.amazonaws.com');
  expect(topologyOf(text(host))).toEqual(topologyOf(text(DEVELOPED)));
});

test('an account id from the environment is no part of the file where the upstream is named', () => {
  const hidden = text(DEVELOPED).replace('"111111111111"', '"${BUILD:-111111111111}"');
  expect(topologyOf(hidden)).toEqual(topologyOf(text(DEVELOPED)));
});

describe('the registry policy of the upstream', () => {
  const policy = (...rules: readonly string[]) => statementsOf(registryOf(text(...rules), 'build').policy);

  test('lets the role in, on the namespace that is cached', () => {
    expect(policy(DEVELOPED)).toEqual([
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

  test('has nothing for the same account, nor for what is no upstream of anybody', () => {
    expect(policy(HUB, QUAY)).toEqual([]);
    expect(registryOf(text(DEVELOPED), 'build_eu').policy).toBeUndefined();
    expect(registryOf(text(DEVELOPED), 'run').policy).toBeUndefined();
  });

  test('names every repository only where the cache is for every one', () => {
    expect(policy(EVERYTHING_THERE).map(({ Resource }) => Resource)).toEqual([
      ['arn:aws:ecr:us-west-1:111111111111:repository/*'],
    ]);
  });
});

describe('whoever has every permission in its own account', () => {
  const topology = topologyOf(text(DEVELOPED));
  const [build] = topology.registries;
  const given = { ...NOTHING_GIVEN, identityPolicies: EVERYTHING };
  const decided = (arn: string, action: EcrAction, repository: string) =>
    decideAction(
      topology,
      parseCaller(arn)!,
      action,
      { registry: build!, repository: repository as RepositoryName },
      given,
    ).verdict;

  test.each([
    [ROLE, 'ecr:BatchGetImage', 'team/app', 'allowed'],
    [ROLE, 'ecr:BatchImportUpstreamImage', 'team/app', 'allowed'],
    [ROLE, 'ecr:GetDownloadUrlForLayer', 'other', 'denied'],
    [ROLE, 'ecr:PutImage', 'team/app', 'denied'],
    ['arn:aws:iam::999999999999:role/other', 'ecr:BatchGetImage', 'team/app', 'denied'],
    ['arn:aws:iam::888888888888:role/cache', 'ecr:BatchGetImage', 'team/app', 'denied'],
  ] as const)('%s, %s on %s: %s', (arn, action, repository, verdict) => {
    expect(decided(arn, action, repository)).toBe(verdict);
  });
});

test('the order of the rules changes no byte', () => {
  const rules = [HUB, DEVELOPED, EVERYTHING_THERE];
  expect(synthesised(text(...[...rules].reverse()))).toBe(synthesised(text(...rules)));
});

test('a misspelt account is one fault, and not one of its caches too', () => {
  const wrong = text(DEVELOPED).replace(
    'account: build, region: us-west-1',
    'account: biuld, region: us-west-1',
  );
  expect(diagnose(wrong).map(({ code }) => code)).toEqual(['registry/unknown-account']);
});

function rule(prefix: string, upstream: string, upstreamPrefix?: string) {
  return { prefix, upstream, upstreamPrefix, credentialArn: undefined, customRoleArn: undefined };
}
