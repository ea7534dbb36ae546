import { base } from '../../../declaration/declarations';
import { many, REPOSITORY, RULE, type CasesOf } from './case';

const MANAGEMENT = '  management: { account: management, region: ap-northeast-1 }';

/**
 * Returns `BASE` with creation templates in the registry of the other account; ECR creates repositories with the prefix
 * `my-`.
 */
export const templates = (...entries: readonly string[]) =>
  base(
    MANAGEMENT,
    `  management:\n    account: management\n    region: ap-northeast-1\n    creationTemplates:\n${entries
      .map((entry) => `      - ${entry}\n`)
      .join('')}`.trimEnd(),
  ).replace(RULE, CREATED);

const CREATED = '  - { from: develop, to: [management], repositories: [my-], createRepositories: true }\n';
const ROLE = 'arn:aws:iam::999999999999:role/ecr';
const KEY = 'arn:aws:kms:ap-northeast-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const ON_PUSH = 'appliedFor: [CREATE_ON_PUSH]';

export const TEMPLATE_CASES: CasesOf<'template'> = {
  'template/prefix': [
    {
      bad: templates(`{ prefix: «"team/*"», ${ON_PUSH} }`),
      message: "it holds '*'",
      good: templates(`{ prefix: team/, ${ON_PUSH} }`),
    },
    {
      bad: templates(`{ prefix: «t», ${ON_PUSH} }`),
      message: 'shorter than 2',
      good: templates(`{ prefix: ROOT, ${ON_PUSH} }`),
    },
  ],
  'template/duplicate-prefix': [
    {
      bad: templates(`{ prefix: team, ${ON_PUSH} }`, `{ prefix: «team/», ${ON_PUSH} }`),
      message: "a creation template for 'team' already",
      good: templates(`{ prefix: team, ${ON_PUSH} }`, `{ prefix: team/web, ${ON_PUSH} }`),
    },
  ],
  'template/applied-for': [
    {
      bad: templates('{ prefix: team, appliedFor: [CREATE_ON_PUSH, «CREATE_ON_PUSH»] }'),
      message: "'CREATE_ON_PUSH' does not fit: it stands in this list already",
      good: templates(`{ prefix: team, ${ON_PUSH} }`),
    },
  ],
  'template/role': [
    {
      bad: templates(`{ prefix: team, ${ON_PUSH}, «tags»: { team: web } }`),
      message: 'sets tags, which ECR does with a role only',
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
      message: "The role is in account 111111111111, and 'management' in 'management'",
      good: templates(`{ prefix: team, ${ON_PUSH}, customRoleArn: "${ROLE}" }`),
    },
    {
      bad: templates(
        `{ prefix: team, ${ON_PUSH}, customRoleArn: «"arn:aws-us-gov:iam::999999999999:role/ecr"» }`,
      ),
      message: 'The role is in the partition aws-us-gov',
    },
  ],
  'template/immutable-cache': [
    {
      bad: templates('{ prefix: quay, appliedFor: [PULL_THROUGH_CACHE], imageTagMutability: «IMMUTABLE» }'),
      message: 'ECR cannot update a cached image',
      good: templates(`{ prefix: quay, ${ON_PUSH}, imageTagMutability: IMMUTABLE }`),
    },
  ],
  'template/unused': [
    {
      bad: templates('{ prefix: team, appliedFor: [«REPLICATION»] }'),
      message: "has ECR create repositories in 'management' below 'team/'",
      good: templates(`{ prefix: ROOT, appliedFor: [REPLICATION] }`),
    },
    {
      bad: templates('{ prefix: quay, appliedFor: [CREATE_ON_PUSH, «PULL_THROUGH_CACHE»] }'),
      message: "No rule under pullThroughCache of 'management' fills anything below 'quay/'",
      good: templates(`{ prefix: quay, ${ON_PUSH} }`),
    },
  ],
};

/** Returns `templates` with settings of the original. */
const withOriginalSettings = (settings: string, ...entries: readonly string[]) =>
  templates(...entries).replace(REPOSITORY, `  my-repo: { registry: develop, ${settings} }\n`);

/** Cases of replication rules and creation templates. */
export const CREATED_CASES: Pick<
  CasesOf<'replication'>,
  'replication/no-template' | 'replication/template-partly' | 'replication/template-differs'
> = {
  'replication/no-template': [
    {
      bad: base(RULE, CREATED.replace('[management]', '[«management»]')),
      message: 'creationTemplates: [{ prefix: ROOT, appliedFor: [REPLICATION], … }]',
      good: templates('{ prefix: ROOT, appliedFor: [REPLICATION] }'),
    },
    {
      bad: templates(`{ prefix: ROOT, ${ON_PUSH} }`).replace('to: [management]', 'to: [«management»]'),
      message: 'with mutable tags, AES-256 and no policies',
    },
    {
      bad: base(RULE, CREATED.replace('[my-]', '[my-, team/web/]').replace('[management]', '[«management»]')),
      message: "what starts with 'my-', 'team/web/' in 'management'",
    },
    {
      bad: base(RULE, CREATED.replace('[my-]', '[team/web/]').replace('[management]', '[«management»]')),
      message: 'creationTemplates: [{ prefix: team/web, appliedFor: [REPLICATION], … }]',
    },
  ],
  'replication/template-differs': [
    {
      bad: withOriginalSettings(
        'imageTagMutability: IMMUTABLE',
        '«{ prefix: ROOT, appliedFor: [REPLICATION] }»',
      ),
      message: "it says nothing of imageTagMutability ('my-repo'). Write imageTagMutability here",
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
  'replication/template-partly': [
    {
      bad: templates('{ prefix: my-team, appliedFor: [REPLICATION] }').replace(
        'to: [management]',
        'to: [«management»]',
      ),
      message:
        "are for 'my-team/' alone: of what starts with 'my-', ECR creates 'my-repo' there with mutable tags",
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
        "ECR creates everything else there with mutable tags, AES-256 and no policies. Add a template with prefix: ROOT, or replicate 'my-team/' instead",
      good: templates('{ prefix: my-team, appliedFor: [REPLICATION] }').replace('[my-]', '[my-team/]'),
    },
  ],
};

/** Cases of entries under `access` and repositories that ECR creates. */
export const NOT_CREATED_CASES: CasesOf<'access'>['access/not-created'] = [
  {
    bad: granted('prefix: ROOT', '«{ allow: pull, repositories: "my-*", principals: develop }»'),
    message: "does not reach 'my-repo' in 'management'",
    good: granted(
      `prefix: ROOT, statements: [${statement(1)}]`,
      '{ allow: pull, repositories: my-repo, principals: develop }',
    ),
  },
  {
    bad: granted('prefix: ROOT', '«{ allow: pull, repositories: my-repo, principals: develop }»'),
    message: 'or leave out createRepositories',
    good: granted(
      'prefix: ROOT',
      '{ allow: pull, repositories: my-repo, registries: develop, principals: develop }',
    ),
  },
];

function granted(template: string, entry: string): string {
  return `${templates(`{ ${template}, appliedFor: [REPLICATION] }`)}access:\n  - ${entry}\n`;
}

export const TEMPLATE_POLICY_CASES: Pick<CasesOf<'policy'>, 'policy/template-too-long'> = {
  'policy/template-too-long': [
    {
      bad: templates(`{ prefix: team, ${ON_PUSH}, «statements»: [${statement(250)}] }`),
      message: "The repository policy of the template 'team' of 'management'",
      good: templates(`{ prefix: team, ${ON_PUSH}, statements: [${statement(150)}] }`),
    },
  ],
};

function statement(principals: number): string {
  const roles = many(principals, (index) => `"arn:aws:iam::111111111111:role/builder-${index}"`);
  return `{ principals: [${roles.join(', ')}], actions: ["ecr:BatchGetImage"] }`;
}
