import { repository, rule, withDefaults, withSettings } from '../changed-base';
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
    [withDefaults('«registry»: develop'), "defaults.repository: unknown key 'registry'"],
    [withDefaults('«registries»: [develop]'), "defaults.repository: unknown key 'registries'"],
    [withDefaults('«import»: true'), "defaults.repository: unknown key 'import'"],
    [rule('from: develop, to: [management], repositories: all, «create»: true'), "unknown key 'create'"],
    [`${BASE}stacks: { «per»: account }\n`, "stacks: unknown key 'per'"],
  ]),
  'shape/wrong-type': casesOf([
    [rule('from: develop, to: [management], repositories: all, createRepositories: «5»'), 'true or false'],
    [base('{ registry: develop }', '{ registries: «develop» }'), 'expected a list'],
    [`${BASE}stacks: «account»\n`, 'stacks: expected a mapping'],
  ]),
  'repository/which-registry': [
    {
      bad: repository('other: { registries: [develop, «develop»] }'),
      message: "duplicate registry 'develop'. Remove one.",
      good: repository('other: { registries: [develop, management] }'),
    },
  ],
  'statement/duplicate-registry': [
    {
      bad: withSettings(
        'statements: [{ principals: develop, actions: "ecr:ListImages", registries: [develop, «develop»] }]',
      ),
      message: "duplicate registry 'develop'. Remove one.",
    },
  ],
  'replication/duplicate-registry': [
    {
      bad: rule('from: develop, to: [management, «management»], repositories: [my-repo]'),
      message: "to[1]: duplicate destination 'management'. Remove one.",
    },
    {
      bad: rule('from: [develop, «develop»], to: [management], repositories: [my-repo]'),
      message: "from[1]: duplicate source 'develop'. Remove one.",
    },
  ],
  'replication/filter': [
    {
      bad: rule('from: develop, to: [management], repositories: [«"my-*"»]'),
      message: "it contains '*', but ECR matches the filter as a literal prefix. Use 'my-'",
      good: rule('from: develop, to: [management], repositories: ["my-"]'),
    },
    { bad: rule('from: develop, to: [management], repositories: [«/x»]'), message: "starts with '/'" },
    {
      bad: rule('from: develop, to: [management], repositories: [«m»]'),
      message: 'it has 1 character, and the minimum is 2',
    },
    {
      bad: rule('from: develop, to: [management], repositories: [«my//»]'),
      message: 'it contains an empty namespace',
    },
  ],
  'replication/duplicate-filter': [
    {
      bad: rule('from: develop, to: [management], repositories: [my-repo, «my-repo»]'),
      message: "duplicate filter 'my-repo'. Remove one.",
    },
  ],
});
