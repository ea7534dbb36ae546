import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { buildPageData, type PageInput } from '../../../src/report/page/build-page-data';
import type { PageData } from '../../../src/report/page/page-data';
import type { ReviewSection } from '../../../src/report/page/review';
import { redactPageInput } from '../../../src/report/page/redact';
import { encodeShared } from '../../../src/report/page/shared-json';
import { load } from '../../declaration/declarations';
import { declarationsWithLimitedStatements } from '../../declaration/random-declarations';
import { runs } from '../../random-runs';

function inputOf(text: string, parts: Partial<PageInput> = {}): PageInput {
  const loaded = load(text);
  if (loaded.kind !== 'topology') {
    throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  }
  const about = {
    version: '1.0.0',
    file: 'topology.yaml',
    commit: { id: '123456789012', isModified: false },
    createdAt: '2026-12-01T00:00:00Z',
    isRedacted: false,
  };
  return { about, loaded, review: undefined, live: undefined, ...parts };
}

/** Returns what the access of a page consists of, without the caller. */
function answersOf({ access }: Pick<PageData, 'access'>): readonly string[] {
  return access
    .map(({ caller, operation, actions, registry, repositories, answer }) =>
      JSON.stringify([caller.kind, operation, actions, registry.text, repositories, answer.kind]),
    )
    .toSorted();
}

const DECLARATION = `accounts:
  images: { id: "111111111111", assumeRole: { arn: "arn:aws:iam::111111111111:role/deployer", externalId: deploy-secret } }
  build: { id: "222222222222", profile: deployer-admin }
registries:
  hub: { account: images, region: eu-west-1 }
  build_eu: { account: build, region: eu-west-1 }
repositories:
  app:
    registry: build_eu
    encryption: { type: KMS, kmsKey: "arn:aws:kms:eu-west-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  build-202612010112: { registry: hub }
  ci: { registry: hub }
replication:
  - { from: build_eu, to: [hub], repositories: [app] }
  - { from: build_eu, to: [hub], repositories: [cache], createRepositories: true }
access:
  - { allow: pull, repositories: [app, ci], principals: [{ arn: "arn:aws:iam::333333333333:role/deploy*", viaAccountRoot: true }] }
  - { allow: push, repositories: [app], principals: ["arn:aws:iam::222222222222:role/pipelines/deployer-prod"] }
  - { allow: pull, repositories: [app], principals: [{ organization: o-a1b2c3d4e5 }] }
  - { allow: pull, repositories: [ci], principals: ["arn:aws:iam::222222222222:user/some-rule"] }
  - { allow: pull, repositories: [app], principals: [{ organizationalUnit: "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*" }] }
`;

const SECRETS =
  /111111111111|222222222222|333333333333|deploy|pipelines|a1b2c3d4e5|ab12|11111111|1234abcd|prod/;

const REVIEW: ReviewSection = {
  plans: ['plan-222222222222.json'],
  failOn: 'error',
  hasFailed: false,
  headline: 'Changes the policy of role deployer-prod in 222222222222.',
  counts: '1 warning',
  numbers: { error: 0, warning: 1, note: 0, suppressed: 0 },
  changes: [
    {
      title: 'access',
      lines: [
        { mark: '+', text: 'arn:aws:sts::222222222222:assumed-role/deployer-prod/jo', isCritical: true },
      ],
    },
  ],
  findings: [
    {
      id: 'some-rule',
      // A role has the same name.
      rule: 'some-rule',
      severity: 'warning',
      fixes: [
        {
          help: 'The repository ci stays.',
          code: 'resource "aws_iam_role_policy" "account_222222222222-deployer-prod" {}',
          items: [
            {
              message: "role 'deployer-prod' of 444444444444",
              resources: [
                {
                  address: 'aws_iam_role_policy.account_222222222222-deployer-prod',
                  plan: 'plan-222222222222.json',
                  line: 'topology.yaml:13:5',
                },
              ],
            },
          ],
        },
      ],
    },
  ],
  suppressed: [],
  rules: [],
  registries: ['build_eu is 222222222222 in eu-west-1'],
  fromDeclaration: [],
};

describe('a redacted page', () => {
  const input = inputOf(DECLARATION, { review: REVIEW });
  const redacted = redactPageInput(input);
  const data = buildPageData(redacted);
  const json = encodeShared(data);

  test('contains no ID and no name of a role, and the same access', () => {
    expect(json.replace('123456789012', '')).not.toMatch(SECRETS);
    expect(answersOf(data)).toEqual(answersOf(buildPageData(input)));
    expect(data.about).toEqual({ ...input.about, isRedacted: true });
  });

  test('keeps the names of accounts, registries and repositories, and replaces the others consistently', () => {
    expect(data.accounts).toEqual([
      { id: '000000000001', name: 'build', credentials: { kind: 'profile', profile: 'name1name2-name7' } },
      {
        id: '000000000002',
        name: 'images',
        credentials: { kind: 'assumeRole', arn: 'arn:aws:iam::000000000002:role/name1name2' },
      },
    ]);
    expect(data.topology.registries.map(({ repositories }) => repositories.map(({ name }) => name))).toEqual([
      ['app'],
      ['app', 'build-202612010112', 'ci'],
    ]);
    const callers = [...new Set(data.access.map(({ caller }) => caller.text))];
    expect(callers).toEqual([
      'arn:aws:iam::000000000001:role/name3/name1name2-name4',
      'arn:aws:iam::000000000001:user/name5-name6',
      'organization o-0000000001',
      'organizational unit o-0000000001/r-0001/ou-0001-00000001/*',
      'arn:aws:iam::000000000003:role/name1*',
      'registry build_eu',
    ]);
  });

  test('the sentences and addresses of a review have the same replacements', () => {
    const [finding] = data.review?.findings ?? [];
    const [fix] = finding?.fixes ?? [];

    expect(data.review?.plans).toEqual(['plan-000000000001.json']);
    expect(data.review?.headline).toBe('Changes the policy of role name1name2-name4 in 000000000001.');
    expect(finding?.rule).toBe('some-rule');
    expect(fix?.help).toBe('The repository ci stays.');
    expect(fix?.items[0]?.message).toMatch(/^role 'name1name2-name4' of 00000000000\d$/);
    expect(fix?.items[0]?.resources[0]).toEqual({
      address: 'aws_iam_role_policy.account_000000000001-name1name2-name4',
      plan: 'plan-000000000001.json',
      line: 'topology.yaml:13:5',
    });
  });

  test('has the lines of the declaration', () => {
    expect(data.lines).toEqual(buildPageData(input).lines);
  });
});

test.each(['topology.yaml', 'examples/organization.yaml', 'examples/everything.yaml'])(
  'the access of %s stays the same',
  (file) => {
    const input = inputOf(readFileSync(join(__dirname, '../../..', file), 'utf8'));
    const data = buildPageData(redactPageInput(input));
    expect(answersOf(data)).toEqual(answersOf(buildPageData(input)));
    const json = encodeShared(data);
    for (const { id } of input.loaded.deployment.accounts) expect(json).not.toContain(id);
  },
);

/** Account IDs, organization IDs and the names of roles of random declarations. */
const RANDOM_SECRETS =
  /(\d)\1{11}(?<!000000000000)|a1b2c3d4e|1111111[012]|recreated|deploy\.er|role\/ci|user\/people/;

test('the access of random declarations stays the same, and no ID or name of a role remains', () => {
  fc.assert(
    fc.property(declarationsWithLimitedStatements, (declared) => {
      const input = inputOf(JSON.stringify(declared));
      const data = buildPageData(redactPageInput(input));
      expect(answersOf(data)).toEqual(answersOf(buildPageData(input)));
      expect(encodeShared(data)).not.toMatch(RANDOM_SECRETS);
    }),
    runs(30),
  );
});
