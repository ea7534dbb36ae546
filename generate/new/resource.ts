import { readFileSync } from 'node:fs';
import { DEFAULT_REGISTRY_SETTINGS, REGISTRY_PARTS, RESOURCE_TYPES } from '../../src/model/resource-types';
import { constantOf } from '../rules-module';
import { failingTest, type Addition } from './addition';
import { insertLast } from './insertion';

const MODEL = 'src/model/resource-types.ts';

/** The names of a resource. */
interface Names {
  /** `aws_ecr_pull_time_update_exclusion` */
  readonly type: string;
  /** `pull time update exclusion` */
  readonly noun: string;
  readonly plural: string;
  /** In the model and the declaration: `pullTimeUpdateExclusions` */
  readonly key: string;
}

/** Adds a resource of which a registry can have several, because most resources of ECR are of this kind. */
export function addResource(type: string): Addition {
  const names = namesOf(type);
  const source = readFileSync(MODEL, 'utf8');
  const text = insertionsOf(names).reduce(
    (changed, [name, member]) => insertLast(MODEL, changed, name, member),
    source,
  );
  return {
    created: [{ path: `__tests__/stacks/${kebab(names.plural)}.test.ts`, text: resourceTest(names) }],
    changed: [{ path: MODEL, text }],
    section: 'A resource',
  };
}

function namesOf(type: string): Names {
  const [, name] = /^aws_[a-z0-9]+((?:_[a-z][a-z0-9]*)+)$/.exec(type) ?? [];
  if (name === undefined) {
    throw new Error(
      `'${type}' is not a valid type of a resource. Use the name in the AWS provider: 'aws_ecr_repository'.`,
    );
  }
  if (type in RESOURCE_TYPES) throw new Error(`The resource '${type}' exists.`);
  const noun = name.slice(1).replaceAll('_', ' ');
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  const key = constantOf(kebab(plural));
  if ([...REGISTRY_PARTS, ...Object.keys(DEFAULT_REGISTRY_SETTINGS)].includes(key)) {
    throw new Error(`'${type}' would be '${key}' in the model, but another resource has that name.`);
  }
  return { type, noun, plural, key };
}

function kebab(noun: string): string {
  return noun.replaceAll(' ', '-');
}

/** Returns the members, and the interfaces, objects and lists that they are added to. */
function insertionsOf(names: Names): readonly (readonly [name: string, member: string])[] {
  const { type, key } = names;
  return [
    ['NamedSettings', `/** TODO: what it sets. A name alone, or an interface. */\nreadonly ${key}: string;`],
    ['REGISTRY_PARTS', `'${key}',`],
    ['RegistryValues', `readonly ${type}: { readonly name: string | U };`],
    ['REGISTRY_TYPES', row(names)],
    ['UNKNOWN_REGISTRY_SETTINGS', `'${key}',`],
    ['DEFAULT_REGISTRY_SETTINGS', `${key}: [],`],
  ];
}

function row({ type, noun, plural, key }: Names): string {
  return `// TODO: the page of AWS that describes it. Move the row before the types that depend on it.
${type}: {
  nouns: ['${noun}', '${plural}'],
  resourcesIn: ({ ${key} }) => ${key}.map((name) => ({ name, values: { name } })),
  importId: ({ name }) => name,
  importParts: ['${key}'],
  showCommand: () => 'aws ecr describe-${kebab(plural)}',
  hasDependencies: false,
  affectsAccess: false,
  planKind: '${kebab(noun)}',
  singleton: '${noun}',
  named: {
    key: '${key}',
    noun: '${noun}',
    label: 'name',
    consequence: 'TODO: what is unknown if the name is unknown',
    nameOf: ({ name }) => name,
    settingOf: ({ name }) => name,
    unknownOf: (name) => name,
  },
},`;
}

function resourceTest({ type, plural, key }: Names): string {
  const message = `Complete the row in ${MODEL}, and the files that CONTRIBUTING.md lists under "A resource". Write the address, the arguments and the change below.`;
  return `import { describeChange } from '../../src/change/text';
import { diffTopologies } from '../../src/change/topology';
import { base, BASE, topologyOf } from '../declaration/declarations';
import { resourcesOf } from './synthesised';

const TEXT = base('account: management, ', 'account: management, ${key}: [a], ');

${failingTest(message)}

test('${plural} are one resource each', () => {
  expect(resourcesOf(TEXT, '${type}')).toEqual({
    'TODO: the address': { provider: 'aws.management', TODO: 'the arguments' },
  });
});

test('${plural} that are added or removed are changes', () => {
  const [without, added] = [topologyOf(BASE), topologyOf(TEXT)];
  expect(diffTopologies(without, added).map(describeChange)).toEqual(['TODO: the text of the change']);
  expect(diffTopologies(added, without).map(describeChange)).toEqual(['TODO: the text of the change']);
});
`;
}
