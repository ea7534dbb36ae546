import { REPOSITORY, RULE, registry, repository, rule } from '../changed-base';
import { base } from '../declarations';
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
