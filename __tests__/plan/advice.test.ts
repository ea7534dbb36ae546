import { check } from '../../src/plan/check';
import type { Finding } from '../../src/plan/finding';
import { RULES, type RuleId } from '../../src/plan/rules';
import { GENUINE_CASES } from './genuine-cases';
import { genuineReview } from './genuine-review';

/**
 * In a declaration, validation refuses what these report, and everything is known when planning; it has no count, and no
 * repositories of ECR Public.
 */
const NOT_GENERATED: ReadonlySet<string> = new Set<RuleId>([
  'count-index-shift',
  'lifecycle-policy-refused',
  'policy-refused',
  'public-repository-destroyed',
  'scanning-refused',
  'undecidable',
  'wrong-arn-in-registry-policy',
]);

/** Every other rule, also those that are off by default. */
const SETTINGS = {
  rules: Object.fromEntries(
    RULES.map(({ id }) => [
      id,
      { severity: NOT_GENERATED.has(id) ? ('off' as const) : ('note' as const), options: {} },
    ]),
  ),
  suppressions: [],
};

/** What a person cannot write in topology.yaml. An address in a `terraform state` command is fine. */
const HCL =
  /\b(?:data\.)?aws_[a-z0-9_]+\b(?!\.)|\b(?:force_delete|image_tag_mutability|repository_filter|scan_on_push|encryption_configuration|resource_types|replace_triggered_by|ignore_changes)\b|\bjsonencode\b|\b(?:moved|removed|import) block|[a-z] (?:= |\{)/;

const CASES = GENUINE_CASES.map((each) => [each.did, each] as const);

async function findingsOf(
  genuine: (typeof CASES)[number][1],
  isGenerated: boolean,
): Promise<readonly Finding[]> {
  const reviewed = { ...(await genuineReview(genuine)), isGenerated: () => isGenerated };
  return check(reviewed, SETTINGS, () => undefined, '2025-02-12').findings;
}

test.each(CASES)('advises no HCL for resources that topology.yaml generates: %s', async (_, genuine) => {
  const findings = await findingsOf(genuine, true);
  expect(findings.filter(({ code }) => code !== undefined)).toEqual([]);
  expect(findings.filter(({ help }) => HCL.test(help)).map(({ rule, help }) => `${rule}: ${help}`)).toEqual(
    [],
  );
});

test.each(CASES)('does not send the author of HCL to topology.yaml: %s', async (_, genuine) => {
  const findings = await findingsOf(genuine, false);
  expect(findings.filter(({ help }) => help.includes('topology.yaml'))).toEqual([]);
});
