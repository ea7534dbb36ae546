import { join } from 'node:path';
import { casesIn } from '../../generate/plans/case-folders';
import { checkPlans } from '../../src/lint/plan/check';
import { RULES } from '../../src/lint/plan/rules';
import type { Finding } from '../../src/lint/rule';
import { GENUINE_CASES, type GenuineCase } from '../plan/genuine-cases';
import { genuineReview } from '../plan/genuine-review';
import { PUBLIC_CASES } from '../plan/public-cases';

describe('reviews a real Terraform plan whose author', () => {
  test.each(GENUINE_CASES.map((each) => [each.title, each] as const))('%s', async (_, genuine) => {
    const findings = await findingsOf(genuine);
    expect(findings.map((finding) => findingKey(genuine, finding))).toEqual([...genuine.found].sort());
    for (const [rule, texts] of Object.entries(genuine.mentions ?? {})) {
      const findingTexts = findings.filter((finding) => finding.rule === rule).map(textOf);
      for (const text of texts) expect(findingTexts).toContainEqual(expect.stringMatching(asPattern(text)));
    }
  });
});

test('every case has a folder, and every folder of plans has a case', () => {
  const folders = casesIn([]).map(({ name, plans }) => [name, plans.length] as const);
  const genuine = GENUINE_CASES.map(({ folder, plans = [''] }) => [folder, plans.length] as const);
  const cases = [...genuine, ...PUBLIC_CASES.map(({ folder }) => [folder, 1] as const)];
  expect(Object.fromEntries(cases)).toEqual(Object.fromEntries(folders));
});

describe.each(RULES.map(({ id }) => id))('%s', (id) => {
  test('reports a problem in one real Terraform plan, and none in another', () => {
    const breaks = ({ found }: GenuineCase) => found.some((each) => each.startsWith(`${id} `));
    expect(GENUINE_CASES.filter(breaks)).not.toEqual([]);
    const keeps = GENUINE_CASES.filter(({ passes }) => passes.includes(id));
    expect(keeps).not.toEqual([]);
    expect(keeps.filter(breaks)).toEqual([]);
  });
});

async function findingsOf(genuine: GenuineCase): Promise<readonly Finding[]> {
  const { severities = {} } = genuine;
  const rules = Object.fromEntries(
    Object.entries(severities).map(([id, severity]) => [id, { severity, options: {} }]),
  );
  const settings = { rules, suppressions: [] };
  const { findings } = checkPlans(await genuineReview(genuine), settings, () => undefined, '2025-02-12');
  return [...findings].sort((a, b) => (findingKey(genuine, a) < findingKey(genuine, b) ? -1 : 1));
}

/** `<rule> <address>`, or `<rule> <plan>: <address>`. */
function findingKey({ plans }: GenuineCase, { rule, at }: Finding): string {
  const plan = plans?.find((name) => at?.plan.endsWith(join(name, 'plan.json')));
  return [rule, ...(plan === undefined ? [] : [`${plan}:`]), at?.address].join(' ');
}

function textOf({ message, help, code }: Finding): string {
  return [message, help, code].join('\n');
}

function asPattern(text: string | RegExp): RegExp {
  return text instanceof RegExp ? text : new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
}
