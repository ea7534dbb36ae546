import { base } from '../../../declaration/declarations';
import {
  type CasesOf,
  RULE,
  rule,
  repository,
  registry,
  rules,
  destinations,
  filters,
  longPolicy,
  grantedOn,
  grantedTo,
  REPOSITORY,
} from './case';
import { CREATED_CASES, TEMPLATE_POLICY_CASES } from './templates';

export const REPLICATION_CASES: CasesOf<'replication'> & CasesOf<'policy'> = {
  ...CREATED_CASES,
  ...TEMPLATE_POLICY_CASES,
  'replication/unknown-registry': [
    {
      bad: rule('from: develop, to: [develop_us, «managment»], repositories: [my-repo]'),
      message: "Did you mean 'management'?",
    },
    {
      bad: rule('from: «elsewhere», to: [management], repositories: [my-repo]'),
      message: "'elsewhere' is not a registry",
    },
  ],
  'replication/same-registry': [
    {
      bad: rule('from: develop, to: [develop_us, «develop»], repositories: [my-repo]'),
      message: 'Replication destination cannot be the same as the source registry',
    },
  ],
  'replication/duplicate-registry': [
    {
      bad: rule('from: develop, to: [management, «management»], repositories: [my-repo]'),
      message: "to[1]: 'management' does not fit: it stands in this list already",
    },
    {
      bad: rule('from: [develop, «develop»], to: [management], repositories: [my-repo]'),
      message: "from[1]: 'develop' does not fit: it stands in this list already",
    },
  ],
  'replication/partition': [
    {
      bad: registry('management: { account: management, region: cn-north-1 }').replace(
        '[develop_us, management]',
        '[develop_us, «management»]',
      ),
      message: 'ECR does not replicate from one to another',
    },
  ],
  'replication/filter': [
    {
      bad: rule('from: develop, to: [management], repositories: [«"my-*"»]'),
      message: "without '*'; write 'my-'",
      good: rule('from: develop, to: [management], repositories: ["my-"]'),
    },
    { bad: rule('from: develop, to: [management], repositories: [«/x»]'), message: "starts with '/'" },
    { bad: rule('from: develop, to: [management], repositories: [«m»]'), message: 'shorter than 2' },
    { bad: rule('from: develop, to: [management], repositories: [«my//»]'), message: 'a namespace is empty' },
  ],
  'replication/duplicate-filter': [
    {
      bad: rule('from: develop, to: [management], repositories: [my-repo, «my-repo»]'),
      message: 'stands in this list already',
    },
  ],
  'replication/duplicate-rule': [
    {
      bad: base(RULE, `${RULE}  - «{ from: develop, to: [management], repositories: [my-repo] }»\n`),
      message: 'does nothing that replication[0]',
      good: base(RULE, `${RULE}  - { from: develop, to: [management], repositories: [my-] }\n`),
    },
  ],
  'replication/unknown-repository': [
    {
      bad: rule('from: develop, to: [management], repositories: [«my-rpeo»]'),
      message: "Did you mean 'my-repo'?",
      good: rule('from: develop, to: [management], repositories: [my-]'),
    },
  ],
  'replication/matches-nothing': [
    {
      bad: rule('from: management, to: [develop], repositories: [«my-repo»]'),
      message: 'images are pushed to my-repo in',
    },
    {
      bad: rule('from: [develop, «management»], to: [develop_us], repositories: [my-repo]'),
      message: "pushed to 'management'",
      good: rule('from: [develop, management], to: [develop_us], repositories: [my-repo]').replace(
        '{ registry: develop }',
        '{ registries: [develop, management] }',
      ),
    },
    {
      bad: rule('from: «management», to: [develop], repositories: all'),
      message: "Declare a repository in 'management'",
      good: rule('from: develop, to: [management], repositories: all'),
    },
  ],
  'replication/nothing-to-create-from': [
    {
      bad: rule('from: develop, to: [management], repositories: [«team/»], createRepositories: true'),
      message: 'created outside the topology',
      good: rule('from: develop, to: [management], repositories: [my-], createRepositories: true'),
    },
    {
      bad: rule('from: «management», to: [develop], repositories: all, createRepositories: true'),
      message: 'created outside the topology',
    },
  ],
  'replication/overmatch': [
    {
      bad: repository('prod/api: { registry: develop }\n  production: { registry: develop }').replace(
        '[my-repo]',
        '[«prod»]',
      ),
      message: "For the namespace alone write 'prod/'",
      good: repository('prod/api: { registry: develop }\n  production: { registry: develop }').replace(
        '[my-repo]',
        '[prod/]',
      ),
    },
    {
      bad: repository('my-repo-old: { registry: develop }').replace('[my-repo]', '[«my-repo»]'),
      message: 'ECR has no exact match',
      good: repository('my-repo-old: { registry: develop }').replace('[my-repo]', '[my-repo, my-repo-old]'),
    },
  ],
  'replication/chain': [
    {
      bad: base(
        RULE,
        '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n  - { from: develop_us, to: [«management»], repositories: [my-repo] }\n',
      ).replace('{ registry: develop }', '{ registries: [develop, develop_us] }'),
      message: "add 'management' to the destinations of a rule from 'develop'",
      good: base(
        RULE,
        '  - { from: develop, to: [develop_us, management], repositories: [my-repo] }\n  - { from: develop_us, to: [management], repositories: [my-repo] }\n',
      ).replace('{ registry: develop }', '{ registries: [develop, develop_us] }'),
    },
  ],
  'replication/too-many-rules': [
    {
      bad: rules(11, (text, index) => (index === 10 ? `«${text}»` : text)),
      message: 'has 11 replication rules; ECR and the AWS provider take 10',
      good: rules(10),
    },
  ],
  'replication/too-many-destinations': [
    {
      bad: destinations(26, (text, index) => (index === 25 ? `«${text}»` : text)),
      message: 'replicates to 26 registries; ECR takes 25',
      good: destinations(25),
    },
  ],
  'replication/too-many-filters': [
    {
      bad: filters(101, (text, index) => (index === 100 ? `«${text}»` : text)),
      message: 'has 101 prefixes; ECR takes 100',
      good: filters(100),
    },
  ],
  'policy/registry-too-long': [
    {
      bad: longPolicy(200, true),
      message:
        'Of these, about 142 fit. A rule with createRepositories: true puts a prefix there instead of every repository; ECR',
      good: longPolicy(100),
    },
  ],
  'policy/repository-too-long': [
    {
      bad: marked(grantedTo(250, (index) => `"arn:aws:iam::999999999999:role/builder-${index}"`)),
      message:
        'folded into a grant to their account (whose own policies then say who): 250 of account 999999999999',
      good: grantedTo(150, (index) => `"arn:aws:iam::999999999999:role/builder-${index}"`),
    },
    {
      bad: marked(grantedTo(400, (index) => `"${String(200_000_000_000 + index)}"`)),
      message: 'it names 400 principals. Grant it to { organization: o-… }',
      good: grantedTo(200, (index) => `"${String(200_000_000_000 + index)}"`),
    },
    {
      bad: marked(
        grantedTo(
          300,
          (index) => `{ arn: "arn:aws:iam::999999999999:role/b-${index}", viaAccountRoot: true }`,
        ),
      ),
      message: 'it names 300 principals',
    },
    {
      bad: marked(
        grantedTo(400, (index) => `"${String(200_000_000_000 + index)}"`)
          .replace(REPOSITORY, `${REPOSITORY}  my-repo-2: { registry: develop }\n`)
          .replace('repositories: my-repo,', 'repositories: "*",'),
      ),
      message: 'that of 1 more repository there is too long as well',
    },
  ],
  'policy/identity-too-long': [
    {
      bad: grantedOn(200, '«arn:aws:iam::999999999999:role/ci»'),
      message: "Write 'identity: managed'",
      good: grantedOn(100, 'arn:aws:iam::999999999999:role/ci'),
    },
    {
      bad: grantedOn(40, '«arn:aws:iam::999999999999:user/ci»'),
      message: 'of which IAM takes 2048',
      good: grantedOn(10, 'arn:aws:iam::999999999999:user/ci'),
    },
  ],
};

/** Adds the marks at the repository, because a policy that is too long is reported there. */
function marked(text: string): string {
  return text.replace('  my-repo:', '  «my-repo»:');
}
