import { REPOSITORY } from '../../declaration/changed-base';
import { base } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

const MANAGEMENT = '{ account: management, region: ap-northeast-1 }';

/** Returns `BASE` with one more key in the registry `management`, whose only repository is the replica `my-repo`. */
const management = (key: string) =>
  base(MANAGEMENT, `{ account: management, region: ap-northeast-1, ${key} }`);

const basic = (...rules: readonly string[]) => management(scanning('BASIC', rules));
const enhanced = (...rules: readonly string[]) => management(scanning('ENHANCED', rules));

const scanning = (type: string, rules: readonly string[]) =>
  `scanning: { type: ${type}, rules: [${rules.map((rule) => `{ ${rule} }`).join(', ')}] }`;

const filters = (...repositories: readonly string[]) =>
  basic(`frequency: SCAN_ON_PUSH, repositories: [${repositories.join(', ')}]`);

const ALL = 'frequency: CONTINUOUS_SCAN, repositories: ["*"]';

const scannedOnPush = (text: string, value = 'true') =>
  text.replace(REPOSITORY, `  my-repo: { registry: develop, scanOnPush: ${value} }\n`);

describeDiagnostics('scanning', {
  'scanning/duplicate-filter': [
    {
      bad: enhanced(ALL, 'frequency: SCAN_ON_PUSH, repositories: [my-repo, «"*"»]'),
      message: 'the rule with CONTINUOUS_SCAN already contains it',
      good: enhanced(ALL, 'frequency: SCAN_ON_PUSH, repositories: [my-repo]'),
    },
    {
      bad: basic('frequency: MANUAL, repositories: ["*"]', 'frequency: SCAN_ON_PUSH, repositories: [«"*"»]'),
      message: 'the rule with MANUAL already contains it. Remove one.',
    },
  ],
  'scanning/frequency': [
    {
      bad: basic('frequency: «CONTINUOUS_SCAN», repositories: ["*"]'),
      message: 'Allowed: SCAN_ON_PUSH, MANUAL. Write one of them, or type: ENHANCED.',
      good: enhanced(ALL),
    },
    {
      bad: enhanced(ALL, 'frequency: «MANUAL», repositories: [my-repo]'),
      message: 'Remove the rule',
      good: basic('frequency: MANUAL, repositories: [my-repo]'),
    },
  ],
  'scanning/duplicate-frequency': [
    {
      bad: enhanced(ALL, 'frequency: «CONTINUOUS_SCAN», repositories: [my-repo]'),
      message: 'Put all filters into one rule',
      good: enhanced('frequency: CONTINUOUS_SCAN, repositories: ["*", my-repo]'),
    },
  ],
  'scanning/inspector': [
    {
      bad: management('scanning: { type: BASIC, «enableInspector»: true }'),
      message: 'Write type: ENHANCED, or remove enableInspector',
      good: management('scanning: { type: BASIC, enableInspector: false }'),
    },
  ],
  'scanning/region': [
    {
      bad: enhanced(ALL)
        .replace('region: ap-northeast-1, scanning', 'region: ap-southeast-6, scanning')
        .replace('ENHANCED', '«ENHANCED»'),
      message: 'Amazon Inspector, which is not known to be available in ap-southeast-6',
      good: filters('"*"').replace('region: ap-northeast-1, scanning', 'region: ap-southeast-6, scanning'),
    },
  ],
  'scanning/scans-nothing': [
    {
      bad: management('«scanning»: { type: ENHANCED }'),
      message: 'rules: [{ frequency: CONTINUOUS_SCAN, repositories: ["*"] }]',
      good: enhanced(ALL),
    },
    {
      bad: management('«scanning»: { type: ENHANCED, rules: [] }'),
      message: 'neither automatically nor manually',
    },
    {
      bad: management('«scanning»: { type: ENHANCED }'),
      message: 'it scans no image',
      good: management('scanning: { type: BASIC }'),
    },
  ],
  'scanning/matches-nothing': [
    {
      bad: filters('my-repo', '«my-rpeo»'),
      message: "Declared repositories: my-repo. Did you mean 'my-repo'?",
      good: filters('my-repo', 'repo'),
    },
    {
      bad: filters('"*"', '«"repo*"»'),
      message: 'a filter must match the complete name',
      good: filters('"*"', '"*repo*"'),
    },
    {
      bad: enhanced('frequency: SCAN_ON_PUSH, repositories: [«team/»]'.replace('team/', '"team/*"')),
      message: "in 'management'",
      // The filter may match repositories that ECR creates.
      good: enhanced('frequency: SCAN_ON_PUSH, repositories: ["team/*"]')
        .replace(REPOSITORY, `${REPOSITORY}  team/api: { registry: develop }\n`)
        .concat('  - { from: develop, to: [management], repositories: [team/], createRepositories: true }\n'),
    },
    {
      bad: filters('«other»'),
      message: "The filter 'other' matches no repository",
      good: filters('other').replace(
        'region: ap-northeast-1, scanning',
        'region: ap-northeast-1, pullThroughCache: [{ prefix: quay, upstream: quay.io }], scanning',
      ),
    },
  ],
  'scanning/scan-on-push': [
    {
      bad: scannedOnPush(enhanced('frequency: SCAN_ON_PUSH, repositories: [other*]'), '«true»'),
      message: "'my-repo' is not scanned on push in 'management'",
      good: scannedOnPush(enhanced('frequency: SCAN_ON_PUSH, repositories: ["my-*"]')),
    },
    {
      bad: scannedOnPush(basic('frequency: MANUAL, repositories: ["*"]'), '«true»'),
      message: 'overrides scanOnPush',
      good: scannedOnPush(management('scanning: { type: BASIC }')),
    },
    {
      bad: `${basic('frequency: MANUAL, repositories: ["*"]')}defaults: { repository: { scanOnPush: «true» } }\n`,
      message: 'or remove scanOnPush',
      good: scannedOnPush(
        `${basic('frequency: MANUAL, repositories: ["*"]')}defaults: { repository: { scanOnPush: true } }\n`,
        'false',
      ),
    },
  ],
});
