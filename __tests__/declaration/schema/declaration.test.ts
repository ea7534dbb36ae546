import { repository, rule, withDefaults } from '../changed-base';
import { BASE, base } from '../declarations';
import { casesOf, describeDiagnostics } from '../diagnostic-cases';
import { describeDeclarations, describeWrongValues } from '../wrong-values';

describeDeclarations();
describeWrongValues('declaration');

describeDiagnostics('declaration', {
  'shape/wrong-value': [
    {
      bad: `${BASE}stacks: { by: «topologie» }\n`,
      message: "Did you mean 'topology'?",
      good: `${BASE}stacks: { by: topology }\n`,
    },
    { bad: base('[develop_us, management]', '[]').replace('to:', '«to»:'), message: 'at least 1' },
    ...casesOf([
      [rule('«from»: [], to: [management], repositories: all'), 'at least 1'],
      [rule('from: develop, to: [management], «repositories»: []'), 'at least 1'],
      [base('registry: develop }', '«registries»: [] }'), 'at least 1'],
    ]),
  ],
  'shape/unknown-key': casesOf([
    [withDefaults('«registry»: develop'), "'registry' is not a key in defaults.repository"],
    [withDefaults('«registries»: [develop]'), "'registries' is not a key in defaults.repository"],
    [withDefaults('«import»: true'), "'import' is not a key in defaults.repository"],
    [rule('from: develop, to: [management], repositories: all, «create»: true'), "'create' is not a key"],
    [`${BASE}stacks: { «per»: account }\n`, "'per' is not a key in stacks"],
  ]),
  'shape/wrong-type': casesOf([
    [rule('from: develop, to: [management], repositories: all, createRepositories: «5»'), 'true or false'],
    [base('{ registry: develop }', '{ registries: «develop» }'), 'must be a list'],
    [`${BASE}stacks: «account»\n`, 'stacks must be a mapping'],
  ]),
  'repository/which-registry': [
    {
      bad: repository('other: { registries: [develop, «develop»] }'),
      message: 'stands in this list already',
      good: repository('other: { registries: [develop, management] }'),
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
});
