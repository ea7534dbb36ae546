import { access, caches, registry, RULE, templates, withSettings } from '../changed-base';
import { base, diagnose } from '../declarations';

/** Each text has one fault, and all diagnostics that it produces. */
test.each([
  ['a registry that is a list', '[develop]'],
  ['a registry that is a number', '5'],
])('reports %s once, and nothing that follows from it', (_, registry) => {
  expect(diagnose(repositoryIn(registry)).map(({ code }) => code)).toEqual(['shape/wrong-type']);
});

function repositoryIn(registry: string): string {
  return base('{ registry: develop }', `{ registry: ${registry} }`)
    .replace(RULE, '  - { from: develop, to: [management], repositories: [other] }\n')
    .replace('repositories:\n', 'repositories:\n  other: { registry: develop }\n');
}

const management = (text: string) =>
  registry(`management: { account: management, region: ap-northeast-1, ${text} }`);

const KEYS = `develop: 5, develop_us: 'arn:aws:kms:us-west-1:111111111111:key/a', management: 'arn:aws:kms:ap-northeast-1:999999999999:key/b'`;

/** In each text a check would report the key if it were absent. */
test.each([
  ['the secret of a cache', caches('{ prefix: docker, upstream: registry-1.docker.io, credentialArn: 5 }')],
  ['the role of a cache', caches('{ prefix: base, upstream: develop, customRoleArn: 5 }')],
  [
    'the role of a creation template',
    templates('{ prefix: ROOT, appliedFor: [REPLICATION], tags: { a: b }, customRoleArn: 5 }'),
  ],
  [
    'the resources of a statement',
    management('statements: [{ principals: develop, actions: "ecr:BatchGetImage", resources: 5 }]'),
  ],
  [
    'the condition of a statement for every principal',
    withSettings(
      'statements: [{ principals: "*", actions: "ecr:BatchGetImage", conditions: { StringEquals: { "aws:PrincipalOrgID": 5 } } }]',
    ),
  ],
  [
    'the flag of a grant to every principal',
    access('allow: pull, repositories: "*", principals: "*", public: 5'),
  ],
  [
    'the account of a service',
    access('allow: pull, repositories: "*", principals: { service: codebuild.amazonaws.com, account: 5 }'),
  ],
  [
    'the only key of a principal',
    access('allow: pull, repositories: "*", principals: [{ organization: 5 }]'),
  ],
  [
    'exclusion filters',
    withSettings('imageTagMutability: IMMUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: 5'),
  ],
  ['a mode', withSettings('imageTagMutability: 5, imageTagMutabilityExclusionFilters: [latest]')],
  [
    'the count of a lifecycle rule',
    withSettings('lifecycle: [{ tagStatus: any, countMoreThan: a, action: expire }]'),
  ],
  [
    'the registries of a grant',
    access('allow: pull, repositories: my-repo, registries: [5], principals: develop'),
  ],
  [
    'one of the registries of a grant',
    access('allow: pull, repositories: other, registries: [5, management], principals: develop').replace(
      'repositories:\n',
      'repositories:\n  other: { registry: develop }\n',
    ),
  ],
  ['the KMS key of a registry', withSettings(`encryption: { type: KMS, kmsKey: { ${KEYS} } }`)],
])('does not report a refused value as absent: %s', (_, text) => {
  expect(diagnose(text).filter(({ code }) => !code.startsWith('shape/'))).toEqual([]);
  expect(diagnose(text)).toHaveLength(1);
});
