import { CREATING_RULE, RULE, many, templates } from '../../declaration/changed-base';
import { base } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

const ROLE = 'arn:aws:iam::999999999999:role/ecr';
const KEY = 'arn:aws:kms:ap-northeast-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const ON_PUSH = 'appliedFor: [CREATE_ON_PUSH]';

describeDiagnostics('creation-templates', {
  'template/duplicate-prefix': [
    {
      bad: templates(`{ prefix: team, ${ON_PUSH} }`, `{ prefix: «team/», ${ON_PUSH} }`),
      message: "already has a creation template for 'team'",
      good: templates(`{ prefix: team, ${ON_PUSH} }`, `{ prefix: team/web, ${ON_PUSH} }`),
    },
  ],
  'template/role': [
    {
      bad: templates(`{ prefix: team, ${ON_PUSH}, «tags»: { team: web } }`),
      message: "This template sets tags, but has no 'customRoleArn'",
      good: templates(`{ prefix: team, ${ON_PUSH}, tags: { team: web }, customRoleArn: "${ROLE}" }`),
    },
    {
      bad: templates(
        `{ prefix: team, ${ON_PUSH}, «encryption»: { type: KMS, kmsKey: "${KEY}" }, tags: { a: b } }`,
      ),
      message: 'encrypts with KMS and sets tags',
      good: templates(`{ prefix: team, ${ON_PUSH}, encryption: { type: AES256 } }`),
    },
    {
      bad: templates(`{ prefix: team, ${ON_PUSH}, customRoleArn: «"arn:aws:iam::111111111111:role/ecr"» }`),
      message: "The role is in account 111111111111, but 'management' is in account 'management'",
      good: templates(`{ prefix: team, ${ON_PUSH}, customRoleArn: "${ROLE}" }`),
    },
    {
      bad: templates(
        `{ prefix: team, ${ON_PUSH}, customRoleArn: «"arn:aws-us-gov:iam::999999999999:role/ecr"» }`,
      ),
      message: 'The role is in partition aws-us-gov',
    },
  ],
  'template/immutable-cache': [
    {
      bad: templates('{ prefix: quay, appliedFor: [PULL_THROUGH_CACHE], imageTagMutability: «IMMUTABLE» }'),
      message: 'so ECR cannot update them',
      good: templates(`{ prefix: quay, ${ON_PUSH}, imageTagMutability: IMMUTABLE }`),
    },
  ],
  'template/unused': [
    {
      bad: templates('{ prefix: team, appliedFor: [«REPLICATION»] }'),
      message: "No replication rule creates repositories in 'management' in namespace 'team/'",
      good: templates(`{ prefix: ROOT, appliedFor: [REPLICATION] }`),
    },
    {
      bad: templates('{ prefix: quay, appliedFor: [CREATE_ON_PUSH, «PULL_THROUGH_CACHE»] }'),
      message: "No pull-through cache rule of 'management' creates repositories in namespace 'quay/'",
      good: templates(`{ prefix: quay, ${ON_PUSH} }`),
    },
  ],
  'replication/no-template': [
    {
      bad: base(RULE, CREATING_RULE.replace('[management]', '[«management»]')),
      message: 'creationTemplates: [{ prefix: ROOT, appliedFor: [REPLICATION], … }]',
      good: templates('{ prefix: ROOT, appliedFor: [REPLICATION] }'),
    },
    {
      bad: templates(`{ prefix: ROOT, ${ON_PUSH} }`).replace('to: [management]', 'to: [«management»]'),
      message: 'with mutable tags, AES-256 encryption and no policies',
    },
    {
      bad: base(
        RULE,
        CREATING_RULE.replace('[my-]', '[my-, team/web/]').replace('[management]', '[«management»]'),
      ),
      message:
        "No creation template of 'management' applies to replicated repositories that start with 'my-', 'team/web/'",
    },
    {
      bad: base(
        RULE,
        CREATING_RULE.replace('[my-]', '[team/web/]').replace('[management]', '[«management»]'),
      ),
      message: 'creationTemplates: [{ prefix: team/web, appliedFor: [REPLICATION], … }]',
    },
  ],
  'replication/template-partly': [
    {
      bad: templates('{ prefix: my-team, appliedFor: [REPLICATION] }').replace(
        'to: [management]',
        'to: [«management»]',
      ),
      message: "apply only to 'my-team/', so ECR creates 'my-repo' with mutable tags",
      good: templates(
        '{ prefix: my-team, appliedFor: [REPLICATION] }',
        '{ prefix: ROOT, appliedFor: [REPLICATION] }',
      ),
    },
    {
      bad: templates('{ prefix: my-team, appliedFor: [REPLICATION] }')
        .replace('[my-]', '[my-team]')
        .replace('to: [management]', 'to: [«management»]'),
      message:
        "ECR creates all other replicated repositories that start with 'my-team' with mutable tags, AES-256 encryption and no policies. Add a template with prefix: ROOT, or replicate only 'my-team/'",
      good: templates('{ prefix: my-team, appliedFor: [REPLICATION] }').replace('[my-]', '[my-team/]'),
    },
  ],
  'policy/template-too-long': [
    {
      bad: templates(`{ prefix: team, ${ON_PUSH}, «statements»: [${statement(250)}] }`),
      message: "The repository policy of template 'team' of 'management'",
      good: templates(`{ prefix: team, ${ON_PUSH}, statements: [${statement(150)}] }`),
    },
  ],
});

function statement(principals: number): string {
  const roles = many(principals, (index) => `"arn:aws:iam::111111111111:role/builder-${index}"`);
  return `{ principals: [${roles.join(', ')}], actions: ["ecr:BatchGetImage"] }`;
}
