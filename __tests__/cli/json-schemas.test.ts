import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { createProgram } from '../../src/cli/program';
import { BASE, base, topologyOf } from '../declaration/declarations';
import { Fake } from '../live/fake/fake';
import { seedTopology } from '../live/fake/seed-topology';
import { STATE_FILE } from '../plan/state/states';
import { BackfillWorld, PARTNER } from './backfill-world';
import { ecrTopology } from './in-process';

const SCHEMAS = readdirSync('schemas').map((file) => file.replace('.schema.json', ''));

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-schemas-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const GOOD = file('good.yaml', BASE);
const REDUCED = file('reduced.yaml', base('[develop_us, management]', '[develop_us]'));
const BY_ACCOUNT = file('account.yaml', `${BASE}stacks: { by: account }\n`);
const MOVED = file('moved.yaml', `${BASE.replaceAll('management', 'central')}stacks: { by: account }\n`);
const OPEN = file(
  'open.yaml',
  `${BASE.replace('region: us-west-1 }', 'region: us-west-1, creationTemplates: [{ prefix: prod, appliedFor: [REPLICATION] }] }')}stacks: { by: account }\n`,
);
const BAD = file('bad.yaml', base('account: management,', 'account: managment,'));
const EVERYTHING = 'examples/everything.yaml';
const ORGANIZATION = 'examples/organization.yaml';
const PLANS = '__tests__/fixtures/plans';

const LIVE = file(
  'live.yaml',
  base('{ id: "111111111111" }', '{ id: "111111111111", profile: develop }').replace(
    '{ id: "999999999999" }',
    '{ id: "999999999999", profile: management }',
  ),
);

/** What `backfill` reads. */
let world: BackfillWorld;
/** What `verify` reads. */
let fake: Fake;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = await BackfillWorld.create();
  world.fake.options.replicationFailure = ({ tag }) => (tag === 'v1' ? 'SOME_CODE' : undefined);
  world.fake.inject('DescribeImages', { kind: 'denied' }, { accountId: PARTNER });
  fake = await Fake.start();
  env = fake.environment(folder, { develop: '111111111111', management: '999999999999' });
  seedTopology(fake, topologyOf(BASE));
  const source = fake.registry('111111111111', 'ap-northeast-1').addRepository({ name: 'other' });
  source.addImage('my-repo', { tags: ['v1'] });
  const digest = source.addImage('my-repo', { tags: ['v2', 'v3'] });
  const replica = fake.registry('111111111111', 'us-west-1');
  replica.addImage('my-repo', { digest, tags: ['v2'] });
  replica.addImage('my-repo', { tags: ['v1'] });
  fake.inject('GetRegistryPolicy', { kind: 'denied' });
});

afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
  await fake.close();
});

function run(args: readonly string[]) {
  return ecrTopology(withFormat(args), { env: args[0] === 'backfill' ? world.environment : env });
}

function readSchema(command: string): Record<string, unknown> {
  return JSON.parse(readFileSync(`schemas/${command}.schema.json`, 'utf8')) as Record<string, unknown>;
}

const validators = new Map<string, ValidateFunction>();

/**
 * Returns the errors of an output. A schema allows fields that it does not describe, because later versions may add
 * them, but the outputs of this version have none.
 */
function errorsOf(command: string, output: unknown): readonly unknown[] {
  const validate =
    validators.get(command) ??
    new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
      closed(readSchema(command)),
    );
  validators.set(command, validate);
  return validate(output) ? [] : (validate.errors ?? []);
}

/** Rejects fields that the schema does not describe, except in objects that are open on purpose. */
function closed<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(closed) as Value;
  const entries = Object.entries(value).map(([key, each]) => [key, closed(each)] as const);
  const isOpen = !('properties' in value) || 'additionalProperties' in value;
  return { ...Object.fromEntries(entries), ...(isOpen ? {} : { additionalProperties: false }) } as Value;
}

const EXPLAIN = ['--repository', 'my-repo', '--topology', GOOD];
const EXPLAIN_LIVE = ['--repository', 'my-repo', '--topology', LIVE];
const DENIED =
  'User: arn:aws:sts::111111111111:assumed-role/ci/build is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:ap-northeast-1:999999999999:repository/my-repo because no resource-based policy allows the ecr:BatchGetImage action';
const AS = ['--as', 'arn:aws:iam::111111111111:role/ci'];
const MESSAGES = '__tests__/fixtures/client-messages';

const OUTPUTS: readonly (readonly string[])[] = [
  ['validate', GOOD],
  ['validate', BAD],
  ['validate', EVERYTHING],
  ['validate', join(folder, 'missing.yaml')],
  ['diff', GOOD, REDUCED],
  ['diff', REDUCED, GOOD],
  ['diff', GOOD, BAD],
  ['diff', GOOD, EVERYTHING],
  ['diff', EVERYTHING, ORGANIZATION],
  ['access', '--topology', GOOD],
  ['access', '--topology', EVERYTHING],
  ['access', '--topology', ORGANIZATION],
  ['adopt', '--state', STATE_FILE],
  ['stacks', '--topology', GOOD],
  ['stacks', '--topology', EVERYTHING],
  ['stacks', '--topology', ORGANIZATION],
  ['stacks', '--topology', GOOD, '--changed-since', REDUCED],
  ['stacks', '--topology', ORGANIZATION, '--changed-since', EVERYTHING],
  ['stacks', '--topology', MOVED, '--changed-since', BY_ACCOUNT],
  ['stacks', '--topology', BY_ACCOUNT, '--changed-since', MOVED],
  ['stacks', '--topology', BY_ACCOUNT, '--changed-since', OPEN],
  ['stacks', '--topology', GOOD, '--changed-since', BAD],
  ['backfill', '--dry-run'],
  ['backfill', '--yes', '--to', 'management'],
  ['backfill', '--status'],
  ['explain', 'pull', ...EXPLAIN, ...AS, '--registry', 'management'],
  ['explain', 'push', ...EXPLAIN, ...AS, '--registry', 'develop'],
  ['explain', 'push', ...EXPLAIN, '--as', 'lambda.amazonaws.com', '--registry', 'develop'],
  ['explain', 'pull', '--live', ...EXPLAIN_LIVE, ...AS, '--registry', 'management'],
  ['explain', 'replicate', '--live', ...EXPLAIN_LIVE, '--from', 'develop', '--to', 'management'],
  ['access', '--live', '--topology', LIVE],
  ['diagnose', '--live', '--topology', LIVE, DENIED],
  ['explain', 'replicate', ...EXPLAIN, '--from', 'develop', '--to', 'management'],
  ['explain', 'replicate', ...EXPLAIN, '--from', 'management', '--to', 'develop_us'],
  ['diagnose', 'a text that no program prints', '--topology', GOOD],
  ...readdirSync(MESSAGES).map((name) => [
    'diagnose',
    '--topology',
    GOOD,
    '--',
    readFileSync(join(MESSAGES, name), 'utf8'),
  ]),
  ['verify', '--topology', LIVE],
  ['verify', '--topology', LIVE, '--images'],
  ...plansOf(PLANS).map((plan) => ['check', plan, '--no-topology']),
];

/** Every fifth plan: all of them take too long. */
function plansOf(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .filter((_, index) => index % 5 === 0)
    .map((name) => join(root, name));
}

function withFormat([command = '', ...args]: readonly string[]): readonly string[] {
  return [command, '--format', 'json', ...args];
}

test.each(SCHEMAS)('the output of %s matches its schema', async (command) => {
  const outputs = OUTPUTS.filter(([name]) => name === command);
  expect(outputs).not.toEqual([]);
  for (const args of outputs) {
    const { stdout, stderr } = await run(args);
    if (command === 'check' && stdout === '') continue; // Not a plan.
    const output: unknown = stdout === '' ? stderr : JSON.parse(stdout);
    expect({ args, errors: errorsOf(command, output) }).toEqual({ args, errors: [] });
  }
});

test.each(SCHEMAS)('the schema of %s is not met by an output without a version', (command) => {
  expect(errorsOf(command, {})).not.toEqual([]);
});

test.each(SCHEMAS)('the output of %s starts with its version', async (command) => {
  const [args = []] = OUTPUTS.filter(([name]) => name === command);
  const { stdout } = await run(args);
  expect(stdout).toMatch(/^\{\n {2}"version": [0-9]+,\n/);
});

test('each command with --format json has a schema', () => {
  const commands = createProgram().commands.filter((command) =>
    command.options.some(({ long, argChoices }) => long === '--format' && argChoices?.includes('json')),
  );
  expect(commands.map((command) => command.name()).sort()).toEqual([...SCHEMAS].sort());
});
