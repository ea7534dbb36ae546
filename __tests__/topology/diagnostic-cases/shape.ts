import { BASE, base } from '../declarations';
import { type CasesOf, REPOSITORY, rule, repository, account, registry } from './case';
import { WRONG_SHAPES } from './wrong-shapes';

export const SHAPE_CASES: CasesOf<'shape'> = {
  'shape/unknown-key': [
    { bad: `${BASE}«replications»: []\n`, says: "Did you mean 'replication'?" },
    {
      bad: account('id: "999999999999", «Profile»: x'),
      says: 'Allowed: id, profile, assumeRole',
      good: account('id: "999999999999", profile: x'),
    },
    {
      bad: repository('other: { registry: develop, «force_delete»: true }'),
      says: "Did you mean 'forceDelete'?",
    },
    ...WRONG_SHAPES['shape/unknown-key'],
  ],
  'shape/missing-key': [
    {
      bad: registry('«management»: { account: management }'),
      says: "'region' is missing in registries.management",
    },
    {
      bad: rule('«from»: develop, to: [management]')
        .replace('{ «from»', '«{ from')
        .replace('[management] }', '[management] }»'),
      says: "'repositories' is missing in replication[0]",
    },
    {
      bad: '«accounts: {}»\nregistries: {}\n',
      says: "'repositories' is missing at the top of a declaration",
    },
    ...WRONG_SHAPES['shape/missing-key'],
  ],
  'shape/wrong-type': [
    {
      bad: base('{ registry: develop }', '{ registry: develop, forceDelete: «yes» }'),
      says: 'write true',
      good: base('{ registry: develop }', '{ registry: develop, forceDelete: true }'),
    },
    {
      bad: base('{ registry: develop }', '{ registry: develop, forceDelete: «"true"» }'),
      says: 'Leave out the quotes',
    },
    {
      bad: rule('from: develop, to: «management», repositories: [my-repo]'),
      says: 'Put it in brackets: [management]',
    },
    {
      bad: rule('from: develop, to: [management], repositories: «my-repo»'),
      says: "must be 'all' or a list",
    },
    { bad: rule('from: «5», to: [management], repositories: [my-repo]'), says: 'text or a list' },
    {
      bad: base(REPOSITORY, `${REPOSITORY}  «other»:\n`).replace('«other»:', 'other:«»'),
      says: 'is nothing',
    },
    {
      bad: `${BASE}tags: { cost-centre: «1234» }\n`,
      says: 'Put it in quotes: "1234"',
      good: `${BASE}tags: { cost-centre: "1234" }\n`,
    },
    { bad: '«- accounts»\n- registries\n', says: 'The declaration must be a mapping' },
    ...WRONG_SHAPES['shape/wrong-type'],
  ],
  'shape/wrong-value': [
    {
      bad: `${BASE}stacks: { by: «topologie» }\n`,
      says: "Did you mean 'topology'?",
      good: `${BASE}stacks: { by: topology }\n`,
    },
    { bad: base('[develop_us, management]', '[]').replace('to:', '«to»:'), says: 'at least 1' },
    {
      bad: account('id: "999999999999", profile: «"${x"»').replace('"${x"', "'a$b'"),
      says: 'the name of a profile',
    },
    {
      bad: account('id: "999999999999", assumeRole: { arn: «arn:aws:iam::999999999999:user/x» }'),
      says: 'the ARN of a role',
      good: account('id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x" }'),
    },
    { bad: `${BASE}tags: { a: «"{b}"» }\n`, says: 'letters, digits, spaces' },
    {
      bad: `${BASE}backend: { s3: { bucket: «"a"», region: us-east-1 } }\n`,
      says: 'S3 bucket',
      good: `${BASE}backend: { s3: { bucket: abc, region: us-east-1 } }\n`,
    },
    ...WRONG_SHAPES['shape/wrong-value'],
  ],
};
