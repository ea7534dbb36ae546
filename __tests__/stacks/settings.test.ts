import { BASE } from '../declaration/declarations';
import { withDefaults, withSettings } from '../declaration/changed-base';
import { resourcesOf, synthesiseHcl, synthesiseObject, type Block } from './synthesised';

const NAMES = ['develop-my-repo', 'develop_us-my-repo', 'management-my-repo'];
const ARGUMENTS = [
  'encryption_configuration',
  'image_scanning_configuration',
  'image_tag_mutability',
  'image_tag_mutability_exclusion_filter',
  'tags',
];

/** Returns the Terraform arguments of the repository and its replicas. */
function argumentsOf(text: string): readonly Block[] {
  const repositories = resourcesOf(text, 'aws_ecr_repository');
  expect(Object.keys(repositories)).toEqual(NAMES);
  return NAMES.map((name) =>
    Object.fromEntries(Object.entries(repositories[name]!).filter(([key]) => ARGUMENTS.includes(key))),
  );
}

const same = (block: Block) => [block, block, block];

test.each<readonly [string, string, Block]>([
  ['nothing', 'forceDelete: true', {}],
  ['ECR defaults', 'imageTagMutability: MUTABLE, encryption: { type: AES256 }, tags: {}', {}],
  ['immutable tags', 'imageTagMutability: IMMUTABLE', { image_tag_mutability: 'IMMUTABLE' }],
  [
    'sorted exclusion filters',
    'imageTagMutability: MUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: ["v*", latest]',
    {
      image_tag_mutability: 'MUTABLE_WITH_EXCLUSION',
      image_tag_mutability_exclusion_filter: [
        { filter: 'latest', filter_type: 'WILDCARD' },
        { filter: 'v*', filter_type: 'WILDCARD' },
      ],
    },
  ],
  ['scanning', 'scanOnPush: true', { image_scanning_configuration: { scan_on_push: true } }],
  // Without the block, the provider would not disable scanning.
  ['disabled scanning', 'scanOnPush: false', { image_scanning_configuration: { scan_on_push: false } }],
  [
    'the AWS managed key of ECR',
    'encryption: { type: KMS }',
    { encryption_configuration: [{ encryption_type: 'KMS' }] },
  ],
  ['sorted tags', 'tags: { b: "2", a: "1" }', { tags: { a: '1', b: '2' } }],
])('a repository and its replicas have the arguments of: %s', (_, settings, block) => {
  expect(argumentsOf(withSettings(settings))).toEqual(same(block));
  expect(argumentsOf(withDefaults(settings))).toEqual(same(block));
});

test('a repository in GovCloud supports KMS_DSSE', () => {
  const inGovCloud = withSettings('encryption: { type: KMS_DSSE }')
    .replaceAll('ap-northeast-1', 'us-gov-west-1')
    .replace('us-west-1', 'us-gov-east-1');
  expect(argumentsOf(inGovCloud)).toEqual(
    same({ encryption_configuration: [{ encryption_type: 'KMS_DSSE' }] }),
  );
});

test('each registry encrypts with its own key', () => {
  const keys = [
    'arn:aws:kms:ap-northeast-1:111111111111:key/a',
    'arn:aws:kms:us-west-1:111111111111:key/b',
    'arn:aws:kms:ap-northeast-1:999999999999:key/c',
  ];
  const [develop, us, management] = keys;
  const text = withSettings(
    `encryption: { type: KMS, kmsKey: { develop: "${develop}", develop_us: "${us}", management: "${management}" } }`,
  );
  expect(argumentsOf(text)).toEqual(
    keys.map((kms_key) => ({ encryption_configuration: [{ encryption_type: 'KMS', kms_key }] })),
  );
});

describe('a lifecycle policy', () => {
  const RULES = '[{ tagStatus: tagged, tagPrefixes: [b, a], daysSincePushed: 14, action: expire }]';
  const policies = (settings: string) => resourcesOf(withSettings(settings), 'aws_ecr_lifecycle_policy');

  test('is on the repository and on its replicas', () => {
    const found = policies(`lifecycle: ${RULES}`);
    expect(Object.keys(found)).toEqual(NAMES);
    for (const name of NAMES) {
      expect(found[name]).toMatchObject({ repository: `\${aws_ecr_repository.${name}.name}` });
      expect(JSON.parse(String(found[name]?.policy))).toEqual({
        rules: [
          {
            rulePriority: 1,
            selection: {
              tagStatus: 'tagged',
              tagPrefixList: ['a', 'b'],
              countType: 'sinceImagePushed',
              countUnit: 'days',
              countNumber: 14,
            },
            action: { type: 'expire' },
          },
        ],
      });
    }
  });

  test('is left out if not declared or empty', () => {
    expect(resourcesOf(BASE, 'aws_ecr_lifecycle_policy')).toEqual({});
    expect(policies('lifecycle: []')).toEqual({});
  });

  test('has the same bytes if it has the same meaning', () => {
    const json =
      '{ "rules": [{ "action": {"type": "expire"}, "rulePriority": 1, "selection": { "countNumber": 14, "countUnit": "days", "countType": "sinceImagePushed", "tagPrefixList": ["b", "a"], "tagStatus": "tagged" } }] }';
    expect(policies(`lifecycle: { json: '${json}' }`)).toEqual(policies(`lifecycle: ${RULES}`));
  });
});

test('the repository policy is on the replicas too', () => {
  const text = withSettings('statements: [{ principals: management, actions: "ecr:DescribeImages" }]');
  const policies = resourcesOf(text, 'aws_ecr_repository_policy');
  expect(Object.keys(policies)).toEqual(NAMES);
  expect(new Set(Object.values(policies).map(({ policy }) => policy)).size).toBe(1);
});

test('a policy attached to a repository is replaced together with it', () => {
  const text = withSettings(
    'statements: [{ principals: management, actions: "ecr:DescribeImages" }], lifecycle: [{ tagStatus: any, countMoreThan: 9, action: expire }]',
  );
  for (const type of ['aws_ecr_lifecycle_policy', 'aws_ecr_repository_policy']) {
    expect(resourcesOf(text, type)['develop-my-repo']?.lifecycle).toEqual({
      replace_triggered_by: ['aws_ecr_repository.develop-my-repo.id'],
    });
  }
  // In HCL, a plain text is not a reference.
  const triggers = synthesiseHcl(text).match(
    /replace_triggered_by = \[\s+"\$\{aws_ecr_repository\.[\w-]+\.id\}"/g,
  );
  expect(triggers).toHaveLength(6);
});

const SINCE_ARCHIVED = { countType: 'sinceImageTransitioned', countUnit: 'days', countNumber: 90 };
const COUNT = { countType: 'imageCountMoreThan', countNumber: 5 };
const policy = (selection: object) =>
  JSON.stringify({
    rules: [{ rulePriority: 1, selection: { tagStatus: 'any', ...selection }, action: { type: 'expire' } }],
  });

test.each([
  ['expires images', '[{ tagStatus: any, daysSincePushed: 90, action: expire }]', '~> 6.25'],
  ['archives images', '[{ tagStatus: any, daysSincePulled: 90, action: archive }]', '~> 6.29'],
  ['expires archived images', '[{ tagStatus: any, daysSinceArchived: 90, action: expire }]', '~> 6.29'],
  ['expires images, as JSON', `{ json: '${policy(COUNT)}' }`, '~> 6.25'],
  [
    'expires archived images, as JSON',
    `{ json: '${policy({ ...SINCE_ARCHIVED, storageClass: 'archive' })}' }`,
    '~> 6.29',
  ],
])(
  'a lifecycle policy that %s requires a version of the provider that compares all of it',
  (_, lifecycle, version) => {
    const { required_providers } = synthesiseObject(withSettings(`lifecycle: ${lifecycle}`)).terraform;
    expect(required_providers).toEqual({ aws: { source: 'hashicorp/aws', version } });
  },
);
