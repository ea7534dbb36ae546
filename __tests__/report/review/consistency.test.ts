import { accountNames } from '../../../src/access/evaluate/grantees';
import { registryKey, type RegistryId } from '../../../src/aws/arn';
import { checkPlans } from '../../../src/lint/plan/check';
import type { RuleId } from '../../../src/lint/plan/rules';
import { ruleChanges } from '../../../src/lint/replication/rule-changes';
import { DEFAULT_CHECKS, type CheckResult, type Finding } from '../../../src/lint/rule';
import { repositoryEvents } from '../../../src/report/review/repository-lines';
import { headline } from '../../../src/report/review/summary';
import { GENUINE_CASES, type GenuineCase } from '../../plan/genuine-cases';
import { genuineReview } from '../../plan/genuine-review';

/*
 * Finds two lines of a review that contradict each other or report the same fact twice, as far as a program can, in
 * every genuine plan.
 */

const NO_NAMES = accountNames([]);
const CASES = GENUINE_CASES.map((each) => [each.title, each] as const);

async function resultOf(genuine: GenuineCase): Promise<CheckResult> {
  return checkPlans(await genuineReview(genuine), DEFAULT_CHECKS, () => undefined, '2025-02-12');
}

/** Rules that report a change of images, access or replication, and not a state that existed before. */
const CHANGES: ReadonlySet<string> = new Set<RuleId>([
  'access-removed',
  'access-widened',
  'replication-destination-removed',
  'repository-destroyed',
  'repository-replaced',
]);

test.each(CASES)('does not report that nothing changes next to a change: %s', async (_, genuine) => {
  const { reviewed, findings } = await resultOf(genuine);
  const reported = headline(reviewed, NO_NAMES, findings);
  if (!/^(?:nothing|no change|settings change|changed outside)/.test(reported)) return;
  expect(findings.filter(({ rule, severity }) => CHANGES.has(rule) && severity !== 'note')).toEqual([]);
  expect(reviewed.access).toEqual([]);
});

test.each(CASES)(
  'does not report that images remain in a repository that is destroyed: %s',
  async (_, genuine) => {
    const { reviewed, findings } = await resultOf(genuine);
    const destroyed = repositoryEvents(reviewed).filter(
      ({ kind }) => kind === 'destroyed' || kind === 'replaced',
    );
    const kept = findings.filter(({ message }) => /\b(?:stays?|kept|remains?|still)\b/.test(message));
    for (const { name, registry } of destroyed) {
      expect(kept.filter((finding) => concerns(finding, registry, name))).toEqual([]);
    }
  },
);

test.each(CASES)('does not report that the same replication starts and stops: %s', async (_, genuine) => {
  const { reviewed } = await resultOf(genuine);
  const flows = (kind: 'gained' | 'lost') =>
    reviewed.access.flatMap((change) =>
      change.kind === kind && change.caller.kind === 'registry'
        ? flowKeys(change.caller.registry, [change.registry], change.repositories)
        : [],
    );
  const [starting, stopping] = [flows('gained'), flows('lost')];
  expect(starting.filter((flow) => stopping.includes(flow))).toEqual([]);
  // The findings of rules about a repository differ from its replication lines.
  const ofRules = ruleChanges(reviewed).flatMap(({ from, to, outcomes }) =>
    flowKeys(from, to, Object.values(outcomes).flat()),
  );
  expect(ofRules.filter((flow) => starting.includes(flow) || stopping.includes(flow))).toEqual([]);
  expect(new Set(ofRules).size).toBe(ofRules.length);
});

/**
 * Pairs of rules of which one reports everything that the other would report for the same repository and destination.
 */
const SAME_FACT: readonly (readonly [RuleId, RuleId])[] = [
  ['repository-destroyed', 'replication-destination-removed'],
  ['repository-destroyed', 'repository-replaced'],
  ['repository-destroyed', 'access-removed'],
  ['replication-destination-removed', 'replication-not-permitted'],
  ['replication-destination-removed', 'access-removed'],
  ['replication-not-permitted', 'access-removed'],
];

test.each(CASES)('reports no fact by two rules: %s', async (_, genuine) => {
  const { findings } = await resultOf(genuine);
  const texts = findings.map(({ at, message }) => JSON.stringify([at, message]));
  expect(new Set(texts).size).toBe(texts.length);
  const twice = findings.flatMap((one) =>
    findings
      .filter(
        (other) =>
          SAME_FACT.some(([a, b]) => one.rule === a && other.rule === b) &&
          repositoriesOf(one).some((repository) => repositoriesOf(other).includes(repository)),
      )
      .map((other) => [one.message, other.message]),
  );
  expect(twice).toEqual([]);
});

function flowKeys(from: RegistryId, to: readonly RegistryId[], names: readonly string[]): readonly string[] {
  return to.flatMap((each) => names.map((name) => `${registryKey(from)} ${registryKey(each)} ${name}`));
}

/**
 * Returns the repository of a finding: in its registry, or in the destination if the finding applies to replication.
 */
function repositoriesOf({ at, subject }: Finding): readonly string[] {
  if (at === undefined || subject?.repository === undefined) return [];
  const { registry, destination, repository } = subject;
  return [`${registryKey(destination ?? registry)}/${repository}`];
}

function concerns(finding: Finding, registry: RegistryId, name: string | undefined): boolean {
  const { subject, message } = finding;
  if (subject === undefined) return false;
  const { destination = subject.registry } = subject;
  return registryKey(destination) === registryKey(registry) && message.includes(`'${name ?? ''}'`);
}
