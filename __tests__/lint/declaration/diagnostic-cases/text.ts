import { BASE, base } from '../../../declaration/declarations';
import { type CasesOf, repository, account, many } from './case';

export const TEXT_CASES: CasesOf<'file'> & CasesOf<'yaml'> & CasesOf<'environment'> = {
  'file/empty': [
    { bad: '«»', message: 'holds no declaration' },
    { bad: '«»# only a comment\n', message: 'topology.yaml is an example' },
    { bad: '«»---\n', message: 'holds no declaration' },
  ],
  'yaml/syntax': [
    { bad: 'accounts: { develop: { id: "1"\n«»', message: 'flow map' },
    { bad: 'accounts:\n«»\tdevelop: 1\n', message: 'Indent with spaces' },
    { bad: `${BASE}«---»\na: 1\n`, message: 'more than one YAML document' },

    { bad: base('ap-northeast-1', '«!Ref» region'), message: 'tag' },
    {
      bad: `«%YAML 1.1»\n---\n${BASE}`,
      message: 'the language is YAML 1.2',
      good: `%YAML 1.2\n---\n${BASE}`,
    },
    {
      bad: base('{ registry: develop }', '{ registry: develop, «<<»: 5 }'),
      message: 'Name an anchor of a mapping',
      good: base('{ registry: develop }', '{ <<: { registry: develop } }'),
    },
    {
      bad: 'a: { id: $«{»DEV} }\nb: { c: d }\n',
      message: 'Put ${…} in quotes',
      good: account('id: "${ID:-999999999999}"'),
    },
  ],
  'yaml/duplicate-key': [
    {
      bad: `${BASE}«repositories»: { other: { registry: nowhere } }\n`,
      message: 'Join the two',
    },
    {
      bad: repository('«my-repo»: { registry: develop }'),
      message: 'second time',
      good: repository('my-repo2/x: { registry: develop }'),
    },
    { bad: `${BASE}«accounts»: {}\n`, message: "'accounts' stands here a second time" },
  ],
  'yaml/aliases': [
    {
      bad: base('"111111111111"', '«*nobody»'),
      message: 'no &nobody before it',
      good: base('"111111111111"', '&id "111111111111"'),
    },
    {
      bad: many(80, (index) =>
        index === 64
          ? `a64: &a64 [«*a63»]`
          : `a${index}: &a${index} [${index === 0 ? 'x' : `*a${index - 1}`}]`,
      ).join('\n'),
      message: 'deeper than 64',
    },
    {
      bad: `${BASE}tags: { a: &a { b: «*a» } }\n`,
      message: 'within what it repeats',
      good: `${BASE}tags: { a: &a x, b: *a }\n`,
    },
    {
      bad: [
        'a: &a [x, x, x, x, x, x, x, x, x, x]',
        ...many(7, (index) => {
          const [name, before] = ['bcdefgh'.charAt(index), 'abcdefg'.charAt(index)];
          return `${name}: &${name} [${many(10, (each) => (index === 3 && each === 7 ? `«*${before}»` : `*${before}`)).join(', ')}]`;
        }),
      ].join('\n'),
      message: 'more than 100000 values',
    },
  ],
  'yaml/depth': [
    {
      bad: `tags: ${'['.repeat(62)}«[»${']'.repeat(63)}`,
      message: 'deeper than 64',
      good: `${BASE}tags: { a: b }\n`,
    },
    { bad: `${'['.repeat(63)}«[»${'['.repeat(500_000)}`, message: 'deeper than 64' },
  ],
  'environment/not-set': [
    { bad: account('id: «"${ID}"»'), message: 'ID is not set', good: account('id: "${ID:-999999999999}"') },
    { bad: account('id: «"${ID}"»'), environment: { ID: '' }, message: 'ID is empty' },
  ],
  'environment/malformed': [
    { bad: account('id: «"${ID"»'), message: 'Write ${NAME} or ${NAME:-default}' },
    { bad: account('id: «"${1D}"»'), message: "'${1D}' does not name" },
    { bad: account('id: «"${ID-5}"»'), message: "'${ID-5}' does not name" },
  ],
  'environment/credential': [
    {
      bad: account('id: "999999999999", profile: «"${DBPASSWORD:-x}"»'),
      message: 'DBPASSWORD looks like a credential',
      good: account('id: "${TOKENIZER_ACCOUNT_ID:-999999999999}"'),
    },
    {
      bad: account('id: "999999999999", profile: «"${DATABASE_URL:-x}"»'),
      message: 'DATABASE_URL looks like a credential',
      good: account('id: "${KEYCLOAK_AUTH_ACCOUNT_ID:-999999999999}"'),
    },
    {
      bad: account('id: "999999999999", profile: «"${AWS_SECRET_ACCESS_KEY}"»'),
      environment: { AWS_SECRET_ACCESS_KEY: 'hunter2' },
      message: 'looks like a credential',
    },
    {
      bad: account('id: "999999999999", profile: «"${GITHUB_TOKEN:-x}"»'),
      message: 'GITHUB_TOKEN looks like a credential',
      good: account('id: "999999999999", profile: "${PROFILE:-x}"'),
    },
  ],
};
