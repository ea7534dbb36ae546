import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { PARTITIONS } from '../../src/aws/partitions';
import { formatDeclaration } from '../../src/declaration/format/format';
import { keyOrderOf } from '../../src/declaration/schema/key-order';
import {
  EXAMPLE_ACCOUNTS,
  EXAMPLE_REGIONS,
  LOCAL_BACKEND,
  parseAccounts,
  registriesOf,
  registryNameFault,
  type ProjectSettings,
} from '../../src/init/settings';
import { findFault, topologyText } from '../../src/init/topology-text';
import { declarationSchema } from '../../src/lint/declaration/declaration-schema';
import { parseTopology } from '../../src/lint/declaration/load';
import { runs } from '../random-runs';

function settings(
  accounts: readonly string[],
  regions = EXAMPLE_REGIONS,
  backend: ProjectSettings['backend'] = LOCAL_BACKEND,
): ProjectSettings {
  const parsed = parseAccounts(accounts);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return { accounts: parsed.value, regions, backend };
}

const EXAMPLE = settings(EXAMPLE_ACCOUNTS);
const s3 = (...values: readonly (readonly [string, string])[]) => ({
  kind: 's3' as const,
  values: new Map(values),
});

function load(text: string) {
  const loaded = parseTopology({ file: 'topology.yaml', text }, {});
  if (loaded.kind !== 'topology') throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded;
}

test('the default settings declare the topology and the deployment of the shipped topology.yaml', () => {
  const written = load(topologyText(EXAMPLE));
  const shipped = load(readFileSync('topology.yaml', 'utf8'));
  expect(written.topology).toEqual(shipped.topology);
  expect(written.deployment).toEqual(shipped.deployment);
});

test('the first line names the schema of the installed package', () => {
  expect(topologyText(EXAMPLE)).toMatch(
    /^# yaml-language-server: \$schema=\.\/node_modules\/ecr-topology\/topology\.schema\.json\n/,
  );
});

test('explains each section, and contains an example of access that is valid without its comment signs', () => {
  const text = topologyText(EXAMPLE);
  for (const section of ['accounts', 'registries', 'repositories', 'replication']) {
    expect(text).toMatch(new RegExp(`^# .+\n${section}:$`, 'm'));
  }
  const [example = ''] = /^# access:\n(?:#  .*\n)+/m.exec(text) ?? [];
  const enabled = text.replace(example, example.replaceAll(/^# /gm, ''));
  expect(load(enabled).topology).not.toEqual(load(text).topology);
});

test('the principal of the example is in the partition of the account', () => {
  const text = topologyText(settings(['main=111111111111'], ['cn-north-1']));
  expect(text).toContain('[arn:aws-cn:iam::111111111111:role/my-role]');
});

test('repositories of own accounts are not deleted with their images', () => {
  expect(topologyText(EXAMPLE)).toContain('forceDelete: true');
  expect(topologyText(settings(['main=222222222222']))).not.toContain('forceDelete');
});

test('a single registry has no replication', () => {
  expect(topologyText(settings(['main=111111111111'], ['eu-west-1']))).not.toContain('replication:');
});

test('an account that YAML would read as a boolean is in quotes', () => {
  const { topology } = load(topologyText(settings(['on=111111111111'])));
  expect(topology.registries.map(({ name }) => name)).toEqual(['on', 'on_us']);
});

test('writes the backend, with flags that are not texts', () => {
  const backend = s3(['bucket', 'my-states'], ['region', 'eu-west-1'], ['encrypt', 'false']);
  expect(
    load(topologyText(settings(EXAMPLE_ACCOUNTS, EXAMPLE_REGIONS, backend))).deployment.backend,
  ).toMatchObject({
    kind: 's3',
    bucket: 'my-states',
    region: 'eu-west-1',
    encrypt: false,
  });
});

test.each([
  [
    'an unknown Region',
    settings(['a=111111111111'], ['tokyo']),
    "'tokyo' is not a known AWS Region. If the Region is new, update ecr-topology.",
  ],
  [
    'a name that is not valid',
    settings(['a b=111111111111']),
    "'a b' is not a valid account name: it must start with a letter",
  ],
  [
    'an ID that is repeated',
    settings(['a=111111111111', 'b=111111111111']),
    "Account 'b' has the same ID as account 'a'. Declare each AWS account once.",
  ],
  [
    'Regions of two partitions',
    settings(['a=111111111111'], ['eu-west-1', 'cn-north-1']),
    'cn-north-1 is in partition aws-cn',
  ],
  ['no Region', settings(['a=111111111111'], []), 'Set at least one account and one Region.'],
  [
    'a required key that is missing',
    settings(['a=111111111111'], EXAMPLE_REGIONS, s3(['bucket', 'my-states'])),
    "backend.s3: required key 'region' is missing.",
  ],
  [
    'an unknown key',
    settings(['a=111111111111'], EXAMPLE_REGIONS, s3(['buckt', 'my-states'])),
    'backend.s3: required key',
  ],
  [
    'registries of the same name',
    settings(['a-b=111111111111', 'a_b=222222222222']),
    "Accounts 'a-b' and 'a_b' would both",
  ],
])('finds %s', (_name, faulty, fault) => {
  expect(findFault(faulty)).toContain(fault);
});

test('every valid choice is a declaration without problems that is formatted', () => {
  const account = fc.tuple(
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,20}$/),
    fc.stringMatching(/^[0-9]{12}$/),
    fc.option(fc.stringMatching(/^[A-Za-z0-9_.@-]{1,10}$/), { nil: undefined }),
  );
  const choice = fc.record({
    accounts: fc.uniqueArray(account, {
      minLength: 1,
      maxLength: 4,
      comparator: ([a, id], [b, otherId]) => a === b || id === otherId,
    }),
    regions: fc
      .constantFrom(...PARTITIONS)
      .chain(({ regions }) => fc.uniqueArray(fc.constantFrom(...regions), { minLength: 1, maxLength: 5 })),
  });
  fc.assert(
    fc.property(choice, ({ accounts, regions }) => {
      const chosen = {
        accounts: accounts.map(([name, id, profile]) => ({ name, id, profile })),
        regions,
        backend: LOCAL_BACKEND,
      };
      fc.pre(registryNameFault(registriesOf(chosen)) === undefined);
      expect(findFault(chosen)).toBeUndefined();
      const text = topologyText(chosen);
      expect(load(text).diagnostics).toEqual([]);
      const formatted = formatDeclaration({ file: 'topology.yaml', text }, keyOrderOf(declarationSchema));
      expect(formatted).toEqual({ kind: 'formatted', text });
    }),
    runs(100),
  );
});
