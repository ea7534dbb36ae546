import { REPOSITORY, RULE } from '../../declaration/changed-base';
import { base, BASE } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

/** Returns `BASE` with an import of `my-repo`. */
const imported = (text: string) => base(REPOSITORY, `  my-repo: { registry: develop, import: ${text} }\n`);

/** Returns `BASE` with an import of the registry `develop`. */
const developImported = (text: string) =>
  base(
    '{ account: develop, region: ap-northeast-1 }',
    `{ account: develop, region: ap-northeast-1, import: ${text} }`,
  );

const withoutReplication = (text: string) => text.replace(`replication:\n${RULE}`, '');

const pushedToManagement = (text: string) =>
  text.replace('{ registry: develop }', '{ registry: management }');

const notToManagement = (text: string) => text.replace(', management]', ']');

/** Returns `BASE` with an import of the account `management`. */
const accountImported = (text: string) =>
  BASE.replace(/^(  management: \{ id: .*) \}$/m, `$1, import: ${text} }`);

describeDiagnostics('imports', {
  'import/nothing': [
    {
      bad: accountImported('«true»'),
      message: "No identity policy is declared for account 'management', so none is imported.",
      good: accountImported('false'),
    },
    {
      bad: developImported('[replication, «policy»]'),
      message: "No policy is declared for registry 'develop'",
      good: developImported('[replication, repositories]'),
    },
    {
      bad: withoutReplication(developImported('[«replication»]')),
      message: "remove 'replication'",
      good: developImported('[replication]'),
    },
    {
      bad: withoutReplication(pushedToManagement(developImported('«true»'))),
      message: "Nothing is declared for registry 'develop'",
      good: withoutReplication(pushedToManagement(developImported('false'))),
    },
    {
      bad: imported('[repository, «lifecycle»]'),
      message: "No lifecycle policy is declared for repository 'my-repo'",
      good: imported('[repository]'),
    },
    {
      bad: imported('{ develop: [«policy»] }'),
      message: "No policy is declared for repository 'my-repo' in 'develop'",
      good: imported('{ develop: [repository] }'),
    },
    {
      bad: notToManagement(imported('{ «management»: true }')),
      message: "Repository 'my-repo' is not declared in registry 'management'",
      good: notToManagement(imported('{ management: false }')),
    },
    {
      bad: notToManagement(imported('{ «management»: [policy] }')),
      message: 'pushed to or replicated to',
      good: BASE,
    },
  ],
});
