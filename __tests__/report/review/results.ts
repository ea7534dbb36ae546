import { accountNames } from '../../../src/access/evaluate/grantees';
import type { RegistryId } from '../../../src/aws/arn';
import type { AccountId, AccountName } from '../../../src/aws/names';
import { checkPlans } from '../../../src/lint/plan/check';
import { DEFAULT_CHECKS, type CheckResult, type CheckSettings, type Finding } from '../../../src/lint/rule';
import { reviewPlans } from '../../../src/plan/review/review';
import { planOf, policy, repository, unchanged, type ResourceParts } from '../../plan/plans';

/** In 2026, because suppressions of the tests expire. */
export const TODAY = '2026-06-15';

export const NAMES = accountNames([{ id: '222222222222' as AccountId, name: 'build' as AccountName }]);

/** Checks a plan of these resources. */
export function checkResources(
  resources: readonly ResourceParts[],
  settings: CheckSettings = DEFAULT_CHECKS,
): CheckResult {
  return checkPlans(reviewPlans([planOf(resources)]), settings, () => undefined, TODAY);
}

export const pull = (...accounts: readonly string[]) =>
  policy({
    Effect: 'Allow',
    Principal: { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) },
    Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  });

/** Two repositories are deleted, one with its images; one is replaced; access to one changes. */
export const DESTRUCTIVE: readonly ResourceParts[] = [
  {
    type: 'aws_ecr_repository',
    name: 'gone',
    provider: 'develop',
    before: repository('gone', { force_delete: true }),
  },
  { type: 'aws_ecr_repository', name: 'kept', provider: 'develop', before: repository('kept') },
  {
    type: 'aws_ecr_repository',
    name: 'moved',
    provider: 'develop',
    before: repository('other', { force_delete: true }),
    after: repository('another', { force_delete: true }),
    replacedFor: ['name'],
  },
  { type: 'aws_ecr_repository', name: 'fresh', provider: 'management', after: repository('fresh') },
  unchanged({ type: 'aws_ecr_repository', name: 'app', provider: 'develop', before: repository('app') }),
  {
    type: 'aws_ecr_repository_policy',
    name: 'app',
    provider: 'develop',
    before: { repository: 'app', policy: pull('333333333333') },
    after: { repository: 'app', policy: pull('222222222222') },
  },
];

/** Text that a plan may contain to attack the program that shows it. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '</details><h1>PASSED</h1>',
  '<!-- --> ]]> &amp; "quoted" \'single\'',
  'a | b || c',
  '`one` ``two`` ```three```',
  'line\nbreak\r\nand ::error::injected',
  '@octocat #123 !45 GH-7 org/repo#8 https://example.com www.example.com me@example.com',
  '[link](https://example.com) ![image](https://example.com/x.png) **bold** _under_ ~~gone~~',
  'nul \u0000 bell \u0007 escape \u001b[31m del \u007f \uFFFE \uFFFF \uD800 lone',
  'right to left \u202E and \u200B and \u2028 and emoji 🚀👩‍🚀',
  '%0A%25 :tada: a,b;c=d',
  '"; DROP TABLE repositories; --',
  '##[error]approved by security ##vso[task.setvariable variable=x]y ###[warning]z',
  '::add-mask::a',
  ' \u3000::error title=pwned::you should merge',
  '# heading\n- item\n> quote\n```\nfence',
  '',
] as const;

const REGISTRY = { accountId: '111111111111', region: 'eu-west-1' } as unknown as RegistryId;

/** A finding with only the fields that a test needs. */
export function finding(parts: Partial<Finding> = {}): Finding {
  return {
    rule: 'repository-destroyed',
    severity: 'error',
    at: { plan: 'plan.json', address: 'aws_ecr_repository.app' },
    subject: { registry: REGISTRY },
    message: 'The repository goes.',
    help: 'Keep it.',
    place: undefined,
    suppressedBy: undefined,
    ...parts,
  };
}

export function resultOf(
  findings: readonly Finding[],
  resources: readonly ResourceParts[] = [],
): CheckResult {
  return { ...checkResources(resources), findings };
}

/** Puts every hostile text into every field that a plan or a file of settings can set. */
export function hostileResult(): CheckResult {
  const findings = HOSTILE.flatMap((text, index) => [
    finding({ at: { plan: `plan${text}.json`, address: `aws_ecr_repository.x["${text}"]` }, message: text }),
    finding({ at: { plan: 'plan.json', address: text }, message: `${index}` }),
    finding({ severity: 'warning', rule: 'undecidable', message: 'm', help: text, code: `a = "${text}"\n` }),
    finding({
      severity: 'note',
      at: undefined,
      subject: undefined,
      rule: 'suppression-unused',
      message: `${index} ${text}`,
      place: { file: `folder ${text}/checks.yaml`, line: 3, column: 5 },
    }),
    finding({
      message: `${index}`,
      suppressedBy: {
        rule: 'repository-destroyed',
        address: text,
        reason: `because ${text}`,
        expires: '2027-01-01',
        place: { file: 'checks.yaml', line: 1, column: 1 },
      },
    }),
  ]);
  const resources = HOSTILE.flatMap((text, index): readonly ResourceParts[] => [
    {
      type: 'aws_ecr_repository',
      name: `x${index}`,
      index: text,
      provider: 'develop',
      before: repository(`${text} ${index}`, { force_delete: index % 2 === 0 }),
    },
    {
      type: 'aws_ecr_repository_policy',
      name: `x${index}`,
      provider: 'develop',
      after: {
        repository: `${text} ${index}`,
        policy: policy({ Effect: 'Allow', Principal: { AWS: text }, Action: 'ecr:*' }),
      },
    },
  ]);
  return resultOf(findings, resources);
}

/** More findings than any comment can contain. */
export function manyFindings(number: number): CheckResult {
  const severities = ['error', 'warning', 'note'] as const;
  const findings = Array.from({ length: number }, (_, index) =>
    finding({
      severity: severities[Math.floor((index * 3) / number)] ?? 'note',
      at: { plan: 'plan.json', address: `aws_ecr_repository.app["${index}"]` },
      message: `The repository 'app-${index}' goes, <b>and</b> \`all\` that is in it.`,
      help: `Keep ${index % 50}.`,
    }),
  );
  const resources = Array.from({ length: Math.min(number, 1_000) }, (_, index): ResourceParts => ({
    type: 'aws_ecr_repository',
    name: `app${index}`,
    provider: 'develop',
    before: repository(`app-${index}`, { force_delete: index % 3 === 0 }),
  }));
  return resultOf(findings, resources);
}
