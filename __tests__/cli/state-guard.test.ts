import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findStateConflicts } from '../../src/cli/state-guard';
import { loadTopology, type LoadedTopology } from '../../src/lint/declaration/load';
import { resolveStackPlaceholder } from '../../src/model/deployment';
import { stateConflictsText } from '../../src/report/stacks/synthesis';
import { layOut, type PlacedResource } from '../../src/terraform/layout';
import { BASE, base } from '../declaration/declarations';

const before = process.cwd();
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecr-topology-state-'));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const ROLE = 'arn:aws:iam::111111111111:role/ci';
const ACCESS = `access: [{ allow: pull, repositories: my-repo, principals: "${ROLE}" }]\n`;
const OTHER_NAMES = BASE.replaceAll('develop', 'hub').replaceAll('management', 'team');
const OTHER_ACCOUNTS = BASE.replace('111111111111', '222222222222').replace('999999999999', '888888888888');
const OTHER_MANAGEMENT = BASE.replace('999999999999', '888888888888');
const ONE_REGISTRY = base('to: [develop_us, management]', 'to: [develop_us]');
const MORE_REGISTRIES = BASE.replace('my-repo: {', 'other: { registry: develop }\n  my-repo: {');
const WITHOUT_MANAGEMENT = ONE_REGISTRY.replace(/ {2}management: \{ account.*\n/, '');

/** Declares the topology and writes the state files of its deployment, as far as the guard reads them. */
function deployed(text: string): void {
  const { topology, deployment } = declared('deployed.yaml', text);
  for (const { name, providers, resources } of layOut(topology, deployment)) {
    const { backend } = deployment;
    if (backend.kind !== 'local') throw new Error('only local states are files');
    const accountOf = new Map(providers.map(({ alias, accountId }) => [alias, accountId]));
    const state = { version: 4, resources: resources.map((each) => inState(each, accountOf)) };
    writeFileSync(resolveStackPlaceholder(backend.path, name), JSON.stringify(state));
  }
}

function inState({ resource, provider }: PlacedResource, accountOf: ReadonlyMap<string, string>): object {
  const { type, id } = resource;
  const attributes = type.startsWith('aws_ecr_') ? { registry_id: accountOf.get(provider) } : {};
  return {
    mode: 'managed',
    type,
    name: id,
    provider: `provider["registry.terraform.io/hashicorp/aws"].${provider}`,
    instances: [{ attributes }],
  };
}

function declared(file: string, text: string): LoadedTopology {
  writeFileSync(file, text);
  const loaded = loadTopology(file, {});
  if (loaded.kind !== 'topology') {
    throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  }
  return loaded;
}

/** Returns for each state file the number of resources that are not declared, and the file that declares them. */
function conflicts(file: string, text: string): readonly (readonly [string, number, string | undefined])[] {
  return findStateConflicts(declared(file, text), {}).map(({ stateFile, undeclared, owner }) => [
    stateFile,
    undeclared.length,
    owner,
  ]);
}

const STATE = 'terraform.ecr-topology.tfstate';

test.each([
  ['the same declaration', BASE, BASE],
  ['a repository is added', BASE, MORE_REGISTRIES],
  ['a repository is removed', MORE_REGISTRIES, BASE],
  ['the only repository is renamed', BASE, BASE.replaceAll('my-repo', 'app')],
  ['a destination is removed', BASE, ONE_REGISTRY],
  ['one registry of three is removed', BASE, WITHOUT_MANAGEMENT],
  ['one registry of three is renamed', BASE, BASE.replaceAll('develop_us', 'develop_west')],
  ['access is removed', BASE + ACCESS, BASE],
  ['the layout changes', BASE, `${BASE}stacks: { by: account }\n`],
  ['the state is kept elsewhere', BASE, `${OTHER_NAMES}backend: { local: { path: "{stack}.tfstate" } }\n`],
  ['the state is kept in S3', BASE, `${OTHER_NAMES}backend: { s3: { bucket: states, region: eu-west-1 } }\n`],
])('accepts the state of an edited declaration: %s', (_, first, second) => {
  deployed(first);
  expect(conflicts('topology.yaml', second)).toEqual([]);
});

test.each([
  ['other registries', BASE, OTHER_NAMES, [[STATE, 5, undefined]]],
  ['the same names in other accounts', BASE, OTHER_ACCOUNTS, [[STATE, 5, undefined]]],
  ['one of the same names in another account', BASE, OTHER_MANAGEMENT, [[STATE, 2, undefined]]],
  ['other registries, and identity policies', BASE + ACCESS, OTHER_NAMES, [[STATE, 9, undefined]]],
  [
    'the same accounts by name with other ids, in a stack for each',
    `${BASE}stacks: { by: account }\n`,
    `${OTHER_MANAGEMENT}stacks: { by: account }\n`,
    [['terraform.management.tfstate', 2, undefined]],
  ],
])('refuses the state of %s', (_, first, second, expected) => {
  deployed(first);
  expect(conflicts('topology.yaml', second)).toEqual(expected);
});

describe('next to a topology.yaml', () => {
  test.each([
    ['other registries', BASE, OTHER_NAMES, [[STATE, 5, 'topology.yaml']]],
    ['fewer repositories in the same registries', MORE_REGISTRIES, BASE, [[STATE, 1, 'topology.yaml']]],
    ['more repositories in the same registries', BASE, MORE_REGISTRIES, []],
    ['the same repositories', BASE, BASE, []],
  ])('another declaration with %s is compared with it', (_, shipped, other, expected) => {
    deployed(shipped);
    writeFileSync('topology.yaml', shipped);
    expect(conflicts('other.yaml', other)).toEqual(expected);
  });

  test('an edit of the other declaration is accepted if topology.yaml does not declare what is removed', () => {
    deployed(OTHER_NAMES);
    writeFileSync('topology.yaml', BASE);
    expect(conflicts('other.yaml', OTHER_NAMES.replace('to: [hub_us, team]', 'to: [hub_us]'))).toEqual([]);
  });

  test('topology.yaml is not named if it has its own state', () => {
    deployed(BASE);
    writeFileSync('topology.yaml', `${BASE}backend: { local: { path: "own.{stack}.tfstate" } }\n`);
    expect(conflicts('other.yaml', OTHER_NAMES)).toEqual([[STATE, 5, undefined]]);
  });

  test.each(['accounts: [', ''])('a topology.yaml with errors changes nothing: %j', (text) => {
    deployed(BASE);
    writeFileSync('topology.yaml', text);
    expect(conflicts('other.yaml', OTHER_NAMES)).toEqual([[STATE, 5, undefined]]);
  });
});

describe('a registry that is renamed', () => {
  const inAccount = (name: string, account: string, repository: string) => `accounts:
  one: { id: "111111111111" }
  two: { id: "222222222222" }
registries:
  ${name}: { account: ${account}, region: eu-west-1 }
  other: { account: ${account === 'one' ? 'two' : 'one'}, region: eu-west-1 }
repositories:
  ${repository}: { registry: ${name} }
`;

  /** As `terraform state mv` leaves it: with another address, and with the former alias until the next apply. */
  function moveInState(from: string, to: string): void {
    writeFileSync(STATE, readFileSync(STATE, 'utf8').replace(`"name":"${from}"`, `"name":"${to}"`));
  }

  test('is refused if it is the only one with resources, until they are moved in the state', () => {
    deployed(inAccount('first', 'one', 'app'));
    const renamed = inAccount('second', 'one', 'app');
    expect(conflicts('topology.yaml', renamed)).toEqual([[STATE, 1, undefined]]);
    moveInState('first-app', 'second-app');
    expect(conflicts('topology.yaml', renamed)).toEqual([]);
  });

  test('may take the name of a registry in another account, after its resources were moved in the state', () => {
    deployed(inAccount('first', 'one', 'app'));
    const withSwappedNames = inAccount('other', 'one', 'app').replace(
      '  other: { account: two',
      '  first: { account: two',
    );
    expect(conflicts('topology.yaml', withSwappedNames)).toEqual([[STATE, 1, undefined]]);
    moveInState('first-app', 'other-app');
    expect(conflicts('topology.yaml', withSwappedNames)).toEqual([]);
  });
});

test.each([
  ['nothing', ''],
  ['no JSON', '{"version": 4,'],
  ['no object', '[]'],
  ['no resources', '{"version": 4}'],
  ['resources that are no list', '{"version": 4, "resources": {}}'],
  ['resources without types', '{"version": 4, "resources": [null, 1, {}, {"mode": "managed"}]}'],
  ['an encrypted state of OpenTofu', '{"serial": 1, "lineage": "x", "encrypted_data": "eA=="}'],
  [
    'a resource whose creation failed',
    '{"resources": [{"mode": "managed", "type": "aws_ecr_repository", "name": "x", "instances": []}]}',
  ],
  [
    'a data source',
    '{"resources": [{"mode": "data", "type": "aws_ecr_repository", "name": "x", "provider": "p[\\"aws\\"].x", "instances": [{"attributes": {"registry_id": "1"}}]}]}',
  ],
])('a state file with %s is left to Terraform', (_, text) => {
  writeFileSync(STATE, text);
  expect(conflicts('topology.yaml', BASE)).toEqual([]);
});

test('the message names both declarations and the ways out', () => {
  deployed(BASE);
  writeFileSync('topology.yaml', BASE);
  const found = findStateConflicts(declared('prod west.yaml', OTHER_NAMES), {});
  expect(stateConflictsText('prod west.yaml', found))
    .toBe(`error: terraform.ecr-topology.tfstate is the state of topology.yaml, not of prod west.yaml. Nothing was written.
  It has 5 resources that prod west.yaml does not declare: develop (account 111111111111), develop_us (account 111111111111), management (account 999999999999).
  Terraform would destroy them, lose track of them, or stop with 'Provider configuration not present'.

  To keep both deployed, give prod west.yaml its own state and output folder:
    backend: { local: { path: "terraform.other.{stack}.tfstate" } }
    ECR_TOPOLOGY='prod west.yaml' npx cdktf deploy --output cdktf.out.other
  To use topology.yaml, unset ECR_TOPOLOGY and leave out --topology.
  To replace what is deployed, first run 'npx cdktf destroy' with topology.yaml.
  If you renamed, moved or removed registries: docs/guides/rename-move-remove.md
`);
});

test('the message says how to name the declaration if it is unknown, and prints no control characters of a state', () => {
  const undeclared = [{ address: 'a.b', provider: 'develop', accountId: '\u001b[31m' }];
  const text = stateConflictsText('topology.yaml', [{ stateFile: STATE, undeclared, owner: undefined }]);
  expect(text).toContain(`${STATE} is the state of another declaration, not of topology.yaml.`);
  expect(text).toContain('name it: ECR_TOPOLOGY=FILE npx cdktf deploy\n');
  expect(text).not.toContain('\u001b');
});
