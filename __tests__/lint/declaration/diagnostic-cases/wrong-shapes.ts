import { BASE, base } from '../../../declaration/declarations';
import { caches } from './caches';
import { access, account, many, registry, rule, type Case, type CasesOf } from './case';
import { withDefaults, withSettings } from './settings';
import { templates } from './templates';

const FOR = 'appliedFor: [CREATE_ON_PUSH]';
const ARN_OF_USER = '"arn:aws:iam::999999999999:user/ecr"';
const management = (text: string) =>
  registry(`management: { account: management, region: ap-northeast-1, ${text} }`);
const filters = (text: string) =>
  withSettings(`imageTagMutability: IMMUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: ${text}`);
const FILTERS = 'imageTagMutabilityExclusionFilters';
const lifecycle = (rule: string) => withSettings(`lifecycle: [${rule}]`);
const encryption = (text: string) => withSettings(`encryption: ${text}`);
const statement = (text: string) => withSettings(`statements: [${text}]`);
const grant = (text: string) => access(`allow: pull, repositories: my-repo, ${text}`);
const backend = (text: string) => `${BASE}backend: { ${text} }\n`;
const secret = (name: string) => `"arn:aws:secretsmanager:ap-northeast-1:999999999999:secret:${name}"`;

type Row = readonly [bad: string, message: string, good?: string];

const cases = (rows: readonly Row[]): readonly Case[] =>
  rows.map(([bad, message, good]) => (good === undefined ? { bad, message } : { bad, message, good }));

/** Values of a wrong type or shape in each section; `wrong-values.test.ts` tests every place of the schema. */
export const WRONG_SHAPES: CasesOf<'shape'> = {
  'shape/missing-key': cases([
    [templates(`«{ ${FOR} }»`), "'prefix' is missing in registries.management.creationTemplates[0]"],
    [templates('«{ prefix: team }»'), "'appliedFor' is missing"],
    [caches('«{ upstream: quay.io }»'), "'prefix' is missing in registries.management.pullThroughCache[0]"],
    [caches('«{ prefix: quay }»'), "'upstream' is missing"],
    [lifecycle('«{ countMoreThan: 1, action: expire }»'), "'tagStatus' is missing"],
    [lifecycle('«{ tagStatus: any, countMoreThan: 1 }»'), "'action' is missing"],
    [withSettings('«encryption»: {}'), "'type' is missing in repositories.my-repo.encryption"],
    [statement('«{ principals: develop }»'), "'actions' is missing"],
    [statement('«{ actions: "ecr:*" }»'), "'principals' is missing"],
    [account('id: "999999999999", «assumeRole»: {}'), "'arn' is missing in accounts.management.assumeRole"],
    [backend('«s3»: { region: us-east-1 }'), "'bucket' is missing in backend.s3"],
    [backend('«cloud»: {}'), "'organization' is missing in backend.cloud"],
  ]),
  'shape/unknown-key': cases([
    [templates(`{ prefix: team, ${FOR}, «scanOnPush»: true }`), "'scanOnPush' is not a key"],
    [templates(`{ prefix: team, ${FOR}, «forceDelete»: true }`), "'forceDelete' is not a key"],
    [caches('{ prefix: quay, upstream: quay.io, «upstreamUrl»: x }'), 'Allowed: prefix, upstream, '],
    [
      lifecycle('{ tagStatus: any, countMoreThan: 1, action: expire, «priority»: 1 }'),
      "'priority' is not a key",
    ],
    [withSettings('lifecycle: { «jsom»: "{}" }'), "Did you mean 'json'?"],
    [withDefaults('«registry»: develop'), "'registry' is not a key in defaults.repository"],
    [withDefaults('«registries»: [develop]'), "'registries' is not a key in defaults.repository"],
    [withDefaults('«import»: true'), "'import' is not a key in defaults.repository"],
    [rule('from: develop, to: [management], repositories: all, «create»: true'), "'create' is not a key"],
    [`${BASE}stacks: { «per»: account }\n`, "'per' is not a key in stacks"],
  ]),
  'shape/wrong-type': cases([
    [management('creationTemplates: «team»'), 'creationTemplates must be a list'],
    [templates('{ prefix: «5», appliedFor: [CREATE_ON_PUSH] }'), 'prefix must be text'],
    [templates('{ prefix: team, appliedFor: «CREATE_ON_PUSH» }'), 'Put it in brackets: [CREATE_ON_PUSH]'],
    [management('pullThroughCache: «quay.io»'), 'pullThroughCache must be a list'],
    [caches('{ prefix: dev, upstream: quay.io, upstreamPrefix: «5» }'), 'upstreamPrefix must be text'],
    [filters('«latest»'), 'must be a list', filters('[latest]')],
    [withSettings('lifecycle: «none»'), "must be a list or a mapping (key: value), but is 'none'"],
    [
      withSettings('«lifecycle»: { tagStatus: untagged, daysSincePushed: 14, action: expire }'),
      "must be a list or a mapping with 'json', but is a mapping. One alone goes in a list too: [{ … }].",
      withSettings('lifecycle: [{ tagStatus: untagged, daysSincePushed: 14, action: expire }]'),
    ],
    [withSettings('lifecycle: { json: «5» }'), 'lifecycle.json must be text'],
    [lifecycle('{ tagStatus: any, daysSincePushed: «"14"», action: expire }'), "a number, but is '14'"],
    [lifecycle('{ tagStatus: any, daysSincePushed: «1.5», action: expire }'), 'a whole number'],
    [encryption('«KMS»'), "must be a mapping (key: value), but is 'KMS'", encryption('{ type: KMS }')],
    [encryption('{ type: KMS, «kmsKey»: [] }'), 'must be text or a mapping (key: value), but is a list'],
    [withSettings('«tags»: [a]'), 'tags must be a mapping'],
    [`${BASE}«tags»: [a]\n`, 'tags must be a mapping'],
    [statement('{ principals: develop, actions: "ecr:*", «conditions»: [] }'), 'must be a mapping'],
    [statement('{ principals: "*", actions: "ecr:*", public: «5» }'), 'must be true or false'],
    [
      grant('principals: { arn: "arn:aws:iam::999999999999:role/x", viaAccountRoot: «"yes"» }'),
      'true or false',
    ],
    [rule('from: develop, to: [management], repositories: all, createRepositories: «5»'), 'true or false'],
    [base('{ registry: develop }', '{ registries: «develop» }'), 'must be a list'],
    [`${BASE}stacks: «account»\n`, 'stacks must be a mapping'],
    [backend('local: { path: «5» }'), 'path must be text'],
    [backend('s3: { bucket: abc, region: us-east-1, encrypt: «"no"» }'), 'encrypt must be true or false'],
    [
      backend('s3: { bucket: abc, region: us-east-1, useLockfile: «5» }'),
      'useLockfile must be true or false',
    ],
  ]),
  'shape/wrong-value': cases([
    [templates('{ prefix: team, «appliedFor»: [] }'), 'at least 1'],
    [templates('{ prefix: team, appliedFor: [«PUSH»] }'), "'CREATE_ON_PUSH'"],
    [
      templates(`{ prefix: team, ${FOR}, description: «${'x'.repeat(256)}» }`),
      'at most 255 characters',
      templates(`{ prefix: team, ${FOR}, description: ${'x'.repeat(255)} }`),
    ],
    [templates(`{ prefix: team, ${FOR}, customRoleArn: «${ARN_OF_USER}» }`), 'the ARN of a role'],
    [caches('{ prefix: quay, upstream: «"https://quay.io"» }'), 'the host name of a registry'],
    [
      caches(`{ prefix: ghcr, upstream: ghcr.io, credentialArn: «${secret('github-AbCdEf')}» }`),
      'whose name starts with ecr-pullthroughcache/',
      caches(
        `{ prefix: ghcr, upstream: ghcr.io, credentialArn: ${secret('ecr-pullthroughcache/github-AbCdEf')} }`,
      ),
    ],
    [caches(`{ prefix: dev, upstream: develop, customRoleArn: «${ARN_OF_USER}» }`), 'the ARN of a role'],
    [filters('[a, b, c, d, e, f]').replace(FILTERS, `«${FILTERS}»`), 'at most 5', filters('[a, b, c, d, e]')],
    [filters('[«"a/b"»]'), "be a tag with '*'", filters('[a.b]')],
    [filters(`[«${'x'.repeat(129)}»]`), '128 characters', filters(`[${'x'.repeat(128)}]`)],
    [
      withSettings(`«lifecycle»: [${lifecycleRules(51)}]`),
      'at most 50 items',
      withSettings(`lifecycle: [${lifecycleRules(50)}]`),
    ],
    [
      lifecycle('{ tagStatus: any, daysSincePushed: «0», action: expire }'),
      'at least 1, but is the number 0',
    ],
    [lifecycle('{ tagStatus: any, daysSincePulled: «0», action: archive }'), 'at least 1'],
    [
      lifecycle('{ tagStatus: tagged, tagPatterns: [«"a/b!"»], countMoreThan: 1, action: expire }'),
      'a tag with',
    ],
    [lifecycle('{ tagStatus: tagged, «tagPatterns»: [], countMoreThan: 1, action: expire }'), 'at least 1'],
    [lifecycle('{ tagStatus: tagged, «tagPrefixes»: [], countMoreThan: 1, action: expire }'), 'at least 1'],
    [
      lifecycle('{ tagStatus: any, storageClass: «glacier», countMoreThan: 1, action: expire }'),
      "one of 'standard', 'archive'",
    ],
    [
      lifecycle(`{ tagStatus: any, description: «${'x'.repeat(257)}», countMoreThan: 1, action: expire }`),
      'at most 256 characters',
      lifecycle(`{ tagStatus: any, description: "${'{x}'.padEnd(256)}", countMoreThan: 1, action: expire }`),
    ],
    [
      withSettings(`tags: { a: «${'x'.repeat(257)}» }`),
      '256 at most',
      withSettings(`tags: { a: ${'x'.repeat(256)} }`),
    ],
    [encryption('{ type: «5» }'), 'but is the number 5'],
    [rule('«from»: [], to: [management], repositories: all'), 'at least 1'],
    [rule('from: develop, to: [management], «repositories»: []'), 'at least 1'],
    [base('registry: develop }', '«registries»: [] }'), 'at least 1'],
    [statement('{ sid: «"a b"», principals: develop, actions: "ecr:*" }'), 'letters and digits only'],
    [statement('{ principals: develop, actions: «"ecr:{x}"» }'), 'an action of ECR'],
    [statement('{ principals: develop, «actions»: [] }'), 'at least 1'],
    [access('allow: «read», repositories: my-repo, principals: develop'), "'pull-push'"],
    [access('allow: pull, repositories: «My-repo», principals: develop'), 'the name of a repository'],
    [access('allow: pull, «repositories»: [], principals: develop'), 'at least 1'],
    [grant('principals: develop, «registries»: []'), 'at least 1'],
    [grant('principals: develop, identity: «yes»'), "'inline', 'managed', 'none'"],
    [grant('principals: { lambda: «"a b"» }'), 'the name or the id of an account'],
    [grant('principals: { service: «codebuild», account: develop }'), 'codebuild.amazonaws.com'],
    [account(`id: "999999999999", profile: «${'x'.repeat(129)}»`), 'the name of a profile'],
    [
      account(
        'id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x", externalId: «"a b"» }',
      ),
      '2 to 1224 letters',
    ],
    [
      account(
        'id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x", sessionName: «x» }',
      ),
      '2 to 64 letters',
    ],
    [backend('local: { path: «../a.tfstate» }'), 'letters, digits and'],
    [backend('local: { path: «/a.tfstate» }'), "with '/' between folders"],
    [backend('s3: { bucket: abc, region: us-east-1, key: «a/../b» }'), "with '/' between folders"],
    [backend('s3: { bucket: abc, region: us-east-1, kmsKeyId: «key» }'), 'the id or ARN of a KMS key'],
    [backend('s3: { bucket: abc, region: us-east-1, roleArn: «role» }'), 'the ARN of a role'],
    [backend('cloud: { organization: «a» }'), 'the name of an organization'],
    [backend('cloud: { organization: abc, workspace: «a/b» }'), "'_' and '-'"],
    [backend('cloud: { organization: abc, hostname: «localhost» }'), 'a host name'],
    [backend('cloud: { organization: abc, project: «a» }'), 'the name of a project'],
  ]),
};

function lifecycleRules(number: number): string {
  const each = (index: number) =>
    `{ tagStatus: tagged, tagPrefixes: [v${index}], countMoreThan: 1, action: expire }`;
  return many(number, each).join(', ');
}
