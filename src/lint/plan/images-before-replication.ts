import { registryKey, type RegistryId } from '../../aws/arn';
import { isAccountId, type RepositoryName } from '../../aws/names';
import { isRegionKnown } from '../../aws/partitions';
import { groupBy, sortedUnique } from '../../base/collections';
import { formatList, quoteAll } from '../../base/text';
import { backfillCommand } from '../../change/backfills';
import type { PlanReview } from '../../plan/review/review';
import { registryMark } from '../finding-text';
import { findReplicationAddress } from '../predicates/plan-resources';
import { ruleChanges } from '../replication/rule-changes';
import { defineRule, type Problem } from '../rule';

export const imagesBeforeReplication = defineRule({
  id: 'images-before-replication',
  severity: 'note',
  doc: 'Replication starts for repositories that may already contain images, which are not replicated.',
  why:
    'ECR replicates only images that are pushed after the rule exists. A replication backfill copies the earlier images. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication-backfill.html',
  options: {},
  check: (reviewed) => {
    const started = [...permittedReplications(reviewed), ...matchedReplications(reviewed)].flatMap((each) =>
      limitToExisting(reviewed, each),
    );
    const byPath = groupBy(started, ({ from, to }) => `${registryKey(from)} ${registryKey(to)}`);
    return [...byPath.values()].flatMap((same) => problemOf(reviewed, same));
  },
});

interface StartedReplication {
  readonly from: RegistryId;
  readonly to: RegistryId;
  readonly names: readonly RepositoryName[];
}

/** Returns replication that the evaluated policies newly allow. */
function permittedReplications({ access }: PlanReview): readonly StartedReplication[] {
  return access.flatMap(({ kind, caller, registry, repositories }): readonly StartedReplication[] => {
    if (kind !== 'gained' || caller.kind !== 'registry') return [];
    const { accountId, region } = caller.registry;
    return [{ from: { accountId, region }, to: registry, names: repositories }];
  });
}

/** Returns repositories that a rule newly matches, if the policy that allows the replication may be in another stack. */
function matchedReplications(reviewed: PlanReview): readonly StartedReplication[] {
  return ruleChanges(reviewed).flatMap(({ from, to: destinations, outcomes }) => {
    const names = [...(outcomes.mayStart ?? []), ...(outcomes.needsPolicy ?? [])];
    return destinations.map((to): StartedReplication => ({ from, to, names }));
  });
}

/** Removes the repositories that do not exist at the source before the plan. */
function limitToExisting({ before }: PlanReview, started: StartedReplication): readonly StartedReplication[] {
  const key = registryKey(started.from);
  const source = before.registries.find((each) => registryKey(each) === key);
  const existing = new Set(source?.repositories.map(({ name }) => name));
  const names = started.names.filter((name) => existing.has(name));
  return names.length === 0 ? [] : [{ ...started, names }];
}

function problemOf(
  reviewed: PlanReview,
  same: readonly [StartedReplication, ...StartedReplication[]],
): readonly Problem[] {
  const [{ from, to }] = same;
  const names = quoteAll(sortedUnique(same.flatMap((each) => each.names)));
  const at = findReplicationAddress(reviewed, from, to);
  if (at === undefined) return [];
  return [
    {
      at,
      subject: { registry: from, destination: { accountId: to.accountId, region: to.region } },
      message: `Starts to replicate ${formatList(names, 4)} from ${registryMark(from)} to ${registryMark(to)}, but not the existing images: a rule applies only to images that are pushed after it exists.`,
      help: `To copy the existing images, run this command after the apply: ${backfillText(from, to)}`,
      helpForDeclaration: `To copy the existing images, run 'ecr-topology backfill' after the apply, or with the AWS CLI: ${backfillText(from, to)}`,
    },
  ];
}

function backfillText({ region: source }: RegistryId, { accountId, region }: RegistryId): string {
  return isRegionKnown(source) && isAccountId(accountId) && isRegionKnown(region)
    ? backfillCommand({ region: source }, { accountId, region })
    : 'aws ecr start-replication-backfill';
}
