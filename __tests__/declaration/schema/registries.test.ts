import { caches, registry, templates } from '../changed-base';
import { casesOf, describeDiagnostics } from '../diagnostic-cases';
import { describeWrongValues } from '../wrong-values';

const ARN_OF_USER = '"arn:aws:iam::999999999999:user/ecr"';

const management = (text: string) =>
  registry(`management: { account: management, region: ap-northeast-1, ${text} }`);

const secret = (name: string) => `"arn:aws:secretsmanager:ap-northeast-1:999999999999:secret:${name}"`;
const ROLE = 'arn:aws:iam::999999999999:role/cache';
const exclusions = (arns: string) => management(`pullTimeUpdateExclusions: [${arns}]`);
const roles = (number: number) =>
  Array.from({ length: number }, (_, index) => `"${ROLE}${index}"`).join(', ');
const ON_PUSH = 'appliedFor: [CREATE_ON_PUSH]';
/** Returns `BASE` with a scanning rule of these filters. */
const filters = (...repositories: readonly string[]) =>
  management(
    `scanning: { type: BASIC, rules: [{ frequency: SCAN_ON_PUSH, repositories: [${repositories.join(', ')}] }] }`,
  );

describeWrongValues('registries');

describeDiagnostics('registries', {
  'shape/missing-key': casesOf([
    [
      templates(`«{ ${ON_PUSH} }»`),
      "registries.management.creationTemplates[0]: required key 'prefix' is missing",
    ],
    [templates('«{ prefix: team }»'), "required key 'appliedFor' is missing"],
    [
      caches('«{ upstream: quay.io }»'),
      "registries.management.pullThroughCache[0]: required key 'prefix' is missing",
    ],
    [caches('«{ prefix: quay }»'), "required key 'upstream' is missing"],
  ]),
  'shape/unknown-key': casesOf([
    [templates(`{ prefix: team, ${ON_PUSH}, «scanOnPush»: true }`), "unknown key 'scanOnPush'"],
    [templates(`{ prefix: team, ${ON_PUSH}, «forceDelete»: true }`), "unknown key 'forceDelete'"],
    [caches('{ prefix: quay, upstream: quay.io, «upstreamUrl»: x }'), 'Allowed keys: prefix, upstream, '],
  ]),
  'shape/wrong-type': casesOf([
    [management('creationTemplates: «team»'), 'creationTemplates: expected a list'],
    [templates('{ prefix: «5», appliedFor: [CREATE_ON_PUSH] }'), 'prefix: expected a string'],
    [templates('{ prefix: team, appliedFor: «CREATE_ON_PUSH» }'), 'Put it in brackets: [CREATE_ON_PUSH]'],
    [management('pullThroughCache: «quay.io»'), 'pullThroughCache: expected a list'],
    [caches('{ prefix: dev, upstream: quay.io, upstreamPrefix: «5» }'), 'upstreamPrefix: expected a string'],
  ]),
  'shape/wrong-value': casesOf([
    [templates('{ prefix: team, «appliedFor»: [] }'), 'at least 1'],
    [templates('{ prefix: team, appliedFor: [«PUSH»] }'), "'CREATE_ON_PUSH'"],
    [
      templates(`{ prefix: team, ${ON_PUSH}, description: «${'x'.repeat(256)}» }`),
      'at most 255 characters',
      templates(`{ prefix: team, ${ON_PUSH}, description: ${'x'.repeat(255)} }`),
    ],
    [templates(`{ prefix: team, ${ON_PUSH}, customRoleArn: «${ARN_OF_USER}» }`), 'the ARN of a role'],
    [caches('{ prefix: quay, upstream: «"https://quay.io"» }'), 'the host name of a registry'],
    [
      caches(`{ prefix: ghcr, upstream: ghcr.io, credentialArn: «${secret('github-AbCdEf')}» }`),
      "whose name starts with 'ecr-pullthroughcache/'",
      caches(
        `{ prefix: ghcr, upstream: ghcr.io, credentialArn: ${secret('ecr-pullthroughcache/github-AbCdEf')} }`,
      ),
    ],
    [caches(`{ prefix: dev, upstream: develop, customRoleArn: «${ARN_OF_USER}» }`), 'the ARN of a role'],
    [exclusions('«"arn:aws:iam::111111111111:root"»'), 'the ARN of a role or user', exclusions(ARN_OF_USER)],
    [exclusions(`«"${ROLE}-${'x'.repeat(200)}"»`), 'at most 200 characters'],
    [
      exclusions(`"${ROLE}", «"${ROLE}"»`),
      "duplicate principal 'arn:aws:iam::999999999999:role/cache'. Remove one.",
      exclusions(`"${ROLE}", "${ROLE}2"`),
    ],
    [management(`«pullTimeUpdateExclusions»: [${roles(101)}]`), 'at most 100 items', exclusions(roles(100))],
  ]),
  'cache/prefix': [
    {
      bad: caches(`{ prefix: «"quay/*"», upstream: quay.io }`),
      message: "character '*' is not allowed",
      good: caches('{ prefix: quay/, upstream: quay.io }'),
    },
    {
      bad: caches(`{ prefix: «${'x'.repeat(31)}», upstream: quay.io }`),
      message: 'it has 31 characters, and the maximum is 30',
      good: caches(`{ prefix: ${'x'.repeat(30)}, upstream: quay.io }`),
    },
    {
      bad: caches(`{ prefix: dev, upstream: develop, upstreamPrefix: «a--b», customRoleArn: "${ROLE}" }`),
      message: 'which the AWS provider does not accept',
      good: caches(`{ prefix: dev, upstream: develop, upstreamPrefix: a-b, customRoleArn: "${ROLE}" }`),
    },
  ],
  'template/prefix': [
    {
      bad: templates(`{ prefix: «"team/*"», ${ON_PUSH} }`),
      message: "character '*' is not allowed",
      good: templates(`{ prefix: team/, ${ON_PUSH} }`),
    },
    {
      bad: templates(`{ prefix: «t», ${ON_PUSH} }`),
      message: 'it has 1 character, and the minimum is 2',
      good: templates(`{ prefix: ROOT, ${ON_PUSH} }`),
    },
  ],
  'template/applied-for': [
    {
      bad: templates('{ prefix: team, appliedFor: [CREATE_ON_PUSH, «CREATE_ON_PUSH»] }'),
      message: "appliedFor[1]: duplicate use 'CREATE_ON_PUSH'. Remove one.",
      good: templates(`{ prefix: team, ${ON_PUSH} }`),
    },
  ],
  'scanning/filter': [
    { bad: filters('«"my-"»'), message: "it ends with '-'. Use 'my-*'", good: filters('"my-*"') },
    { bad: filters('«"/repo"»'), message: "it starts with '/'", good: filters('"*/repo"', 'my-repo') },
    {
      bad: filters('«"my--repo"»'),
      message: "it contains consecutive separators: '--'",
      good: filters('"my-*-repo"', 'my-repo'),
    },
    { bad: filters('«"My-repo"»'), message: "uppercase letter 'M'" },
    { bad: filters('«"my repo?"»'), message: "character ' ' is not allowed" },
    { bad: filters('«""»'), message: 'it is empty' },
    {
      bad: filters(`«${'m'.repeat(256)}»`),
      message: 'it has 256 characters, and the maximum is 255',
      good: filters('m'.repeat(255)),
    },
  ],
  'scanning/duplicate-filter': [
    {
      bad: filters('my-repo', '«my-repo»'),
      message: "duplicate filter 'my-repo'. Remove one.",
      good: filters('my-repo', '"my-*"'),
    },
  ],
});
