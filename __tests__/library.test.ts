import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import type { IConstruct } from 'constructs';
import * as library from '../library';

const { addStacks, diagnosticsText, loadTopology } = library;

/** An empty environment. */
const EMPTY_ENVIRONMENT = {};

function shipped(): library.LoadedTopology {
  const loaded = loadTopology('topology.yaml', EMPTY_ENVIRONMENT);
  if (loaded.kind !== 'topology') throw new Error(diagnosticsText(loaded));
  return loaded;
}

interface Manifest {
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
}

function ownManifest(): Manifest {
  return JSON.parse(readFileSync('package.json', 'utf8')) as Manifest; // this project's own
}

test('docs/guides/library.md has a row for every export, and no other', () => {
  const source = readFileSync('library.ts', 'utf8');
  const types = [...source.matchAll(/^export (?:type \{ (.*) \}|(?:type|interface) (\w+))/gm)].flatMap(
    ([, several, one = '']) => several?.split(', ') ?? [one],
  );
  const guide = readFileSync('docs/guides/library.md', 'utf8');
  const rows = [...guide.matchAll(/^\| `([A-Za-z]+)(?:\(.*\))?` \|/gm)].map(([, name]) => name);
  const versions = ['cdktf', 'constructs'];
  expect(rows.filter((name = '') => !versions.includes(name)).sort()).toEqual(
    [...Object.keys(library), ...types].sort(),
  );
});

test('docs/guides/library.md contains the versions of package.json', () => {
  const { engines, dependencies } = ownManifest();
  const guide = readFileSync('docs/guides/library.md', 'utf8');
  for (const name of ['cdktf', 'constructs', '@cdktf/provider-aws']) {
    const range = dependencies[name] ?? '';
    // Another package under this name, used by the CDK Terrain lane.
    if (range.startsWith('npm:')) continue;
    expect(guide).toContain(`'${name}@${range}'`);
    expect(guide).toContain(`| \`${name}\` | \`${range}\` |`);
  }
  expect(guide).toContain(`| Node | \`${engines.node}\` |`);
});

test('docs/guides/library.md replaces the same package of cdktf-cli as package.json, because npm ignores the overrides of a dependency', () => {
  const [, text = ''] =
    /^```json package\n([^]*?)^```$/m.exec(readFileSync('docs/guides/library.md', 'utf8')) ?? [];
  const forUsers = JSON.parse(text) as Manifest; // a fragment of a package.json
  expect(Object.keys(forUsers)).toEqual(['devDependencies', 'overrides']);
  expect(ownManifest()).toMatchObject(forUsers);
});

test('a missing file is a diagnostic, not an error', () => {
  const loaded = loadTopology('nowhere.yaml', EMPTY_ENVIRONMENT);
  expect(loaded.kind).toBe('unreadable');
  expect(diagnosticsText(loaded)).toContain('nowhere.yaml:1:1 error file/missing\n');
});

test('a declaration without problems prints nothing', () => {
  expect(diagnosticsText(shipped())).toBe('');
});

test('returns stacks under the names that they are deployed with', () => {
  const { topology, deployment } = shipped();
  const stacks = addStacks(Testing.app(), topology, deployment);
  expect(stacks.map(({ node }) => node.id)).toEqual(['ecr-topology']);
});

test('an app accepts one topology', () => {
  const { topology, deployment } = shipped();
  const app = Testing.app();
  addStacks(app, topology, deployment);
  expect(() => addStacks(app, topology, deployment)).toThrow("a Construct with name 'ecr-topology'");
});

test('constructs that a project adds to a stack may refer to another stack, as in any CDKTF project', () => {
  const loaded = loadTopology('__tests__/e2e/fixtures/both-ways.yaml', EMPTY_ENVIRONMENT);
  if (loaded.kind !== 'topology') throw new Error(diagnosticsText(loaded));
  const app = Testing.app();
  const stacks = addStacks(app, loaded.topology, { ...loaded.deployment, stacksBy: 'registry' });
  const [one, other] = stacks.filter(({ node }) => node.findAll().some(isRepository));
  const [repository] = one!.node.findAll().filter(isRepository);
  const [attached] = other!.node.findAll().filter(isRepository);
  attached!.addOverride('tags.from', repository!.repositoryUrl);
  app.synth();
  expect(other!.dependsOn(one!)).toBe(true);
  expect(Testing.synth(one!)).toContain('cross-stack-output');
});

function isRepository(construct: IConstruct): construct is EcrRepository {
  return construct instanceof EcrRepository;
}

describe('synthesize', () => {
  let folder = '';
  let printed = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ecr-topology-synthesize-'));
    printed = '';
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((text) => {
        printed += String(text);
        return true;
      });
    }
    process.env.CDKTF_OUTDIR = join(folder, 'out');
  });

  afterEach(() => {
    jest.restoreAllMocks();
    delete process.env.CDKTF_OUTDIR;
    rmSync(folder, { recursive: true });
  });

  const written = (stack: string) =>
    readFileSync(join(folder, 'out', 'stacks', stack, 'cdk.tf.json'), 'utf8');

  const resourcesOf = (text: string) => (JSON.parse(text) as { readonly resource: unknown }).resource; // Terraform's JSON syntax

  test('writes the stacks and prints them', () => {
    expect(library.synthesize()).toBe(0);
    expect(printed).toContain('out/stacks/ecr-topology/cdk.tf.json: 5 resources\n');
    expect(printed).toContain('1 stack, 5 resources in ');
    // The path of the state depends on the output folder.
    expect(resourcesOf(written('ecr-topology'))).toEqual(
      resourcesOf(readFileSync('__tests__/fixtures/golden/article.cdk.tf.json', 'utf8')),
    );
  });

  test('adds own stacks, to which the stacks of the topology may refer', () => {
    const extend: library.SynthesisOptions['extend'] = (app, _topology, [stack]) => {
      const own = new TerraformStack(app, 'own');
      new AwsProvider(own, 'aws', { region: 'eu-west-1' });
      const repository = new EcrRepository(own, 'repository', { name: 'own' });
      if (stack !== undefined) new TerraformOutput(stack, 'own', { value: repository.repositoryUrl });
    };
    expect(library.synthesize({ extend })).toBe(0);
    expect(printed).toContain('out/stacks/own/cdk.tf.json: 1 resource\n');
    // Only the preparation of the stacks adds the output.
    expect(written('own')).toContain('"cross-stack-output-');
  });

  test('prints the errors of the declaration and writes nothing', () => {
    const topology = join(folder, 'topology.yaml');
    writeFileSync(topology, 'accounts: {}\n');
    expect(library.synthesize({ topology })).toBe(1);
    expect(printed).toContain('error shape/missing-key');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  test('prints why the output cannot be written, and restores warnings about deprecated functions', () => {
    writeFileSync(join(folder, 'out'), '');
    const { noDeprecation } = process;
    expect(library.synthesize()).toBe(2);
    expect(printed).toMatch(/^error: .*EEXIST/);
    expect(process.noDeprecation ?? false).toBe(noDeprecation ?? false);
  });

  test('throws the error of own stacks, with its stack trace', () => {
    const extend = () => {
      throw new Error('own');
    };
    expect(() => library.synthesize({ extend })).toThrow('own');
  });
});
