import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BASE, base } from '../declaration/declarations';
import { ecrTopology } from './in-process';

interface SarifLog {
  readonly runs: [
    {
      readonly results: [
        {
          readonly locations: [
            { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } },
          ];
        },
      ];
    },
  ];
}

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-validate-'));
const subfolder = join(folder, 'a', 'b');
mkdirSync(subfolder, { recursive: true });
writeFileSync(join(folder, 'topology.yaml'), base('account: management,', 'account: managment,'));
writeFileSync(join(folder, 'good.yaml'), BASE);

const ROLES = Array.from({ length: 40 }, (_, index) => `arn:aws:iam::222222222222:role/team-${index + 1}`);
writeFileSync(
  join(folder, 'roles.yaml'),
  `${BASE}access:\n  - allow: pull\n    repositories: [my-repo]\n    principals:\n${ROLES.map((arn) => `      - ${arn}\n`).join('')}`,
);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the file', () => {
  test('is the argument', async () => {
    expect(await ecrTopology(['validate', 'good.yaml'], { cwd: folder })).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^good\.yaml: .*; no problems\n$/) as string,
    });
  });

  test('may be named twice if it is the same', async () => {
    const args = ['validate', 'good.yaml', '--topology', 'good.yaml'];
    expect((await ecrTopology(args, { cwd: folder })).status).toBe(0);
  });

  test('is rejected if the argument and --topology differ', async () => {
    expect(await ecrTopology(['validate', 'good.yaml', '--topology', 'roles.yaml'], { cwd: folder })).toEqual(
      {
        status: 2,
        stdout: '',
        stderr: "error: Both 'good.yaml' and --topology 'roles.yaml' are set. Name one file.\n",
      },
    );
  });

  test('is the nearest topology.yaml of a parent folder, relative to the working directory', async () => {
    const { status, stdout } = await ecrTopology(['validate'], { cwd: subfolder });
    expect([status, stdout]).toEqual([1, expect.stringMatching(/^\.\.\/\.\.\/topology\.yaml:7:26 error /)]);
  });

  test('is the one of the working directory if both have one', async () => {
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    writeFileSync(join(inner, 'topology.yaml'), BASE);
    expect((await ecrTopology(['validate'], { cwd: inner })).stdout).toMatch(/^topology\.yaml: /);
  });

  test('is not a folder of that name', async () => {
    const inner = join(folder, 'folder');
    mkdirSync(join(inner, 'topology.yaml'), { recursive: true });
    expect((await ecrTopology(['validate'], { cwd: inner })).stdout).toMatch(/^\.\.\/topology\.yaml:7:26 /);
  });

  test('is an error if neither the working directory nor a parent folder has one', async () => {
    expect(await ecrTopology(['validate'], { cwd: '/' })).toEqual({
      status: 2,
      stdout: `topology.yaml:1:1 error file/missing
  The file does not exist.
  Set --topology or ECR_TOPOLOGY, or run the command in the folder of topology.yaml or one of its subfolders.

topology.yaml: 1 error
`,
      stderr: '',
    });
  });
});

describe('40 roles of an account that is not declared', () => {
  const validate = async (...args: readonly string[]) =>
    (await ecrTopology(['validate', 'roles.yaml', ...args], { cwd: folder })).stdout;

  test('are one warning with the first positions', async () => {
    const stdout = await validate();
    expect(stdout.match(/ warning /g)).toHaveLength(1);
    expect(stdout).toContain(
      '39 similar warnings: 17:9, 18:9, 19:9, 20:9, 21:9 and 34 more. To see all: ecr-topology validate --format json\n',
    );
    expect(stdout).not.toContain('"Statement"');
    expect(stdout.split('\n').length).toBeLessThan(15);
    expect(stdout).toMatch(/; 40 warnings\n$/);
  });

  test('are one warning on the standard error of other commands', async () => {
    const { stderr } = await ecrTopology(['stacks', '--topology', 'roles.yaml'], { cwd: folder });
    expect(stderr.split('\n').length).toBeLessThan(15);
    expect(stderr).toContain('39 similar warnings');
  });

  test('are 40 warnings with their policies as JSON and as SARIF', async () => {
    for (const format of ['json', 'sarif']) {
      expect((await validate('--format', format)).match(/\\"Statement\\"/g)).toHaveLength(40);
    }
  });

  test('are not shown with --quiet, but counted', async () => {
    expect(await validate('--quiet')).toMatch(/^roles\.yaml: .*; 40 warnings\n$/);
    const { stderr } = await ecrTopology(['access', '-q', '--topology', 'roles.yaml'], { cwd: folder });
    expect(stderr).toBe('');
  });
});

describe('--format github', () => {
  test('prints an annotation for each diagnostic, then the summary', async () => {
    expect(await ecrTopology(['validate', '--format', 'github'], { cwd: folder })).toEqual({
      status: 1,
      stdout: `::error file=topology.yaml,line=7,col=26,title=registry/unknown-account::Account 'managment' is not declared. Declared accounts: develop, management.%0ADid you mean 'management'?
topology.yaml: 1 error
`,
      stderr: '',
    });
  });

  test('limits the annotations to the number that GitHub shows', async () => {
    const { stdout } = await ecrTopology(['validate', 'roles.yaml', '--format', 'github'], { cwd: folder });
    expect(stdout.match(/^::warning /gm)).toHaveLength(10);
    expect(stdout).toMatch(/\n30 more have no annotation, .*\n$/);
  });
});

test('writes SARIF to the file of --output', async () => {
  const file = join(folder, 'out', 'validate.sarif');
  const { status, stdout } = await ecrTopology(['validate', '--format', 'sarif', '-o', file], {
    cwd: folder,
  });
  expect([status, stdout]).toEqual([1, '']);
  const result = (JSON.parse(readFileSync(file, 'utf8')) as SarifLog).runs[0].results[0];
  expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe('topology.yaml');
});

test('writes the absolute URI of a declaration in a parent folder to SARIF', async () => {
  const { stdout } = await ecrTopology(['validate', '--format', 'sarif'], { cwd: subfolder });
  const result = (JSON.parse(stdout) as SarifLog).runs[0].results[0];
  expect(result.locations[0].physicalLocation.artifactLocation.uri).toMatch(
    /^file:\/\/\/.*[^.]\/topology\.yaml$/,
  );
});
