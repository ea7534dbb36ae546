import { REPOSITORY, account, registry, repository, rule } from '../changed-base';
import { BASE, base, diagnose } from '../declarations';
import { describeDiagnostics } from '../diagnostic-cases';

describeDiagnostics('issue-messages', {
  'shape/unknown-key': [
    { bad: `${BASE}«replications»: []\n`, message: "Did you mean 'replication'?" },
    {
      bad: account('id: "999999999999", «Profile»: x'),
      message: 'Allowed keys: id, profile, assumeRole',
      good: account('id: "999999999999", profile: x'),
    },
    {
      bad: repository('other: { registry: develop, «force_delete»: true }'),
      message: "Did you mean 'forceDelete'?",
    },
  ],
  'shape/missing-key': [
    {
      bad: registry('«management»: { account: management }'),
      message: "registries.management: required key 'region' is missing",
    },
    {
      bad: rule('«from»: develop, to: [management]')
        .replace('{ «from»', '«{ from')
        .replace('[management] }', '[management] }»'),
      message: "replication[0]: required key 'repositories' is missing",
    },
    {
      bad: '«accounts: {}»\nregistries: {}\n',
      message: "Declaration: required key 'repositories' is missing",
    },
  ],
  'shape/wrong-type': [
    {
      bad: base('{ registry: develop }', '{ registry: develop, forceDelete: «yes» }'),
      message: 'Use true',
      good: base('{ registry: develop }', '{ registry: develop, forceDelete: true }'),
    },
    {
      bad: base('{ registry: develop }', '{ registry: develop, forceDelete: «"true"» }'),
      message: 'Remove the quotes',
    },
    {
      bad: rule('from: develop, to: «management», repositories: [my-repo]'),
      message: 'Put it in brackets: [management]',
    },
    {
      bad: rule('from: develop, to: [management], repositories: «my-repo»'),
      message: "expected 'all' or a list",
    },
    {
      bad: rule('from: «5», to: [management], repositories: [my-repo]'),
      message: 'expected a string or a list',
    },
    {
      bad: base(REPOSITORY, `${REPOSITORY}  «other»:\n`).replace('«other»:', 'other:«»'),
      message: 'found no value',
    },
    {
      bad: `${BASE}tags: { cost-centre: «1234» }\n`,
      message: 'Put it in quotes: "1234"',
      good: `${BASE}tags: { cost-centre: "1234" }\n`,
    },
    { bad: '«- accounts»\n- registries\n', message: 'Declaration: expected a mapping' },
  ],
  'account/id-unquoted': [
    {
      bad: account('id: «012345678901»'),
      message: 'reads it as the number 12345678901, without leading zeros',
      good: account('id: "012345678901"'),
    },
    { bad: account('id: «999999999999»'), message: 'Use id: "999999999999"' },
  ],
});

test('reports an account ID in exponential notation as a number', () => {
  expect(diagnose(account('id: 1e11')).map(({ code }) => code)).toEqual(['shape/wrong-type']);
});
