import { base } from '../../../declaration/declarations';
import { type CasesOf, RULE, repository, account, registry } from './case';

export const NAMES_CASES: CasesOf<'account'> & CasesOf<'registry'> & CasesOf<'repository'> = {
  'account/name': [
    {
      bad: base('develop_us: { account: develop,', 'develop_us: { account: develop,').replace(
        'registries:',
        '  «9lives»: { id: "222222222222" }\nregistries:',
      ),
      message: 'start with a letter',
    },
  ],
  'account/id': [
    { bad: account('id: «"99999999999"»'), message: 'it has 11 digits, not 12' },
    { bad: account('id: «"9999-9999-9999"»'), message: 'leave out the hyphens' },
    { bad: account('id: «"${ID}"»'), environment: { ID: 'secret-thing' }, message: "'${ID}' does not fit" },
  ],
  'account/id-unquoted': [
    {
      bad: account('id: «012345678901»'),
      message: 'reads a number (12345678901) and drops leading zeros',
      good: account('id: "012345678901"'),
    },
    { bad: account('id: «999999999999»'), message: 'Write id: "999999999999"' },
  ],
  'account/duplicate-id': [
    { bad: account('id: «"111111111111"»'), message: "the same AWS account as 'develop'" },
  ],
  'account/two-credentials': [
    {
      bad: account(
        'id: "999999999999", profile: x, «assumeRole»: { arn: "arn:aws:iam::999999999999:role/x" }',
      ),
      message: 'both a profile and a role',
      good: account('id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x" }'),
    },
  ],
  'account/role-elsewhere': [
    {
      bad: account('id: "999999999999", assumeRole: { arn: «"arn:aws:iam::111111111111:role/x"» }'),
      message: "Name a role of the account 'management'",
    },
    {
      bad: account('id: "999999999999", assumeRole: { arn: «"arn:aws-cn:iam::999999999999:role/x"» }'),
      message: 'Start the ARN with arn:aws:',
      good: account('id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x" }'),
    },
  ],
  'registry/name': [
    {
      bad: base('registries:\n', 'registries:\n  «eu-hub»: { account: develop, region: eu-west-1 }\n'),
      message: "Call it 'eu_hub'",
      good: base('registries:\n', 'registries:\n  eu_hub: { account: develop, region: eu-west-1 }\n'),
    },
    {
      bad: base('registries:\n', 'registries:\n  «EU»: { account: develop, region: eu-west-1 }\n'),
      message: 'a capital letter',
    },
    {
      bad: base('registries:\n', 'registries:\n  «1st»: { account: develop, region: eu-west-1 }\n'),
      message: 'starts with a digit',
    },
  ],
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
      message: 'newer than this version',
      good: registry('management: { account: management, region: eusc-de-east-1 }').replace(
        RULE,
        '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n',
      ),
    },
  ],
  'registry/duplicate': [
    {
      bad: registry('«management»: { account: develop, region: ap-northeast-1 }'),
      message: 'are the same registry',
    },
  ],
  'registry/partition': [
    {
      bad: registry('management: { account: develop, region: «cn-north-1» }').replace(
        RULE,
        '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n',
      ),
      message: 'An AWS account exists in one partition',
    },
  ],
  'repository/name': [
    {
      bad: repository('«Other»: { registry: develop }'),
      message: "the capital letter 'O'",
      good: repository('other-1/x.y__z: { registry: develop }'),
    },
    { bad: repository('«other//x»: { registry: develop }'), message: 'a namespace is empty' },
    { bad: repository('«other_-x»: { registry: develop }'), message: "'_-' between two words" },
  ],
  'repository/leading-digit': [
    {
      bad: repository('«7zip»: { registry: develop }'),
      message: 'user guide does not',
      good: repository('zip7: { registry: develop }'),
    },
  ],
  'repository/unknown-registry': [
    { bad: repository('other: { registry: «devlop» }'), message: "Did you mean 'develop'?" },
    {
      bad: repository('other: { registries: [develop, «nowhere»] }'),
      message: 'Declared: develop, develop_us, management',
      good: repository('other: { registries: [develop, management] }'),
    },
  ],
  'repository/which-registry': [
    { bad: repository('«other»: {}'), message: "neither 'registry' nor 'registries'" },
    {
      bad: repository('other: { registry: develop, «registries»: [management] }'),
      message: "Write all of them in 'registries'",
    },
    {
      bad: repository('other: { registries: [develop, «develop»] }'),
      message: 'stands in this list already',
      good: repository('other: { registries: [develop, management] }'),
    },
  ],
};
