import { checkPlans } from '../../../src/lint/plan/check';
import { DEFAULT_CHECKS, type CheckResult } from '../../../src/lint/rule';
import type { OtherChanges, PlanDocument, ResourceChange } from '../../../src/plan/model/document';
import { reviewPlans } from '../../../src/plan/review/review';
import { reviewGithub } from '../../../src/report/review/github';
import { reviewJson } from '../../../src/report/review/json';
import { reviewJunit } from '../../../src/report/review/junit';
import { COMMENT_LIMIT } from '../../../src/report/format/comment';
import { reviewMarkdown } from '../../../src/report/review/markdown';
import { reviewSarif } from '../../../src/report/review/sarif';
import { reviewText } from '../../../src/report/review/text';
import { PLAIN } from '../../../src/report/format/terminal';
import { planOf, repository, unchanged, type ResourceParts } from '../../plan/plans';
import { finding, NAMES, pull, resultOf, TODAY } from './results';

const BUCKETS: OtherChanges = {
  type: 'aws_s3_bucket',
  action: 'create',
  number: 3,
  address: 'aws_s3_bucket.a',
};

function resultFor(parts: Partial<PlanDocument>, resources: readonly ResourceParts[] = []): CheckResult {
  const reviewed = reviewPlans([{ ...planOf(resources), ...parts }]);
  return checkPlans(reviewed, DEFAULT_CHECKS, () => undefined, TODAY, []);
}

const FORMATS: Readonly<Record<string, (result: CheckResult) => string>> = {
  text: (result) => reviewText(result, NAMES, 'error', PLAIN),
  markdown: (result) =>
    reviewMarkdown(result, {
      names: NAMES,
      failOn: 'error',
      limit: COMMENT_LIMIT,
      comment: undefined,
      hasHtml: true,
      rulesUrl: undefined,
    }),
  sarif: (result) => reviewSarif(result, { version: '0.1.0', folder: '/' }),
  junit: reviewJunit,
  json: (result) => reviewJson(result, NAMES, 'error'),
  github: reviewGithub,
};

const shown = (result: CheckResult) => FORMATS.text?.(result) ?? '';

test.each(Object.entries(FORMATS))('%s counts the changes that are not reviewed, by type', (_, format) => {
  const text = format(resultFor({ otherChanges: [BUCKETS] }));
  expect(text).toContain('aws_s3_bucket');
  expect(text).toMatch(/3 other changes|"number": 3|3 created/);
});

test.each<readonly [string, Partial<PlanDocument>, readonly ResourceParts[], string]>([
  ['a plan of nothing', {}, [], 'No changes.'],
  [
    'a plan of other services',
    { otherChanges: [BUCKETS] },
    [],
    'No ECR resources in this plan; 3 other changes are not reviewed (aws_s3_bucket).',
  ],
  [
    'a plan of other services with unchanged repositories',
    { otherChanges: [{ ...BUCKETS, number: 1 }] },
    [unchanged({ type: 'aws_ecr_repository', name: 'app', provider: 'develop', before: repository('app') })],
    'No ECR resource changes; 1 other change is not reviewed (aws_s3_bucket).',
  ],
  [
    'a role without ECR permissions',
    {},
    [{ type: 'aws_iam_role', name: 'ci', provider: 'develop', after: { name: 'ci' } }],
    'No ECR resources in this plan; 1 other change is not reviewed (aws_iam_role).',
  ],
])('the first line claims nothing beyond what was reviewed: %s', (_, parts, resources, expected) => {
  expect(shown(resultFor(parts, resources)).split('\n')[0]).toBe(`PASSED: no findings. ${expected}`);
});

describe('drift', () => {
  const values = { name: 'app', tags: null, image_tag_mutability: 'IMMUTABLE' };
  const drift = (action: ResourceChange['action'], after: object | undefined): readonly ResourceChange[] =>
    planOf([
      {
        type: 'aws_ecr_repository',
        name: 'app',
        provider: 'develop',
        before: values,
        ...(after === undefined ? {} : { after: { ...values, ...after } }),
        change: { action },
      },
    ]).changes;
  const planned = (before: object | undefined, after: object): ResourceParts => ({
    type: 'aws_ecr_repository',
    name: 'app',
    provider: 'develop',
    ...(before === undefined ? {} : { before: { ...values, ...before } }),
    after: { ...values, ...after },
  });

  test.each<readonly [string, readonly ResourceChange[], ResourceParts, string | undefined]>([
    [
      'a repository that was deleted and is created again',
      drift('delete', undefined),
      planned(undefined, {}),
      'was deleted outside of Terraform; the plan creates it again, empty',
    ],
    [
      'a value that the plan sets back',
      drift('update', { image_tag_mutability: 'MUTABLE' }),
      planned({ image_tag_mutability: 'MUTABLE' }, {}),
      'was changed outside of Terraform; the plan reverts this',
    ],
    [
      'a value that the plan leaves',
      drift('update', { image_tag_mutability: 'MUTABLE' }),
      planned({ image_tag_mutability: 'MUTABLE' }, { image_tag_mutability: 'MUTABLE' }),
      undefined,
    ],
    [
      'empty tags that the provider reads, in a plan of something else',
      drift('update', { tags: {} }),
      planned({ tags: {} }, { force_delete: true }),
      undefined,
    ],
  ])('%s', (_, found, resource, expected) => {
    const text = shown(resultFor({ drift: found }, [resource]));
    if (expected === undefined) expect(text).not.toContain('outside of Terraform');
    else expect(text).toContain(expected);
  });
});

describe('many similar findings', () => {
  const opened = (name: string, account: string): readonly ResourceParts[] => [
    unchanged({
      type: 'aws_ecr_repository',
      name: 'r',
      index: name,
      provider: 'develop',
      before: repository(name),
    }),
    {
      type: 'aws_ecr_repository_policy',
      name: 'p',
      index: name,
      provider: 'develop',
      before: { repository: name, policy: pull('222222222222') },
      after: { repository: name, policy: pull('222222222222', account) },
    },
  ];
  const names = Array.from({ length: 60 }, (_, index) => `svc-${index}`);
  const resources = names.flatMap((name) =>
    opened(name, name === 'svc-37' ? '444444444444' : '333333333333'),
  );
  const result = checkPlans(reviewPlans([planOf(resources)]), DEFAULT_CHECKS, () => undefined, TODAY);

  test('are one item each, the single different one first', () => {
    const text = shown(result);
    expect(text.split('\n')[0]).toMatch(
      /^PASSED: 2 warnings on 60 resources\. Account 444444444444 gains pull/,
    );
    expect(text.split('\n').length).toBeLessThan(30);
    expect(text.indexOf("444444444444 to pull 'svc-37'")).toBeLessThan(text.indexOf('333333333333 to pull'));
    expect(text).toMatch(/ The same applies to 'svc-\d+'(, 'svc-\d+'){3} and 54 more\.\n/);
    expect(text).toContain('account 333333333333 gains pull on 59 repositories (svc-0, svc-1, svc-10, …)');
  });

  test('are separate in the JSON output', () => {
    expect(result.findings).toHaveLength(60);
  });

  test('are not merged if they differ in more than names', () => {
    const findings = names.slice(0, 6).map((name, index) =>
      finding({
        message: `The repository '${name}' keeps ${index} images.`,
        at: { plan: 'plan.json', address: `aws_ecr_repository.r["${name}"]` },
      }),
    );
    expect(shown(resultOf(findings))).toMatch(/^FAILED: 6 errors\./);
  });
});

test('links a rule ID to its section of the given page', () => {
  const text = reviewMarkdown(resultOf([finding()]), {
    names: NAMES,
    failOn: 'error',
    limit: COMMENT_LIMIT,
    comment: undefined,
    hasHtml: true,
    rulesUrl: 'https://example.com/rules.md',
  });
  expect(text).toContain('[**repository-destroyed**](https://example.com/rules.md#repository-destroyed)');
});
