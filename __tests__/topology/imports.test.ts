import { BASE, deploymentOf, diagnose } from './declarations';

const GRANTED = `${BASE}access:\n  - { allow: pull, repositories: my-repo, principals: "222222222222" }\n`;

/** `GRANTED` with what each registry and the repository say under `import`. */
function importing(words: Readonly<Record<string, string>>): string {
  return Object.entries(words).reduce((text, [name, word]) => {
    const line = new RegExp(`^(  ${name}: \\{ (account|registry): .*) \\}$`, 'm');
    return text.replace(line, (_, start: string) => `${start}, import: ${word} }`);
  }, GRANTED);
}

const OF_DEVELOP = [
  'aws_ecr_replication_configuration.develop',
  'aws_ecr_repository.develop-my-repo',
  'aws_ecr_repository_policy.develop-my-repo',
];
const REPOSITORIES = ['develop', 'develop_us', 'management'].map(
  (name) => `aws_ecr_repository.${name}-my-repo`,
);
const POLICIES = ['develop', 'develop_us', 'management'].map(
  (name) => `aws_ecr_repository_policy.${name}-my-repo`,
);

test.each<readonly [what: string, words: Readonly<Record<string, string>>, imports: readonly string[]]>([
  ['nothing, where nothing is said', {}, []],
  ['nothing, where it says false', { develop: 'false', 'my-repo': 'false' }, []],
  ['all that a registry holds', { develop: 'true' }, OF_DEVELOP],
  ['a part of a registry', { develop: '[replication]' }, ['aws_ecr_replication_configuration.develop']],
  [
    'the replica of one registry and not of the other',
    { develop_us: '[repositories]' },
    ['aws_ecr_repository.develop_us-my-repo'],
  ],
  [
    'the policies of repositories',
    { management: '[policy, repositoryPolicies]' },
    ['aws_ecr_registry_policy.management', 'aws_ecr_repository_policy.management-my-repo'],
  ],
  ['a repository with its policy, wherever it stands', { 'my-repo': 'true' }, [...REPOSITORIES, ...POLICIES]],
  ['a part of a repository, wherever it stands', { 'my-repo': '[policy]' }, POLICIES],
  [
    'all of a registry but a repository',
    { develop: 'true', 'my-repo': 'false' },
    ['aws_ecr_replication_configuration.develop'],
  ],
  [
    'of a repository its own parts, whatever its registry says',
    { develop: 'true', 'my-repo': '[repository]' },
    ['aws_ecr_replication_configuration.develop', ...REPOSITORIES],
  ],
  [
    'a repository in the registries that it names',
    { 'my-repo': '{ develop: true, management: [repository] }' },
    [
      'aws_ecr_repository.develop-my-repo',
      'aws_ecr_repository.management-my-repo',
      'aws_ecr_repository_policy.develop-my-repo',
    ],
  ],
  [
    'what the registry says, where a repository names others only',
    { develop: '[repositories]', develop_us: '[repositories]', 'my-repo': '{ develop_us: false }' },
    ['aws_ecr_repository.develop-my-repo'],
  ],
])('imports %s', (_, words, imports) => {
  expect(deploymentOf(importing(words)).imports).toEqual(imports);
});

test('of what was refused nothing is said: it may be what is imported', () => {
  const text = importing({ 'my-repo': '[policy]' }).replace('"222222222222"', 'nobody');
  expect(diagnose(text).map(({ code }) => code)).toEqual(['access/unknown-account']);
});

/** Each way to write it wrongly, and all that is said. */
test.each([
  ['yes', 'registries.develop.import must be true or false or a list', 'write true'],
  ['replication', 'must be true or false or a list', '[replication]'],
  ['"true"', 'must be true or false or a list', 'Leave out the quotes'],
  ['[]', 'must hold at least 1 item', ''],
  ['[lifecycle]', "must be one of 'repositories', 'repositoryPolicies', 'lifecyclePolicies'", ''],
  ['{ develop: true }', 'must be true or false or a list, but is a mapping', ''],
])('the import %s of a registry is refused', (word, message, help) => {
  expectOneFault({ develop: word }, message, help);
});

test.each([
  ['[repositories]', "must be one of 'repository', 'policy', 'lifecycle'", "Did you mean 'repository'?"],
  ['{ develop: on }', 'repositories.my-repo.import.develop must be true or false or a list', 'write true'],
  ['{ develop: [] }', 'repositories.my-repo.import.develop must hold at least 1 item', ''],
  ['develop', 'must be true or false or a list or a mapping', ''],
])('the import %s of a repository is refused', (word, message, help) => {
  expectOneFault({ 'my-repo': word }, message, help);
});

function expectOneFault(words: Readonly<Record<string, string>>, message: string, help: string): void {
  const [fault, ...others] = diagnose(importing(words));
  expect(fault?.message).toContain(message);
  expect(fault?.help ?? '').toContain(help);
  expect(others).toEqual([]);
}
