import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ecrTopology } from '../cli/in-process';
import { resourcesOf, synthesiseObject } from '../stacks/synthesised';
import { diagnose } from '../declaration/declarations';

const read = (file: string) => readFileSync(join('examples', file), 'utf8');

const EXAMPLES = readdirSync('examples')
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace(/\.yaml$/, ''));

test.each(EXAMPLES)('%s has no errors or warnings', (name) => {
  expect(diagnose(read(`${name}.yaml`))).toEqual([]);
});

test.each(EXAMPLES)('%s is in the index, and has a page that explains it', (name) => {
  expect(read('README.md')).toContain(`[${name}.yaml](${name}.yaml)`);
  expect(read('README.md')).toContain(`[explained](${name}.md)`);
  expect(read(`${name}.md`)).toContain(`[${name}.yaml](${name}.yaml)`);
});

/** The numbers on the page of each example. */
const RESOURCES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'cross-account-pull-push': {
    aws_ecr_repository: 1,
    aws_ecr_repository_policy: 1,
    aws_iam_role_policy: 1,
  },
  everything: {
    aws_ecr_account_setting: 3,
    aws_ecr_pull_time_update_exclusion: 1,
    aws_ecr_lifecycle_policy: 8,
    aws_ecr_pull_through_cache_rule: 2,
    aws_ecr_registry_policy: 2,
    aws_ecr_registry_scanning_configuration: 2,
    aws_ecr_replication_configuration: 1,
    aws_ecr_repository: 8,
    aws_ecr_repository_creation_template: 2,
    aws_ecr_repository_policy: 8,
    aws_iam_role_policy: 1,
    aws_inspector2_enabler: 1,
  },
  organization: {
    aws_ecr_registry_policy: 1,
    aws_ecr_replication_configuration: 1,
    aws_ecr_repository: 19,
    aws_ecr_repository_policy: 19,
    aws_iam_role_policy: 3,
    aws_iam_role_policy_attachment: 1,
  },
};

test.each(EXAMPLES)('%s synthesises the number of resources on its page', (name) => {
  const { resource } = synthesiseObject(read(`${name}.yaml`));
  const numbers = Object.entries(resource ?? {}).map(([type, all]) => [type, Object.keys(all).length]);
  expect(Object.fromEntries(numbers)).toEqual(RESOURCES[name]);
});

test('organization has a provider for each registry, and for each account without one', () => {
  const { provider } = synthesiseObject(read('organization.yaml'));
  expect(provider.aws.map(({ alias }) => alias)).toEqual([
    'hub',
    'hub_eu',
    'hub_us',
    'production',
    'account-analytics',
    'account-build',
    'account-development',
    'account-security',
  ]);
});

test.each(EXAMPLES)('every policy on the page of %s is a generated one', (name) => {
  const shown = [...read(`${name}.md`).matchAll(/^```text\n(\{.*?)^```$/gms)].map(([, text = '']) => text);
  expect(shown.length).toBeGreaterThan(0);
  for (const policy of shown) expect(writtenPolicies(name)).toContainEqual(JSON.parse(policy));
});

function writtenPolicies(name: string): readonly unknown[] {
  const types = ['aws_ecr_registry_policy', 'aws_ecr_repository_policy', 'aws_iam_role_policy'];
  return types
    .flatMap((type) => Object.values(resourcesOf(read(`${name}.yaml`), type)))
    .map(({ policy }) => JSON.parse(String(policy)) as unknown);
}

const ALLOWED = 0;
const DENIED = 1;

const CI = 'arn:aws:iam::222222222222:role/ci/applications';
const EXECUTION = 'arn:aws:iam::444444444444:role/ecs-task-execution';

test.each<readonly [what: string, status: number, example: string, args: readonly string[]]>([
  [
    'the role pulls',
    ALLOWED,
    'cross-account-pull-push',
    [...forRepository('role/your-iam-role'), ...on('your-repo')],
  ],
  [
    'another role of its account does not',
    DENIED,
    'cross-account-pull-push',
    [...forRepository('role/x'), ...on('your-repo')],
  ],
  ['a pipeline pulls what it builds on', ALLOWED, 'organization', ['--as', CI, ...on('base/node', 'hub')]],
  [
    'a pipeline does not pull the copy of production',
    DENIED,
    'organization',
    ['--as', CI, ...on('app/checkout', 'production')],
  ],
  [
    'production pulls its copy',
    ALLOWED,
    'organization',
    ['--as', EXECUTION, ...on('app/checkout', 'production')],
  ],
  [
    'a function pulls in its Region',
    ALLOWED,
    'organization',
    [...asFunctionIn('us-west-2'), ...on('function/thumbnails', 'hub_us')],
  ],
  [
    'a function does not pull from another Region',
    DENIED,
    'organization',
    [...asFunctionIn('eu-central-1'), ...on('function/thumbnails', 'hub_us')],
  ],
  [
    'a function does not pull where there is no grant',
    DENIED,
    'organization',
    [...asFunctionIn('ap-northeast-1'), ...on('function/thumbnails', 'hub')],
  ],
  [
    'CodeBuild pulls for its own account',
    ALLOWED,
    'organization',
    [...asCodeBuildOf('111111111111'), ...on('tool/builder')],
  ],
  [
    'CodeBuild does not pull for another',
    DENIED,
    'organization',
    [...asCodeBuildOf('222222222222'), ...on('tool/builder')],
  ],
])('explain pull: %s', async (_, status, example, args) => {
  const topology = ['--topology', `examples/${example}.yaml`];
  expect((await ecrTopology(['explain', 'pull', ...args, ...topology])).status).toBe(status);
});

function forRepository(caller: string): readonly string[] {
  return ['--as', `arn:aws:iam::111111111111:${caller}`];
}

function asFunctionIn(region: string): readonly string[] {
  const arn = `arn:aws:lambda:${region}:555555555555:function:thumbnails`;
  return ['--as', 'lambda.amazonaws.com', '--context', `aws:SourceArn=${arn}`];
}

function asCodeBuildOf(account: string): readonly string[] {
  return ['--as', 'codebuild.amazonaws.com', '--context', `aws:SourceAccount=${account}`];
}

function on(repository: string, registry?: string): readonly string[] {
  return ['--repository', repository, ...(registry === undefined ? [] : ['--registry', registry])];
}

/** The policy that the page of the organization describes, as `nodes.json`. */
const NODES = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    {
      Effect: 'Allow',
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: 'arn:aws:ecr:us-west-2:111111111111:repository/*',
    },
  ],
};

test('the commands on the pages print the documented output', async () => {
  const nodes = join(mkdtempSync(join(tmpdir(), 'ecr-topology-examples-')), 'nodes.json');
  writeFileSync(nodes, JSON.stringify(NODES));
  const ends: Record<string, unknown[]> = {};
  for (const name of EXAMPLES) {
    ends[name] = [];
    for (const [, args = ''] of read(`${name}.md`).matchAll(/^npx ecr-topology (explain .*)$/gm)) {
      const { status } = await ecrTopology(args.replace('nodes.json', nodes).split(' '));
      ends[name].push(status);
    }
  }
  expect(ends).toEqual({
    'cross-account-pull-push': [ALLOWED],
    everything: [ALLOWED, DENIED],
    organization: [ALLOWED, ALLOWED, DENIED, ALLOWED],
  });
});
