import { BASE, base } from '../../../declaration/declarations';
import { type CasesOf, REPOSITORY, rule, repository, account, registry } from './case';
import { WRONG_SHAPES } from './wrong-shapes';

export const SHAPE_CASES: CasesOf<'shape'> = {
  'shape/unknown-key': [
    { bad: `${BASE}«replications»: []\n`, message: "Did you mean 'replication'?" },
    {
      bad: account('id: "999999999999", «Profile»: x'),
      message: 'Allowed: id, profile, assumeRole',
      good: account('id: "999999999999", profile: x'),
    },
    {
      bad: repository('other: { registry: develop, «force_delete»: true }'),
      message: "Did you mean 'forceDelete'?",
    },
    ...WRONG_SHAPES['shape/unknown-key'],
  ],
  'shape/missing-key': [
    {
      bad: registry('«management»: { account: management }'),
      message: "'region' is missing in registries.management",
    },
    {
      bad: rule('«from»: develop, to: [management]')
        .replace('{ «from»', '«{ from')
        .replace('[management] }', '[management] }»'),
      message: "'repositories' is missing in replication[0]",
    },
    {
      bad: '«accounts: {}»\nregistries: {}\n',
      message: "'repositories' is missing at the top of a declaration",
    },
    ...WRONG_SHAPES['shape/missing-key'],
  ],
  'shape/wrong-type': [
    {
      bad: base('{ registry: develop }', '{ registry: develop, forceDelete: «yes» }'),
      message: 'write true',
      good: base('{ registry: develop }', '{ registry: develop, forceDelete: true }'),
    },
    {
      bad: base('{ registry: develop }', '{ registry: develop, forceDelete: «"true"» }'),
      message: 'Leave out the quotes',
    },
    {
      bad: rule('from: develop, to: «management», repositories: [my-repo]'),
      message: 'Put it in brackets: [management]',
    },
    {
      bad: rule('from: develop, to: [management], repositories: «my-repo»'),
      message: "must be 'all' or a list",
    },
    { bad: rule('from: «5», to: [management], repositories: [my-repo]'), message: 'text or a list' },
    {
      bad: base(REPOSITORY, `${REPOSITORY}  «other»:\n`).replace('«other»:', 'other:«»'),
      message: 'is nothing',
    },
    {
      bad: `${BASE}tags: { cost-centre: «1234» }\n`,
      message: 'Put it in quotes: "1234"',
      good: `${BASE}tags: { cost-centre: "1234" }\n`,
    },
    { bad: '«- accounts»\n- registries\n', message: 'The declaration must be a mapping' },
    ...WRONG_SHAPES['shape/wrong-type'],
  ],
  'shape/wrong-value': [
    {
      bad: `${BASE}stacks: { by: «topologie» }\n`,
      message: "Did you mean 'topology'?",
      good: `${BASE}stacks: { by: topology }\n`,
    },
    { bad: base('[develop_us, management]', '[]').replace('to:', '«to»:'), message: 'at least 1' },
    {
      bad: account('id: "999999999999", profile: «"${x"»').replace('"${x"', "'a$b'"),
      message: 'the name of a profile',
    },
    {
      bad: account('id: "999999999999", assumeRole: { arn: «arn:aws:iam::999999999999:user/x» }'),
      message: 'the ARN of a role',
      good: account('id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x" }'),
    },
    { bad: `${BASE}tags: { a: «"{b}"» }\n`, message: 'letters, digits, spaces' },
    {
      bad: `${BASE}backend: { s3: { bucket: «"a"», region: us-east-1 } }\n`,
      message: 'S3 bucket',
      good: `${BASE}backend: { s3: { bucket: abc, region: us-east-1 } }\n`,
    },
    ...WRONG_SHAPES['shape/wrong-value'],
  ],
};
