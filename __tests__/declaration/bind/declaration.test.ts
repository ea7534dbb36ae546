import { REPOSITORY, RULE, registry, repository, rule } from '../changed-base';
import { base, BASE, diagnose } from '../declarations';
import { describeDiagnostics } from '../diagnostic-cases';

/** Returns `BASE` with an import of `my-repo`. */
const imported = (text: string) => base(REPOSITORY, `  my-repo: { registry: develop, import: ${text} }\n`);

describeDiagnostics('declaration', {
  'registry/unknown-account': [
    {
      bad: registry('management: { account: «managment», region: ap-northeast-1 }'),
      message: "Did you mean 'management'?",
    },
  ],
  'registry/unknown-region': [
    {
      bad: registry('management: { account: management, region: «ap-northeast-9» }'),
      message: "Did you mean 'ap-northeast-1'?",
    },
    {
      bad: registry('management: { account: management, region: «Tokyo» }'),
      message: 'If the Region is new, update ecr-topology',
      good: registry('management: { account: management, region: eusc-de-east-1 }').replace(
        RULE,
        '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n',
      ),
    },
  ],
  'repository/unknown-registry': [
    { bad: repository('other: { registry: «devlop» }'), message: "Did you mean 'develop'?" },
    {
      bad: repository('other: { registries: [develop, «nowhere»] }'),
      message: 'Declared registries: develop, develop_us, management',
      good: repository('other: { registries: [develop, management] }'),
    },
  ],
  'replication/unknown-registry': [
    {
      bad: rule('from: develop, to: [develop_us, «managment»], repositories: [my-repo]'),
      message: "Did you mean 'management'?",
    },
    {
      bad: rule('from: «elsewhere», to: [management], repositories: [my-repo]'),
      message: "Registry 'elsewhere' is not declared",
    },
  ],
  'import/unknown-registry': [
    {
      bad: imported('{ «managment»: true }'),
      message: "Did you mean 'management'?",
      good: imported('{ management: true }'),
    },
  ],
});

const ACCESS = 'access:\n  - { allow: pull, repositories: my-repo, principals: develop }\n';
const REPOSITORIES = /repositories:\n.*\n/;
const statement = (keys: string) =>
  registry(
    `management: { account: management, region: ap-northeast-1, statements: [{ principals: develop, actions: "ecr:*", ${keys} }] }`,
  );

test.each([
  [
    'a section of accounts that is rejected',
    (BASE + ACCESS).replace(/accounts:\n.*\n.*\n/, 'accounts: null\n'),
  ],
  [
    'a section of registries that is rejected',
    BASE.replace(/registries:\n(?: .*\n)+(?=repositories)/, 'registries: null\n'),
  ],
  [
    'a section of repositories that is rejected',
    (BASE + ACCESS).replace(REPOSITORIES, 'repositories: null\n'),
  ],
  [
    'accounts with a merge key that is rejected',
    (BASE + ACCESS).replace(/accounts:\n.*\n/, 'accounts:\n  <<: 5\n'),
  ],
  [
    'registries with a merge key that is rejected',
    BASE.replace(/registries:\n.*\n/, 'registries:\n  <<: 5\n'),
  ],
  [
    'registries with nothing but a merge key',
    BASE.replace(/registries:\n(?: .*\n)+(?=repositories)/, 'registries:\n  <<: 5\n'),
  ],
  [
    'repositories with a merge key that is rejected',
    (BASE + ACCESS).replace(REPOSITORIES, 'repositories:\n  <<: 5\n'),
  ],
  [
    'a lifecycle rule with a merge key that is rejected',
    repository('other: { registry: develop, lifecycle: [{ <<: 5, tagStatus: any, action: expire }] }'),
  ],
  ['a statement with a merge key that is rejected', statement('<<: 5')],
  [
    'a rejected viaAccountRoot',
    `${BASE}access:\n  - { allow: pull, repositories: my-repo, principals: { arn: "arn:aws:iam::111111111111:role/ci-*", viaAccountRoot: 1 } }\n`,
  ],
])('reports only the cause of %s', (_, text) => {
  expect(diagnose(text).map(({ code, message }) => `${code}: ${message}`)).toEqual([
    expect.stringMatching(/^(shape\/wrong-type: .*expected .*, found|yaml\/syntax: .*'<<' requires)/),
  ]);
});
