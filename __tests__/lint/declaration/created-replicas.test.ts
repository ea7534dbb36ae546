import { REPOSITORY, many, templates } from '../../declaration/changed-base';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

const ON_PUSH = 'appliedFor: [CREATE_ON_PUSH]';

/** Returns `templates` with settings of the original. */
const withOriginalSettings = (settings: string, ...entries: readonly string[]) =>
  templates(...entries).replace(REPOSITORY, `  my-repo: { registry: develop, ${settings} }\n`);

describeDiagnostics('created-replicas', {
  'access/not-created': [
    {
      bad: granted('prefix: ROOT', '«{ allow: pull, repositories: "my-*", principals: develop }»'),
      message: "This grant does not apply to 'my-repo' in 'management'",
      good: granted(
        `prefix: ROOT, statements: [${statement(1)}]`,
        '{ allow: pull, repositories: my-repo, principals: develop }',
      ),
    },
    {
      bad: granted('prefix: ROOT', '«{ allow: pull, repositories: my-repo, principals: develop }»'),
      message: 'Or remove createRepositories',
      good: granted(
        'prefix: ROOT',
        '{ allow: pull, repositories: my-repo, registries: develop, principals: develop }',
      ),
    },
  ],
  'replication/template-differs': [
    {
      bad: withOriginalSettings(
        'imageTagMutability: IMMUTABLE',
        '«{ prefix: ROOT, appliedFor: [REPLICATION] }»',
      ),
      message:
        "in imageTagMutability ('my-repo'), because the template does not set it. Set imageTagMutability in the template",
      good: withOriginalSettings(
        'imageTagMutability: IMMUTABLE',
        '{ prefix: ROOT, appliedFor: [REPLICATION], imageTagMutability: MUTABLE }',
      ),
    },
    {
      bad: withOriginalSettings(
        'encryption: { type: KMS }, tags: { team: web }, lifecycle: [{ tagStatus: any, countMoreThan: 3, action: expire }]',
        '«{ prefix: ROOT, appliedFor: [REPLICATION] }»',
      ),
      message: "encryption ('my-repo'), lifecycle ('my-repo'), tags ('my-repo')",
      good: withOriginalSettings(
        'encryption: { type: KMS }, tags: { team: web }, lifecycle: [{ tagStatus: any, countMoreThan: 3, action: expire }]',
        '{ prefix: ROOT, appliedFor: [REPLICATION], encryption: { type: AES256 }, tags: {}, lifecycle: [] }',
      ),
    },
    {
      bad: withOriginalSettings(
        'tags: { team: web }',
        '«{ prefix: ROOT, appliedFor: [REPLICATION] }»',
        `{ prefix: my-repo, ${ON_PUSH} }`,
      ),
      message: "tags ('my-repo')",
      good: withOriginalSettings('tags: {}', '{ prefix: ROOT, appliedFor: [REPLICATION] }'),
    },
  ],
});

function granted(template: string, entry: string): string {
  return `${templates(`{ ${template}, appliedFor: [REPLICATION] }`)}access:\n  - ${entry}\n`;
}

function statement(principals: number): string {
  const roles = many(principals, (index) => `"arn:aws:iam::111111111111:role/builder-${index}"`);
  return `{ principals: [${roles.join(', ')}], actions: ["ecr:BatchGetImage"] }`;
}
