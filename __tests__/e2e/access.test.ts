import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { describeOnMachine } from './describe-on-machine';
import {
  BARE_CALLER,
  createCaller,
  liveCaller,
  liveRepositoryPolicies,
  type Caller,
  type LiveCaller,
} from './live-access';
import { startMoto, type Moto } from './moto';
import { policyMeaning } from './policy-meaning';
import { Stage } from './stage';
import { Terraform } from './terraform';
import { Workspace } from './workspace';

const EXAMPLE = readFileSync(
  resolve(__dirname, '..', '..', 'examples', 'cross-account-pull-push.yaml'),
  'utf8',
);

const BUILD = '111111111111';
const REGISTRY = '999999999999';

const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** In the article's repository policy these stand in another order, which means nothing. */
const PULL_AND_PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:GetDownloadUrlForLayer',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

const CALLERS = {
  article: { profile: 'build', kind: 'role', name: 'your-iam-role' },
  puller: { profile: 'build', kind: 'role', name: 'puller' },
  release: { profile: 'build', kind: 'user', name: 'release' },
  unattended: { profile: 'build', kind: 'role', name: 'unattended' },
} as const satisfies Readonly<Record<string, Caller>>;

/** With a variable of IAM's own, which Terraform would evaluate if it saw it. */
const BY_TAG = {
  sid: 'OwnTeam',
  principals: 'build',
  actions: 'ecr:ListImages',
  conditions: { StringEquals: { 'aws:PrincipalTag/team': '${aws:PrincipalTag/owner}' } },
};

/** Every way to take care of the caller's side, on another repository than before. */
const EVERY_IDENTITY_MODE = [
  {
    allow: 'pull-push',
    repositories: 'tools',
    principals: arnOf(CALLERS.article),
    identity: 'managed',
  },
  { allow: 'pull', repositories: 'tools', principals: arnOf(CALLERS.puller), identity: 'managed' },
  { allow: 'pull', repositories: 'tools', principals: arnOf(CALLERS.release), identity: 'inline' },
  { allow: 'pull', repositories: 'tools', principals: arnOf(CALLERS.unattended), identity: 'none' },
];

describeOnMachine(
  'examples/cross-account-pull-push.yaml deployed',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let stage: Stage;
    let moto: Moto;
    let workspace: Workspace;
    let policies: Readonly<Record<string, string | undefined>>;
    let callers: Readonly<Record<keyof typeof CALLERS, LiveCaller>>;

    let terraform: Terraform;

    const deploy = async (topology: string) => {
      workspace.declare(topology);
      await workspace.synth(moto.environment);
      workspace.takeMirroredProvider();
      await terraform.init();
      await terraform.deploy();
    };
    const planAgain = async () => terraform.tryPlan('-detailed-exitcode');
    const readBack = async () => {
      policies = await liveRepositoryPolicies(moto, 'registry', 'us-west-2');
      const [article, puller, release, unattended] = await Promise.all([
        liveCaller(moto, CALLERS.article),
        liveCaller(moto, CALLERS.puller),
        liveCaller(moto, CALLERS.release),
        liveCaller(moto, CALLERS.unattended),
      ]);
      callers = { article, puller, release, unattended };
    };

    beforeAll(async () => {
      stage = new Stage();
      moto = await startMoto(stage, { build: BUILD, registry: REGISTRY });
      await Promise.all(Object.values(CALLERS).map(async (caller) => createCaller(moto, caller)));
      workspace = new Workspace(stage, 'project');
      terraform = new Terraform(workspace.stackFolder, moto.environment);
    });

    afterAll(async () => {
      await stage.close();
    });

    describe('as it stands', () => {
      beforeAll(async () => {
        await deploy(EXAMPLE);
        await readBack();
      });

      test("the repository has the article's repository policy", () => {
        expect(policyMeaning(policies['your-repo'])).toEqual({
          Version: '2012-10-17',
          Statement: [allowed(arnOf(CALLERS.article), PULL_AND_PUSH)],
        });
      });

      test('the role may log in, pull and push, that repository only, and nothing else is attached', () => {
        const arn = `arn:aws:ecr:us-west-2:${REGISTRY}:repository/your-repo`;
        expect(callers.article).toEqual({
          inline: { 'ecr-topology': identityPolicy(arn, PULL_AND_PUSH) },
          managed: [],
        });
      });

      test('no other role or user is touched', () => {
        expect(callers).toMatchObject({
          puller: BARE_CALLER,
          release: BARE_CALLER,
          unattended: BARE_CALLER,
        });
      });

      test('a second plan is empty', async () => {
        expect(await planAgain()).toMatchObject({ code: 0 });
      });
    });

    describe('with that grant taken out, and others of every identity mode on another repository', () => {
      beforeAll(async () => {
        const topology = parseDocument(EXAMPLE);
        topology.setIn(['repositories', 'tools'], { registry: 'central', statements: [BY_TAG] });
        topology.set('access', EVERY_IDENTITY_MODE);
        await deploy(topology.toString());
        await readBack();
      });

      test('the repository without a grant has no repository policy any more', () => {
        expect(policies).toStrictEqual({ 'your-repo': undefined, tools: expect.any(String) as string });
      });

      test('the repository policy of the other names every caller, whatever its identity mode', () => {
        const pullers = [CALLERS.puller, CALLERS.unattended, CALLERS.release].map(arnOf);
        expect(policyMeaning(policies.tools)).toEqual({
          Version: '2012-10-17',
          Statement: [
            {
              ...allowed(`arn:aws:iam::${BUILD}:root`, ['ecr:ListImages']),
              Condition: BY_TAG.conditions,
            },
            allowed(pullers, PULL),
            allowed(arnOf(CALLERS.article), PULL_AND_PUSH),
          ],
        });
      });

      test('managed: the policy of AWS is attached that is enough, and the inline policy is gone', () => {
        expect([callers.article, callers.puller]).toEqual([
          { inline: {}, managed: ['arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser'] },
          { inline: {}, managed: ['arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly'] },
        ]);
      });

      test('inline: a user may log in and pull that repository', () => {
        const arn = `arn:aws:ecr:us-west-2:${REGISTRY}:repository/tools`;
        expect(callers.release).toEqual({
          inline: { 'ecr-topology': identityPolicy(arn, PULL) },
          managed: [],
        });
      });

      test('none: nothing is attached', () => {
        expect(callers.unattended).toEqual(BARE_CALLER);
      });

      test('a second plan is empty', async () => {
        expect(await planAgain()).toMatchObject({ code: 0 });
      });
    });

    describe('with every grant taken out', () => {
      beforeAll(async () => {
        const topology = parseDocument(EXAMPLE);
        topology.delete('access');
        await deploy(topology.toString());
        await readBack();
      });

      test('both halves are taken back, also in the account that has nothing any more', () => {
        expect(policies).toStrictEqual({ 'your-repo': undefined });
        expect(Object.values(callers)).toEqual(Object.values(CALLERS).map(() => BARE_CALLER));
      });
    });

    test('destroyed, it leaves no repository, and the callers as they were', async () => {
      await terraform.destroy();
      await readBack();
      expect(policies).toEqual({});
      expect(callers).toEqual({
        article: BARE_CALLER,
        puller: BARE_CALLER,
        release: BARE_CALLER,
        unattended: BARE_CALLER,
      });
    });
  },
);

function arnOf({ kind, name }: Caller): string {
  return `arn:aws:iam::${BUILD}:${kind}/${name}`;
}

function allowed(principal: string | readonly string[], actions: readonly string[]): object {
  return { Sid: undefined, Effect: 'Allow', Principal: { AWS: principal }, Action: actions };
}

/** Exactly what is attached, statement ids set aside. */
function identityPolicy(repository: string, actions: readonly string[]): unknown {
  const Sid = expect.any(String) as string;
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid, Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
      { Sid, Effect: 'Allow', Action: actions, Resource: [repository] },
    ],
  };
}
