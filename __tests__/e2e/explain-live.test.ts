import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ecrTopology } from '../cli/in-process';
import { unsignedHeader } from './aws-call';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto, type Moto } from './moto';
import { Sandbox } from './sandbox';

const MANAGEMENT = '555555555555';
const REGION = 'eu-west-1';

interface Answer {
  readonly verdict: string;
  readonly actions: readonly {
    readonly action: string;
    readonly layers: readonly { readonly layer: string; readonly state: { readonly kind: string } }[];
  }[];
  readonly fixes: readonly { readonly kind: string }[];
  readonly live: {
    readonly declaredVerdict: string;
    readonly differences: readonly { readonly layer: string; readonly text: string }[];
    readonly notRead: readonly { readonly layer?: string; readonly text: string }[];
  };
}

/** moto gives the accounts of an organization random IDs, and has no permissions, so nothing is denied. */
describeWithRequirements('explain --live', ['moto_server'], () => {
  let sandbox: Sandbox;
  let moto: Moto;
  let builder: string;
  let owner: string;

  beforeAll(async () => {
    sandbox = new Sandbox();
    moto = await startMoto(sandbox, { management: MANAGEMENT });
    await organizations('CreateOrganization', { FeatureSet: 'ALL' });
    for (const PolicyType of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']) {
      await organizations('EnablePolicyType', { RootId: await rootId(), PolicyType });
    }
    builder = await createAccount('builder');
    owner = await createAccount('owner');
    await seedIdentity();
    await callJson('ecr', 'AmazonEC2ContainerRegistry_V20150921.CreateRepository', owner, {
      repositoryName: 'my-repo',
    });
    writeFileSync(join(sandbox.folder, 'topology.yaml'), declaration());
  });

  afterAll(async () => {
    await sandbox.close();
  });

  test('reads inline, attached and group policies, the boundary and the control policies', async () => {
    await setPolicy(grantTo(`arn:aws:iam::${builder}:role/ci`));
    const answer = await explain('role/ci');

    expect(answer.live.notRead.map(({ text }) => text)).toEqual([
      // moto has no account settings.
      expect.stringContaining('account setting'),
    ]);
    expect(answer.verdict).toBe('allowed');
    expect(states(answer, 'ecr:BatchGetImage')).toEqual({
      identity: 'allows',
      boundary: 'allows',
      scps: 'allows',
      rcps: 'allows',
      repositoryPolicy: 'allows',
      registryPolicy: 'absent',
    });
  });

  test('evaluates the policies of groups', async () => {
    await setPolicy(grantTo(`arn:aws:iam::${builder}:user/release`));
    const answer = await explain('user/release');

    expect(states(answer, 'ecr:BatchGetImage')).toMatchObject({ identity: 'allows', boundary: 'absent' });
  });

  test('suggests to deploy what the declaration already grants', async () => {
    await setPolicy(grantTo(`arn:aws:iam::${builder}:role/another`));
    const answer = await explain('role/ci');

    expect([answer.verdict, answer.live.declaredVerdict]).toEqual(['denied', 'allowed']);
    expect(answer.fixes.map(({ kind }) => kind)).toEqual(['deploy']);
    expect(answer.live.differences.map(({ layer }) => layer)).toEqual(['repositoryPolicy']);
  });

  test('denies what a service control policy of an organizational unit denies', async () => {
    await setPolicy(grantTo(`arn:aws:iam::${builder}:role/ci`));
    const root = await rootId();
    const { OrganizationalUnit } = (await organizations('CreateOrganizationalUnit', {
      ParentId: root,
      Name: 'restricted',
    })) as { readonly OrganizationalUnit: { readonly Id: string } };
    await organizations('MoveAccount', {
      AccountId: builder,
      SourceParentId: root,
      DestinationParentId: OrganizationalUnit.Id,
    });
    const { Policy } = (await organizations('CreatePolicy', {
      Name: 'no-ecr',
      Description: '',
      Type: 'SERVICE_CONTROL_POLICY',
      Content: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Sid: 'NoEcr', Effect: 'Deny', Action: 'ecr:BatchGetImage', Resource: '*' }],
      }),
    })) as { readonly Policy: { readonly PolicySummary: { readonly Id: string } } };
    await organizations('AttachPolicy', {
      PolicyId: Policy.PolicySummary.Id,
      TargetId: OrganizationalUnit.Id,
    });
    const answer = await explain('role/ci');

    expect(answer.verdict).toBe('denied');
    expect(states(answer, 'ecr:BatchGetImage')).toMatchObject({ scps: 'denies', repositoryPolicy: 'allows' });
    expect(answer.fixes.map(({ kind }) => kind)).toEqual(['denied']);
  });

  test('lists access with the identity policies of the roles and users', async () => {
    await setPolicy(grantTo(`arn:aws:iam::${builder}:role/ci`));
    const { stdout, stderr } = await run('access', '--live', '--format', 'json');
    const { access } = JSON.parse(stdout) as {
      readonly access: readonly { readonly caller: { readonly text: string }; readonly answer: string }[];
    };

    expect(stderr).toContain('GetAccountSetting');
    expect(access.map(({ caller, answer }) => [caller.text, answer])).toEqual([
      [expect.stringContaining('role/ci'), 'yes'],
    ]);
  });

  function run(...args: readonly string[]) {
    return ecrTopology(args, {
      cwd: sandbox.folder,
      env: { ...moto.environment, AWS_PROFILE: 'management' },
    });
  }

  async function explain(caller: string): Promise<Answer> {
    const { stdout, stderr } = await run(
      ...['explain', 'pull', '--live', '--repository', 'my-repo', '--format', 'json'],
      ...['--as', `arn:aws:iam::${builder}:${caller}`],
    );
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as Answer; // the output of the test's own command
  }

  function states(answer: Answer, wanted: string): Record<string, string> {
    const layers = answer.actions.find(({ action }) => action === wanted)?.layers ?? [];
    return Object.fromEntries(layers.map(({ layer, state }) => [layer, state.kind]));
  }

  function declaration(): string {
    return `
accounts:
  builder: { id: '${builder}', assumeRole: { arn: 'arn:aws:iam::${builder}:role/admin' } }
  owner: { id: '${owner}', assumeRole: { arn: 'arn:aws:iam::${owner}:role/admin' } }
  management: { id: '${MANAGEMENT}', profile: management }
registries:
  owner: { account: owner, region: ${REGION} }
repositories:
  my-repo: { registry: owner }
access:
  - allow: pull
    repositories: my-repo
    principals: ['arn:aws:iam::${builder}:role/ci', 'arn:aws:iam::${builder}:user/release']
`;
  }

  async function seedIdentity(): Promise<void> {
    const pull = policy('ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer');
    const login = policy('ecr:GetAuthorizationToken');
    const boundary = await iam('CreatePolicy', { PolicyName: 'limit', PolicyDocument: policy('ecr:*') });
    const PermissionsBoundary = /<Arn>(.*?)<\/Arn>/.exec(boundary)?.[1] ?? '';
    await iam('CreateRole', {
      RoleName: 'ci',
      AssumeRolePolicyDocument: login,
      PermissionsBoundary,
    });
    await iam('PutRolePolicy', { RoleName: 'ci', PolicyName: 'ecr-topology', PolicyDocument: pull });
    await iam('AttachRolePolicy', {
      RoleName: 'ci',
      PolicyArn: 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
    });
    await iam('CreateUser', { UserName: 'release' });
    await iam('CreateGroup', { GroupName: 'pullers' });
    await iam('AddUserToGroup', { GroupName: 'pullers', UserName: 'release' });
    await iam('PutGroupPolicy', { GroupName: 'pullers', PolicyName: 'pull', PolicyDocument: pull });
  }

  function policy(...Action: readonly string[]): string {
    return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
  }

  function grantTo(AWS: string): object {
    return {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Pull',
          Effect: 'Allow',
          Principal: { AWS },
          Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        },
      ],
    };
  }

  async function setPolicy(document: object): Promise<void> {
    await callJson('ecr', 'AmazonEC2ContainerRegistry_V20150921.SetRepositoryPolicy', owner, {
      repositoryName: 'my-repo',
      policyText: JSON.stringify(document),
    });
  }

  async function createAccount(name: string): Promise<string> {
    const { CreateAccountStatus } = (await organizations('CreateAccount', {
      AccountName: name,
      Email: `${name}@example.com`,
    })) as { readonly CreateAccountStatus: { readonly AccountId: string } };
    return CreateAccountStatus.AccountId;
  }

  async function rootId(): Promise<string> {
    const { Roots } = (await organizations('ListRoots', {})) as {
      readonly Roots: readonly { readonly Id: string }[];
    };
    return Roots[0]?.Id ?? '';
  }

  function organizations(operation: string, input: object): Promise<unknown> {
    return callJson('organizations', `AWSOrganizationsV20161128.${operation}`, MANAGEMENT, input);
  }

  async function callJson(service: string, target: string, account: string, input: object): Promise<unknown> {
    const response = await fetch(String(moto.environment.AWS_ENDPOINT_URL), {
      method: 'POST',
      headers: {
        ...unsignedHeader('anyone', REGION, service),
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': target,
        'x-moto-account-id': account,
      },
      body: JSON.stringify(input),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${target}: ${text}`);
    return JSON.parse(text);
  }

  async function iam(action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    const response = await fetch(String(moto.environment.AWS_ENDPOINT_URL), {
      method: 'POST',
      headers: { ...unsignedHeader('anyone', 'us-east-1', 'iam'), 'x-moto-account-id': builder },
      body: new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters }),
    });
    const xml = await response.text();
    if (!response.ok) throw new Error(`${action}: ${xml}`);
    return xml;
  }
});
