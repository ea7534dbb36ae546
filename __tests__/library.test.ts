import { readFileSync } from 'node:fs';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Testing } from 'cdktf';
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
