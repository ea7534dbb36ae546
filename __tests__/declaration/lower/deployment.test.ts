import { BASE, deploymentOf, diagnose } from '../declarations';

const GRANTED = `${BASE}access:\n  - { allow: pull, repositories: my-repo, principals: "222222222222" }\n`;

/** Returns `GRANTED` with an `import` for each named registry or repository. */
function withImports(declaredImports: Readonly<Record<string, string>>): string {
  return Object.entries(declaredImports).reduce((text, [name, declaredImport]) => {
    const line = new RegExp(`^(  ${name}: \\{ (account|registry): .*) \\}$`, 'm');
    return text.replace(line, (_, start: string) => `${start}, import: ${declaredImport} }`);
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

test.each<
  readonly [what: string, importValues: Readonly<Record<string, string>>, imports: readonly string[]]
>([
  ['nothing by default', {}, []],
  ['nothing if it is false', { develop: 'false', 'my-repo': 'false' }, []],
  ['everything in a registry', { develop: 'true' }, OF_DEVELOP],
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
  ['a repository with its policy in every registry', { 'my-repo': 'true' }, [...REPOSITORIES, ...POLICIES]],
  ['a part of a repository in every registry', { 'my-repo': '[policy]' }, POLICIES],
  [
    'everything in a registry except one repository',
    { develop: 'true', 'my-repo': 'false' },
    ['aws_ecr_replication_configuration.develop'],
  ],
  [
    'the parts that a repository sets, regardless of its registry',
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
    'what the registry sets if a repository sets only other registries',
    { develop: '[repositories]', develop_us: '[repositories]', 'my-repo': '{ develop_us: false }' },
    ['aws_ecr_repository.develop-my-repo'],
  ],
])('imports %s', (_, declaredImports, imports) => {
  expect(deploymentOf(withImports(declaredImports)).imports).toEqual(imports);
});

test.each([
  ['true', ['aws_iam_role_policy.account_222222222222-ci']],
  ['false', []],
])('imports the identity policies of an account with %s', (declaredImport, imports) => {
  const role = 'arn:aws:iam::222222222222:role/ci';
  const text = GRANTED.replace('principals: "222222222222"', `principals: ${role}`).replace(
    'accounts:\n',
    `accounts:\n  build: { id: "222222222222", import: ${declaredImport} }\n`,
  );
  expect(deploymentOf(text).imports).toEqual(imports);
});

test('does not warn about an import if another part is rejected', () => {
  const text = withImports({ 'my-repo': '[policy]' }).replace('"222222222222"', 'nobody');
  expect(diagnose(text).map(({ code }) => code)).toEqual(['access/unknown-account']);
});

/** Each invalid value with its only diagnostic. */
test.each([
  ['yes', 'registries.develop.import: expected true, false or a list', 'Use true'],
  ['replication', 'expected true, false or a list', '[replication]'],
  ['"true"', 'expected true, false or a list', 'Remove the quotes'],
  ['[]', 'expected at least 1 item, found 0', ''],
  ['[lifecycle]', "expected 'repositories', 'repositoryPolicies', 'lifecyclePolicies'", ''],
  ['{ develop: true }', 'expected true, false or a list, found a mapping', ''],
])('rejects the import %s of a registry', (declaredImport, message, help) => {
  expectOneFault({ develop: declaredImport }, message, help);
});

test.each([
  [
    '[repositories]',
    "expected 'repository', 'policy' or 'lifecycle', found 'repositories'",
    "Did you mean 'repository'?",
  ],
  ['{ develop: on }', 'repositories.my-repo.import.develop: expected true, false or a list', 'Use true'],
  ['{ develop: [] }', 'repositories.my-repo.import.develop: expected at least 1 item, found 0', ''],
  ['develop', 'expected true, false, a list or a mapping', ''],
])('rejects the import %s of a repository', (declaredImport, message, help) => {
  expectOneFault({ 'my-repo': declaredImport }, message, help);
});

function expectOneFault(
  declaredImports: Readonly<Record<string, string>>,
  message: string,
  help: string,
): void {
  const [fault, ...others] = diagnose(withImports(declaredImports));
  expect(fault?.message).toContain(message);
  expect(fault?.help ?? '').toContain(help);
  expect(others).toEqual([]);
}
