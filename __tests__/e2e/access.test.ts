import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { describeWithRequirements } from './describe-with-requirements';
import {
  createIdentity,
  NO_IDENTITY_POLICIES,
  readIdentityPolicies,
  readRepositoryPolicies,
  type Identity,
  type LiveIdentityPolicies,
} from './live-access';
import { startMoto, type Moto } from './moto';
import { parsePolicyWithoutSids } from './policy-without-sids';
import { Sandbox } from './sandbox';
import { Terraform } from './terraform';
import { Workspace } from './workspace';

const EXAMPLE = readFileSync(
  resolve(__dirname, '..', '..', 'examples', 'cross-account-pull-push.yaml'),
  'utf8',
);

const BUILD = '111111111111';
const REGISTRY = '999999999999';

const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** The repository policy of the article has another order, which has no effect. */
const PULL_AND_PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:GetDownloadUrlForLayer',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

const IDENTITIES = {
  article: { profile: 'build', kind: 'role', name: 'your-iam-role' },
  puller: { profile: 'build', kind: 'role', name: 'puller' },
  release: { profile: 'build', kind: 'user', name: 'release' },
  unattended: { profile: 'build', kind: 'role', name: 'unattended' },
} as const satisfies Readonly<Record<string, Identity>>;

/** With an IAM policy variable, which must be escaped because Terraform has the same syntax. */
const BY_TAG = {
  sid: 'OwnTeam',
  principals: 'build',
  actions: 'ecr:ListImages',
  conditions: { StringEquals: { 'aws:PrincipalTag/team': '${aws:PrincipalTag/owner}' } },
};

/** A grant for each identity mode, on a repository that the example does not have. */
const EVERY_IDENTITY_MODE = [
  {
    allow: 'pull-push',
    repositories: 'tools',
    principals: arnOf(IDENTITIES.article),
    identity: 'managed',
  },
  { allow: 'pull', repositories: 'tools', principals: arnOf(IDENTITIES.puller), identity: 'managed' },
  { allow: 'pull', repositories: 'tools', principals: arnOf(IDENTITIES.release), identity: 'inline' },
  { allow: 'pull', repositories: 'tools', principals: arnOf(IDENTITIES.unattended), identity: 'none' },
];

describeWithRequirements(
  'examples/cross-account-pull-push.yaml deployed',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let workspace: Workspace;
    let policies: Readonly<Record<string, string | undefined>>;
    let identityPolicies: Readonly<Record<keyof typeof IDENTITIES, LiveIdentityPolicies>>;

    let terraform: Terraform;

    const deploy = async (topology: string) => {
      workspace.declare(topology);
      await workspace.synth(moto.environment);
      workspace.useMirroredProvider();
      await terraform.init();
      await terraform.deploy();
    };
    const planAgain = async () => terraform.tryPlan('-detailed-exitcode');
    const readPolicies = async () => {
      policies = await readRepositoryPolicies(moto, 'registry', 'us-west-2');
      const [article, puller, release, unattended] = await Promise.all([
        readIdentityPolicies(moto, IDENTITIES.article),
        readIdentityPolicies(moto, IDENTITIES.puller),
        readIdentityPolicies(moto, IDENTITIES.release),
        readIdentityPolicies(moto, IDENTITIES.unattended),
      ]);
      identityPolicies = { article, puller, release, unattended };
    };

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, { build: BUILD, registry: REGISTRY });
      await Promise.all(Object.values(IDENTITIES).map(async (identity) => createIdentity(moto, identity)));
      workspace = new Workspace(sandbox, 'project');
      terraform = new Terraform(workspace.stackFolder, moto.environment);
    });

    afterAll(async () => {
      await sandbox.close();
    });

    describe('without changes', () => {
      beforeAll(async () => {
        await deploy(EXAMPLE);
        await readPolicies();
      });

      test("the repository has the article's repository policy", () => {
        expect(parsePolicyWithoutSids(policies['your-repo'])).toEqual({
          Version: '2012-10-17',
          Statement: [allowed(arnOf(IDENTITIES.article), PULL_AND_PUSH)],
        });
      });

      test('the role has only an inline policy, which allows it to log in, and to pull and push that repository', () => {
        const arn = `arn:aws:ecr:us-west-2:${REGISTRY}:repository/your-repo`;
        expect(identityPolicies.article).toEqual({
          inline: { 'ecr-topology': identityPolicy(arn, PULL_AND_PUSH) },
          managed: [],
        });
      });

      test('no other role or user has a policy', () => {
        expect(identityPolicies).toMatchObject({
          puller: NO_IDENTITY_POLICIES,
          release: NO_IDENTITY_POLICIES,
          unattended: NO_IDENTITY_POLICIES,
        });
      });

      test('a second plan is empty', async () => {
        expect(await planAgain()).toMatchObject({ code: 0 });
      });
    });

    describe('with that grant removed, and a grant for each identity mode on another repository', () => {
      beforeAll(async () => {
        const topology = parseDocument(EXAMPLE);
        topology.setIn(['repositories', 'tools'], { registry: 'central', statements: [BY_TAG] });
        topology.set('access', EVERY_IDENTITY_MODE);
        await deploy(topology.toString());
        await readPolicies();
      });

      test('the repository without a grant no longer has a repository policy', () => {
        expect(policies).toStrictEqual({ 'your-repo': undefined, tools: expect.any(String) as string });
      });

      test('the repository policy of the other repository allows all principals, with any identity mode', () => {
        const pullers = [IDENTITIES.puller, IDENTITIES.unattended, IDENTITIES.release].map(arnOf);
        expect(parsePolicyWithoutSids(policies.tools)).toEqual({
          Version: '2012-10-17',
          Statement: [
            {
              ...allowed(`arn:aws:iam::${BUILD}:root`, ['ecr:ListImages']),
              Condition: BY_TAG.conditions,
            },
            allowed(pullers, PULL),
            allowed(arnOf(IDENTITIES.article), PULL_AND_PUSH),
          ],
        });
      });

      test('managed: the AWS managed policy is attached, and the inline policy was deleted', () => {
        expect([identityPolicies.article, identityPolicies.puller]).toEqual([
          { inline: {}, managed: ['arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser'] },
          { inline: {}, managed: ['arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly'] },
        ]);
      });

      test('inline: the policy allows the user to log in and to pull that repository', () => {
        const arn = `arn:aws:ecr:us-west-2:${REGISTRY}:repository/tools`;
        expect(identityPolicies.release).toEqual({
          inline: { 'ecr-topology': identityPolicy(arn, PULL) },
          managed: [],
        });
      });

      test('none: no policy is attached', () => {
        expect(identityPolicies.unattended).toEqual(NO_IDENTITY_POLICIES);
      });

      test('a second plan is empty', async () => {
        expect(await planAgain()).toMatchObject({ code: 0 });
      });
    });

    describe('with all grants removed', () => {
      beforeAll(async () => {
        const topology = parseDocument(EXAMPLE);
        topology.delete('access');
        await deploy(topology.toString());
        await readPolicies();
      });

      test('the repository policy and the identity policies are deleted, also in an account without other resources', () => {
        expect(policies).toStrictEqual({ 'your-repo': undefined });
        expect(Object.values(identityPolicies)).toEqual(
          Object.values(IDENTITIES).map(() => NO_IDENTITY_POLICIES),
        );
      });
    });

    test('terraform destroy deletes the repositories and the policies', async () => {
      await terraform.destroy();
      await readPolicies();
      expect(policies).toEqual({});
      expect(identityPolicies).toEqual({
        article: NO_IDENTITY_POLICIES,
        puller: NO_IDENTITY_POLICIES,
        release: NO_IDENTITY_POLICIES,
        unattended: NO_IDENTITY_POLICIES,
      });
    });
  },
);

function arnOf({ kind, name }: Identity): string {
  return `arn:aws:iam::${BUILD}:${kind}/${name}`;
}

function allowed(principal: string | readonly string[], actions: readonly string[]): object {
  return { Sid: undefined, Effect: 'Allow', Principal: { AWS: principal }, Action: actions };
}

/** Returns the expected inline policy, with any Sid. */
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
