import { CREATING_RULE, REPOSITORY, RULE } from '../../declaration/changed-base';
import { base } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

const statement = (registries: string) =>
  `{ principals: develop, actions: "ecr:ListImages", registries: ${registries} }`;

/** Returns `BASE` with a statement of my-repo, which `rule` replicates. */
const repository = (registries: string, rule = RULE) =>
  base(REPOSITORY, `  my-repo: { registry: develop, statements: [${statement(registries)}] }\n`).replace(
    RULE,
    rule,
  );

const defaults = (registries: string) =>
  `${base(RULE, CREATING_RULE)}defaults: { repository: { statements: [${statement(registries)}] } }\n`;

describeDiagnostics('registries of statements', {
  'statement/matches-nothing': [
    {
      bad: repository('[develop, «management»]', RULE.replace(', management]', ']')),
      message: "'management' does not contain 'my-repo', so the statement has no effect there.",
      good: repository('[develop, develop_us, management]'),
    },
    {
      bad: repository('«management»', CREATING_RULE),
      message: 'If ECR creates the replica (createRepositories), declare',
    },
    {
      bad: defaults('«management»'),
      message: "'management' does not contain 'my-repo'",
      good: defaults('develop'),
    },
  ],
});
