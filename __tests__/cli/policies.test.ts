import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyText } from '../../src/aws/policy/document';
import { topologyOf } from '../declaration/declarations';
import { ecrTopology } from './in-process';

const EXAMPLE = 'examples/cross-account-pull-push.yaml';
const folder = () => join(mkdtempSync(join(tmpdir(), 'policies-')), 'out');
const policies = async (out: string, topology: string) =>
  ecrTopology(['policies', '--out', out, '--topology', topology]);

const LIFECYCLE = 'lifecycle: [{ tagStatus: any, countMoreThan: 10, action: expire }]';
const PULL =
  'statements: [{ effect: Allow, principals: "222222222222", actions: [ecr:BatchGetImage, ecr:GetDownloadUrlForLayer] }]';
const WITH_LIFECYCLE = `accounts:
  develop: { id: "111111111111" }
registries:
  develop:
    account: develop
    region: eu-west-1
    creationTemplates:
      - { prefix: team/a, appliedFor: [CREATE_ON_PUSH], ${LIFECYCLE}, ${PULL} }
      - { prefix: ROOT, appliedFor: [CREATE_ON_PUSH], ${PULL} }
repositories:
  team/a/app: { registry: develop, ${LIFECYCLE}, ${PULL} }
`;

/** Returns every file below a folder, sorted. */
const filesIn = (out: string) =>
  readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1))
    .sort();

const parsedPolicy = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

test('writes the repository policy and the identity policy of a grant, and the commands that apply them', async () => {
  const out = folder();
  const { status, stdout } = await policies(out, EXAMPLE);
  expect(status).toBe(0);
  expect(stdout).toContain('Wrote 2 policies for 2 accounts to ');
  expect(filesIn(out)).toEqual([
    'build/apply.sh',
    'build/roles/your-iam-role.json',
    'registry/apply.sh',
    'registry/registries/central/repositories/your-repo.json',
    'written-by-ecr-topology.json',
  ]);
  const { registries, identities } = topologyOf(readFileSync(EXAMPLE, 'utf8'));
  expect(parsedPolicy(join(out, 'registry/registries/central/repositories/your-repo.json'))).toEqual(
    JSON.parse(policyText(registries[0]!.repositories[0]!.policy!)),
  );
  expect(parsedPolicy(join(out, 'build/roles/your-iam-role.json'))).toEqual(
    JSON.parse(policyText(identities[0]!.policy!)),
  );
  const commands = ['registry', 'build'].flatMap((account) =>
    readFileSync(join(out, account, 'apply.sh'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('aws ')),
  );
  expect(commands).toEqual([
    "aws ecr set-repository-policy --profile 'registry' --region us-west-2 --registry-id 999999999999 " +
      '--repository-name your-repo --policy-text file://registries/central/repositories/your-repo.json',
    "aws iam put-role-policy --profile 'build' --role-name your-iam-role --policy-name ecr-topology " +
      '--policy-document file://roles/your-iam-role.json',
  ]);
});

test('writes the registry policy of a destination', async () => {
  const out = folder();
  await policies(out, 'topology.yaml');
  expect(filesIn(out)).toEqual([
    'management/apply.sh',
    'management/registries/management/registry-policy.json',
    'written-by-ecr-topology.json',
  ]);
  expect(readFileSync(join(out, 'management/apply.sh'), 'utf8')).toContain('aws ecr put-registry-policy');
});

test('writes lifecycle policies, and the policies of creation templates', async () => {
  const out = folder();
  const declaration = join(mkdtempSync(join(tmpdir(), 'policies-')), 'topology.yaml');
  writeFileSync(declaration, WITH_LIFECYCLE);
  expect((await policies(out, declaration)).stdout).toContain('Wrote 5 policies for 1 account to ');
  expect(filesIn(out)).toEqual([
    'develop/apply.sh',
    'develop/registries/develop/creation-templates/lifecycle-policies/team+a.json',
    'develop/registries/develop/creation-templates/repositories/_ROOT.json',
    'develop/registries/develop/creation-templates/repositories/team+a.json',
    'develop/registries/develop/lifecycle-policies/team+a+app.json',
    'develop/registries/develop/repositories/team+a+app.json',
    'written-by-ecr-topology.json',
  ]);
  const [registry] = topologyOf(WITH_LIFECYCLE).registries;
  const text = registry!.repositories[0]!.settings.lifecyclePolicy!.text;
  const written = join(out, 'develop/registries/develop/lifecycle-policies/team+a+app.json');
  expect(parsedPolicy(written)).toEqual(JSON.parse(text));
  const script = readFileSync(join(out, 'develop/apply.sh'), 'utf8').split('\n');
  const ecr = (command: string) => `aws ecr ${command} --region eu-west-1`;
  expect(script.filter((line) => line.startsWith('aws '))).toEqual([
    `${ecr('set-repository-policy')} --registry-id 111111111111 --repository-name team/a/app --policy-text file://registries/develop/repositories/team+a+app.json`,
    `${ecr('put-lifecycle-policy')} --registry-id 111111111111 --repository-name team/a/app --lifecycle-policy-text file://registries/develop/lifecycle-policies/team+a+app.json`,
    `${ecr('update-repository-creation-template')} --prefix ROOT --repository-policy file://registries/develop/creation-templates/repositories/_ROOT.json`,
    `${ecr('update-repository-creation-template')} --prefix team/a --repository-policy file://registries/develop/creation-templates/repositories/team+a.json`,
    `${ecr('update-repository-creation-template')} --prefix team/a --lifecycle-policy file://registries/develop/creation-templates/lifecycle-policies/team+a.json`,
  ]);
});

test('the script does nothing with credentials of another account', async () => {
  const out = folder();
  await policies(out, EXAMPLE);
  // An AWS CLI that is logged in to the other account, and records its other calls.
  const bin = mkdtempSync(join(tmpdir(), 'aws-'));
  writeFileSync(join(bin, 'aws'), '#!/bin/sh\n[ "$1" = sts ] && echo 111111111111 || echo "$@"\n', {
    mode: 0o755,
  });
  const apply = (account: string) =>
    spawnSync('sh', [join(out, account, 'apply.sh')], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}` },
    });
  expect(apply('registry')).toMatchObject({ status: 1, stdout: '' });
  expect(apply('registry').stderr).toContain(
    'These are credentials of account 111111111111, and the policies are for 999999999999.',
  );
  expect(apply('build').stdout).toContain('iam put-role-policy');
});

test('removes policies of an earlier run that are no longer granted', async () => {
  const out = folder();
  await policies(out, EXAMPLE);
  expect((await policies(out, 'topology.yaml')).status).toBe(0);
  expect(filesIn(out)).toEqual([
    'management/apply.sh',
    'management/registries/management/registry-policy.json',
    'written-by-ecr-topology.json',
  ]);
  expect(readdirSync(join(out, '..'))).toEqual(['out']);
});

test('writes nothing if the declaration has errors', async () => {
  const out = folder();
  expect((await policies(out, '__tests__/fixtures/faulty/twenty.yaml')).status).toBe(1);
  expect(existsSync(out)).toBe(false);
});
