import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { version } from '../../package.json';
import type { PageData } from '../../src/report/page/page-data';
import { decodeShared } from '../../src/report/page/shared-json';
import { BASE, topologyOf } from '../declaration/declarations';
import { Fake } from '../live/fake/fake';
import { seedTopology } from '../live/fake/seed-topology';
import { GitRepository } from './git-repository';
import { ecrTopology } from './in-process';

const PLANS = resolve('__tests__/fixtures/plans');
const ARTICLE = join(PLANS, 'article/plan.json');
/** An error. */
const BROKEN = join(PLANS, 'article-without-registry-policy/plan.json');
/** A warning. */
const WIDENED = join(PLANS, 'access-widened/plan.json');

const WITH_PROFILES = BASE.replace(
  /(\w+): \{ id: ("\d+") \}/g,
  (_, name: string, id: string) => `${name}: { id: ${id}, profile: ${name} }`,
);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecr-topology-report-'));
  writeFileSync(join(folder, 'topology.yaml'), BASE);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const report = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  ecrTopology(['report', ...args], { cwd: folder, env });

/** Returns the data of a page. */
function dataOf(html: string): PageData {
  const [, json = ''] = /<script type="application\/json" id="data">([^<]*)</.exec(html) ?? [];
  return decodeShared(json) as PageData;
}

async function written(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<PageData> {
  const result = await report([...args, '--output', 'out/report.html'], env);
  expect(result).toEqual({ status: 0, stdout: '', stderr: '' });
  return dataOf(readFileSync(join(folder, 'out/report.html'), 'utf8'));
}

test('writes the page to standard output without --output', async () => {
  const { status, stdout, stderr } = await report([]);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^<!doctype html>\n/);
  expect(dataOf(stdout)).toMatchObject({ version: 1, about: { version, file: 'topology.yaml' } });
});

test.each([[[]], [['--output', '-']]])('does not print the page to a terminal with %j', async (args) => {
  const before = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY') ?? {
    value: undefined,
    writable: true,
    configurable: true,
  };
  // `ecrTopology` sets the property, so that no other test depends on the terminal.
  Object.defineProperty(process.stdout, 'isTTY', {
    get: () => true,
    set: () => undefined,
    configurable: true,
  });
  try {
    expect(await report(args)).toEqual({
      status: 2,
      stdout: '',
      stderr: 'error: The page is too long for a terminal. Write it to a file: --output report.html.\n',
    });
  } finally {
    Object.defineProperty(process.stdout, 'isTTY', before);
  }
});

describe('time and commit', () => {
  test('equal inputs have equal pages with SOURCE_DATE_EPOCH', async () => {
    const env = { SOURCE_DATE_EPOCH: '1767225600' };
    const first = await report([], env);
    expect(dataOf(first.stdout).about.createdAt).toBe('2026-01-01T00:00:00Z');
    expect((await report([], env)).stdout === first.stdout).toBe(true);
  });

  test.each(['x', '-1', '1e3', '99999999999999'])('rejects SOURCE_DATE_EPOCH %s', async (epoch) => {
    expect(await report(['-o', 'report.html'], { SOURCE_DATE_EPOCH: epoch })).toEqual({
      status: 2,
      stdout: '',
      stderr: `error: SOURCE_DATE_EPOCH is '${epoch}', which is not a number of seconds. Set it to the seconds since 1970, such as 1767225600, or unset it.\n`,
    });
    expect(existsSync(join(folder, 'report.html'))).toBe(false);
  });

  test('has no commit outside of Git', async () => {
    expect((await written([])).about).not.toHaveProperty('commit');
  });

  test('has the commit that is checked out, and whether the file differs from it', async () => {
    const repository = new GitRepository();
    try {
      const file = repository.write('topology.yaml', BASE);
      expect((await written(['--topology', file])).about).not.toHaveProperty('commit');
      repository.commit();
      const { commit } = (await written(['--topology', file])).about;
      expect(commit).toEqual({ id: expect.stringMatching(/^[0-9a-f]{10}$/) as string, isModified: false });
      repository.write('topology.yaml', BASE.replaceAll('\n', '\r\n'));
      expect((await written(['--topology', file])).about.commit).toEqual(commit);
      repository.write('topology.yaml', `${BASE}# changed\n`);
      expect((await written(['--topology', file])).about.commit).toEqual({ ...commit, isModified: true });
      const other = repository.write('other.yaml', BASE);
      expect((await written(['--topology', other])).about).not.toHaveProperty('commit');
    } finally {
      repository.remove();
    }
  });
});

describe('--plan', () => {
  test('adds the review of all plans. Findings do not change the exit code', async () => {
    const { review } = await written(['--plan', BROKEN, WIDENED]);
    expect(review).toMatchObject({ plans: [BROKEN, WIDENED], hasFailed: true, failOn: 'error' });
    expect(review?.findings.map(({ rule }) => rule)).toContain('replication-not-permitted');
  });

  test('has no review without it', async () => {
    expect(await written([])).not.toHaveProperty('review');
  });

  test('the verdict follows --fail-on', async () => {
    expect((await written(['--plan', WIDENED])).review).toMatchObject({ hasFailed: false });
    expect((await written(['--plan', WIDENED, '--fail-on', 'warning'])).review).toMatchObject({
      hasFailed: true,
      failOn: 'warning',
    });
  });

  test('has the same verdict, counts and summary as check', async () => {
    const { stdout } = await ecrTopology(['check', BROKEN], { cwd: folder });
    const { review } = await written(['--plan', BROKEN]);
    expect(stdout.split('\n\n', 1)[0]?.replaceAll('\n', ' ')).toBe(
      `FAILED: ${review?.counts ?? ''}. ${review?.headline ?? ''}`,
    );
  });

  test('reads the settings of --config', async () => {
    writeFileSync(
      join(folder, 'checks.yaml'),
      'suppressions:\n  - { rule: replication-not-permitted, address: "*", reason: known, expires: "2099-12-31" }\n',
    );
    const { review } = await written(['--plan', BROKEN, '--config', 'checks.yaml']);
    expect(review?.suppressed).toMatchObject([
      { rule: 'replication-not-permitted', reason: 'known', expires: '2099-12-31' },
    ]);
    expect(review).toMatchObject({ hasFailed: false, numbers: { suppressed: 1 } });
  });

  test('reports the problems of all files in one run, and writes nothing', async () => {
    writeFileSync(join(folder, 'text.json'), 'No changes.');
    writeFileSync(join(folder, 'checks.yaml'), 'rules: 1\n');
    const result = await report([
      ...['--plan', 'text.json', ARTICLE, 'none.json', '--config', 'checks.yaml', '-o', 'report.html'],
    ]);
    expect([result.status, result.stdout]).toEqual([2, '']);
    for (const file of ['text.json:', 'none.json:', 'checks.yaml:']) expect(result.stderr).toContain(file);
    expect(existsSync(join(folder, 'report.html'))).toBe(false);
  });

  test('exits with 1 if the declaration has errors, and writes nothing', async () => {
    writeFileSync(join(folder, 'topology.yaml'), BASE.replace('to: [develop_us', 'to: [nowhere'));
    const result = await report(['--plan', ARTICLE, '-o', 'report.html']);
    expect([result.status, result.stdout]).toEqual([1, '']);
    expect(result.stderr).toContain("Registry 'nowhere' is not declared");
    expect(existsSync(join(folder, 'report.html'))).toBe(false);
  });

  test('does not overwrite a plan', async () => {
    writeFileSync(join(folder, 'plan.json'), readFileSync(ARTICLE));
    expect((await report(['--plan', 'plan.json', '-o', 'plan.json'])).stderr).toBe(
      "error: This command reads 'plan.json'. Write the result to another file.\n",
    );
  });
});

test.each([
  [['--config', 'checks.yaml'], '--config applies to the review of plans. Add --plan.'],
  [['--fail-on', 'error'], '--fail-on applies to the review of plans. Add --plan.'],
  [['--images'], '--images applies to the comparison with AWS. Add --live.'],
  [['--ignore-undeclared'], '--ignore-undeclared applies to the comparison with AWS. Add --live.'],
  [['--ignore-kept'], '--ignore-kept applies to the comparison with AWS. Add --live.'],
])('rejects %j alone, because it has no effect', async (args, message) => {
  expect(await report(args)).toEqual({ status: 2, stdout: '', stderr: `error: ${message}\n` });
});

describe('--live', () => {
  let fake: Fake;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    fake = await Fake.start();
  });

  beforeEach(() => {
    mkdirSync(join(folder, 'aws'));
    const profiles = { develop: '111111111111', management: '999999999999' };
    env = { ...fake.environment(join(folder, 'aws'), profiles), AWS_MAX_ATTEMPTS: '1' };
    fake.reset();
    seedTopology(fake, topologyOf(BASE));
    writeFileSync(join(folder, 'topology.yaml'), WITH_PROFILES);
  });

  afterAll(async () => {
    await fake.close();
  });

  test('shows that AWS contains what is declared, and only reads', async () => {
    expect((await written(['--live'], env)).live).toMatchObject({
      isDifferent: false,
      isComplete: true,
      differences: [],
      unreadable: [],
    });
    expect(fake.writes).toEqual([]);
  });

  test('shows the differences with the texts of verify, and exits with 0', async () => {
    fake.registry('999999999999', 'ap-northeast-1').state.policy = undefined;
    const { live } = await written(['--live'], env);
    expect(live).toMatchObject({ isDifferent: true });
    const [group] = live?.differences ?? [];
    expect(group?.title).toBe('Declared, but not in AWS');
    const { stdout } = await ecrTopology(['verify'], { cwd: folder, env });
    const lines = stdout.replace(/\n {2,}(?![-+~])/g, ' ');
    for (const line of group?.lines ?? ['no line']) expect(lines).toContain(`  - ${line}\n`);
    expect(stdout.replaceAll('\n', ' ')).toContain(live?.summary);
  });

  test('with --images: shows the images that a destination does not have', async () => {
    fake
      .registry('111111111111', 'ap-northeast-1')
      .addImage('my-repo', { tags: ['v1'], digest: `sha256:${'1'.repeat(64)}` });
    const { live } = await written(['--live', '--images'], env);
    expect(live?.images).toMatchObject([
      { from: 'develop', to: 'develop_us', missing: 1 },
      { from: 'develop', to: 'management', missing: 1 },
    ]);
  });
});
