import { describeChange, describeChangeIn } from '../../src/change/text';
import { diffTopologies } from '../../src/change/topology';
import type { Topology } from '../../src/model/topology';
import { topologyOf } from '../declaration/declarations';

/** A registry with additional keys, and a repository with additional keys. */
function declared(registry = '', repository = ''): string {
  return `accounts:
  develop: { id: "111111111111" }
registries:
  develop: { account: develop, region: ap-northeast-1${registry === '' ? '' : `, ${registry}`} }
repositories:
  app: { registry: develop${repository === '' ? '' : `, ${repository}`} }
`;
}

function changes(before: Topology, after: Topology): readonly string[] {
  return diffTopologies(before, after).map(describeChange);
}

/** Returns the changes from a registry without settings to one with settings, and back. */
function changesBothWays(registry: string, repository = '') {
  const [bare, full] = [topologyOf(declared()), topologyOf(declared(registry, repository))];
  return { there: changes(bare, full), back: changes(full, bare) };
}

const KEY = 'arn:aws:kms:ap-northeast-1:111111111111:key/0000000-000';
const REPLACED =
  'Terraform destroys the repository and creates it again, empty (fails while it contains images, unless ' +
  'forceDelete was applied before)';

describe('changes of a repository', () => {
  test('lists each changed tag', () => {
    const tagged = (tags: string) => topologyOf(declared('', `tags: { ${tags} }`));
    expect(changes(tagged('team: shop, env: prod'), tagged('team: pay, owner: ops'))).toEqual([
      "develop: tag env of repository app removed ('prod')",
      "develop: tag owner of repository app added ('ops')",
      "develop: tag team of repository app changed from 'shop' to 'pay'",
    ]);
    expect(changes(tagged('a: b, c: d'), tagged('c: d, a: b'))).toEqual([]);
  });

  test('describes each setting in one line', () => {
    const settings =
      'imageTagMutability: IMMUTABLE, encryption: { type: KMS }, scanOnPush: true, ' +
      'lifecycle: [{ tagStatus: any, countMoreThan: 10, action: expire }]';
    expect(changesBothWays('', settings).there).toEqual([
      'develop: scanOnPush of repository app enabled',
      'develop: imageTagMutability of repository app changed from MUTABLE to IMMUTABLE',
      'develop: encryption of repository app changed from AES256 to KMS',
      'develop: lifecyclePolicy of repository app changed from none to expires any beyond 10 images',
    ]);
  });

  test.each([
    ['type: AES256', 'type: KMS', 'AES256 to KMS', REPLACED],
    ['type: KMS', 'type: AES256', 'KMS to AES256', REPLACED],
    [
      `type: KMS, kmsKey: "${KEY}1"`,
      `type: KMS, kmsKey: "${KEY}2"`,
      `KMS with ${KEY}1 to KMS with ${KEY}2`,
      REPLACED,
    ],
    ['type: KMS', `type: KMS, kmsKey: "${KEY}1"`, `KMS to KMS with ${KEY}1`, REPLACED],
    [
      `type: KMS, kmsKey: "${KEY}1"`,
      'type: KMS',
      `KMS with ${KEY}1 to KMS`,
      'Terraform plans no change, and the repository keeps its key',
    ],
  ])(
    'describes the outcome for the repository if encryption changes from %s to %s, only for a declaration',
    (before, after, change, outcome) => {
      const [previous, current] = [before, after].map((keys) =>
        topologyOf(declared('', `encryption: { ${keys} }`)),
      );
      const texts = `develop: encryption of repository app changed from ${change}`;
      expect(changes(previous!, current!)).toEqual([texts]);
      expect(diffTopologies(previous!, current!).map((each) => describeChangeIn('topology', each))).toEqual([
        `${texts}; ${outcome}`,
      ]);
    },
  );

  test.each([
    [
      'true',
      undefined,
      'scanOnPush of repository app no longer set: it stays enabled, and each later plan shows this change again until you set it to false',
    ],
    ['true', 'false', 'scanOnPush of repository app disabled'],
    ['false', 'true', 'scanOnPush of repository app enabled'],
    ['false', undefined, undefined],
    [undefined, 'false', undefined],
  ])('scanOnPush changes from %s to %s', (before, after, line) => {
    const scanned = (value: string | undefined) =>
      topologyOf(declared('', value === undefined ? '' : `scanOnPush: ${value}`));
    expect(changes(scanned(before), scanned(after))).toEqual(line === undefined ? [] : [`develop: ${line}`]);
  });
});

const TEMPLATE =
  'prefix: team, appliedFor: [CREATE_ON_PUSH], description: "Of teams", imageTagMutability: IMMUTABLE, ' +
  'lifecycle: [{ tagStatus: untagged, daysSincePushed: 14, action: expire }], ' +
  'statements: [{ effect: Allow, principals: "222222222222", actions: [ecr:BatchGetImage, ecr:GetDownloadUrlForLayer] }], ' +
  'customRoleArn: "arn:aws:iam::111111111111:role/templates", tags: { team: shop }';

describe('changes of a registry', () => {
  test.each<[string, string, readonly string[], readonly string[]]>([
    [
      'scanning with Amazon Inspector',
      'scanning: { type: ENHANCED, enableInspector: true, rules: [{ frequency: CONTINUOUS_SCAN, repositories: ["*"] }] }',
      [
        'scanning set to ENHANCED; CONTINUOUS_SCAN of *',
        'Amazon Inspector enabled for ECR, and disabled for all other types that are not enabled together with it (EC2, LAMBDA, LAMBDA_CODE, CODE_REPOSITORY)',
      ],
      [
        'scanning changed from ENHANCED; CONTINUOUS_SCAN of * to BASIC, and no longer managed',
        'Amazon Inspector disabled for ECR',
      ],
    ],
    [
      'basic scanning, which differs from no configuration',
      'scanning: { type: BASIC }',
      ['scanning set to BASIC'],
      ['scanning no longer managed: it stays BASIC'],
    ],
    [
      'an account setting',
      'settings: { registryPolicyScope: V2 }',
      ['account setting REGISTRY_POLICY_SCOPE set to V2'],
      ['account setting REGISTRY_POLICY_SCOPE no longer managed: it stays V2'],
    ],
    [
      'a creation template, with the settings that differ from the defaults',
      `creationTemplates: [{ ${TEMPLATE} }]`,
      [
        'creation template team added for CREATE_ON_PUSH',
        "description of creation template team set to 'Of teams'",
        'imageTagMutability of creation template team set to IMMUTABLE',
        'lifecyclePolicy of creation template team set to expires untagged after 14 days',
        'customRoleArn of creation template team set to arn:aws:iam::111111111111:role/templates',
        "tag team of creation template team added ('shop')",
        'in repositories that ECR creates with creation template team, account 222222222222 can now pull team/*',
      ],
      ['creation template team removed; repositories that ECR created with it do not change'],
    ],
    [
      'a pull-through cache',
      'pullThroughCache: [{ prefix: hub, upstream: registry-1.docker.io, upstreamPrefix: library, credentialArn: "arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:ecr-pullthroughcache/hub-AbCdEf" }]',
      [
        'pull-through cache hub added for registry-1.docker.io',
        'upstreamPrefix of pull-through cache hub set to library',
        'credentialArn of pull-through cache hub set to arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:ecr-pullthroughcache/hub-AbCdEf',
      ],
      ['pull-through cache hub removed; cached images stay'],
    ],
  ])('%s', (_, registry, expected, expectedBack) => {
    const { there, back } = changesBothWays(registry);
    expect(there).toEqual(expected.map((line) => `develop: ${line}`));
    expect(back).toEqual(expectedBack.map((line) => `develop: ${line}`));
  });

  test('lists the changed settings of a creation template', () => {
    const other = TEMPLATE.replace('"Of teams"', '"Teams"')
      .replace('[CREATE_ON_PUSH]', '[CREATE_ON_PUSH, PULL_THROUGH_CACHE]')
      .replace('"222222222222"', '"333333333333"')
      .replace(', tags: { team: shop }', '');
    const [before, after] = [TEMPLATE, other].map((each) =>
      topologyOf(declared(`creationTemplates: [{ ${each} }]`)),
    );
    expect(changes(before!, after!)).toEqual([
      'develop: appliedFor of creation template team changed from CREATE_ON_PUSH to CREATE_ON_PUSH, PULL_THROUGH_CACHE',
      "develop: description of creation template team changed from 'Of teams' to 'Teams'",
      "develop: tag team of creation template team removed ('shop')",
      'develop: in repositories that ECR creates with creation template team, account 222222222222 can no longer pull team/*',
      'develop: in repositories that ECR creates with creation template team, account 333333333333 can now pull team/*',
    ]);
  });

  test('lists the changed upstream of a cache rule', () => {
    const cache = (upstream: string) =>
      topologyOf(declared(`pullThroughCache: [{ prefix: a1, ${upstream} }]`));
    expect(
      changes(cache('upstream: quay.io'), cache('upstream: public.ecr.aws, upstreamPrefix: docker/library')),
    ).toEqual([
      'develop: upstream of pull-through cache a1 changed from quay.io to public.ecr.aws',
      'develop: upstreamPrefix of pull-through cache a1 changed from none to docker/library',
    ]);
  });

  const ECR = 'upstream: 111111111111.dkr.ecr.us-west-1.amazonaws.com';
  const ROLE = 'customRoleArn: "arn:aws:iam::111111111111:role/cache"';

  test.each([
    [
      'cannot be removed',
      `${ECR}, ${ROLE}`,
      ECR,
      '; the apply fails, because ECR cannot remove the credentials',
    ],
    ['is removed with the rule, which is replaced', `${ECR}, ${ROLE}`, 'upstream: quay.io', undefined],
    ['is added', ECR, `${ECR}, ${ROLE}`, undefined],
  ])('the role of a cache rule: %s', (_, before, after, outcome) => {
    const cache = (keys: string) => topologyOf(declared(`pullThroughCache: [{ prefix: a1, ${keys} }]`));
    const texts = diffTopologies(cache(before), cache(after)).map((each) =>
      describeChangeIn('topology', each),
    );
    const role = texts.find((each) => each.startsWith('develop: customRoleArn of pull-through cache a1'));
    expect(role).toContain(outcome ?? '');
    if (outcome === undefined) expect(role).not.toContain('the apply fails');
  });

  test('includes the settings of a registry that is added or removed', () => {
    const full = topologyOf(declared('pullThroughCache: [{ prefix: quay, upstream: quay.io }]'));
    const none: Topology = { registries: [], identities: [] };
    expect(changes(none, full)).toContain('develop: pull-through cache quay added for quay.io');
    expect(changes(full, none)).toContain('develop: pull-through cache quay removed; cached images stay');
  });
});

describe('a registry without repositories', () => {
  const empty = (settings: string) =>
    topologyOf(`accounts:
  develop: { id: "111111111111" }
registries:
  develop: { account: develop, region: ap-northeast-1 }
  eu: { account: develop, region: eu-west-1${settings} }
repositories:
  app: { registry: develop }
`);
  const without = topologyOf(declared());

  test.each([
    ['scanning', ', scanning: { type: BASIC }'],
    ['an account setting', ', settings: { registryPolicyScope: V2 }'],
    ['a template', ', creationTemplates: [{ prefix: ROOT, appliedFor: [CREATE_ON_PUSH] }]'],
    ['a cache', ', pullThroughCache: [{ prefix: quay, upstream: quay.io }]'],
  ])('reports a consequence of removing the registry if it has %s', (_, settings) => {
    expect(changes(empty(settings), without)[0]).toMatch(/; Terraform needs its provider to destroy /);
    expect(changes(empty(''), without)).toEqual(['eu: registry removed (account 111111111111, eu-west-1)']);
  });
});
