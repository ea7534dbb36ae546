import {
  backfillCommand,
  grouped,
  isAccountId,
  listed,
  registryKey,
  sortedUnique,
  type RegistryId,
  type RepositoryName,
} from '../../registry';
import { addressOfPath } from '../managing';
import { ruleChanges } from '../replication/replication-changes';
import { isRegionKnown } from '../resources/stand-ins';
import type { Reviewed } from '../reviewed';
import { rule, type Problem } from '../rule';
import { registryText } from '../words/place-text';

export const imagesBeforeReplication = rule({
  id: 'images-before-replication',
  severity: 'note',
  doc: 'Replication starts for repositories that may already contain images, which are not replicated.',
  why:
    'ECR replicates what is pushed after a rule exists. A replication backfill copies what was pushed before. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication-backfill.html',
  options: {},
  check: (reviewed) => {
    const started = [...flowsIn(reviewed), ...matchesIn(reviewed)].flatMap((each) =>
      existingIn(reviewed, each),
    );
    const byPath = grouped(started, ({ from, to }) => `${registryKey(from)} ${registryKey(to)}`);
    return [...byPath.values()].flatMap((same) => problemOf(reviewed, same));
  },
});

interface Started {
  readonly from: RegistryId;
  readonly to: RegistryId;
  readonly names: readonly RepositoryName[];
}

/** Returns replication that the evaluated policies newly allow. */
function flowsIn({ access }: Reviewed): readonly Started[] {
  return access.flatMap(({ kind, caller, registry, repositories }): readonly Started[] => {
    if (kind !== 'gained' || caller.kind !== 'registry') return [];
    const { accountId, region } = caller.registry;
    return [{ from: { accountId, region }, to: registry, names: repositories }];
  });
}

/** Returns repositories that a rule newly matches, if the policy that allows the replication may be in another stack. */
function matchesIn(reviewed: Reviewed): readonly Started[] {
  return ruleChanges(reviewed).flatMap(({ from, to: destinations, outcomes }) => {
    const names = [...(outcomes.mayStart ?? []), ...(outcomes.needsPolicy ?? [])];
    return destinations.map((to): Started => ({ from, to, names }));
  });
}

/** Removes the repositories that do not exist at the source before the plan. */
function existingIn({ before }: Reviewed, started: Started): readonly Started[] {
  const key = registryKey(started.from);
  const source = before.registries.find((each) => registryKey(each) === key);
  const existing = new Set(source?.repositories.map(({ name }) => name));
  const names = started.names.filter((name) => existing.has(name));
  return names.length === 0 ? [] : [{ ...started, names }];
}

function problemOf(reviewed: Reviewed, same: readonly [Started, ...Started[]]): readonly Problem[] {
  const [{ from, to }] = same;
  const names = sortedUnique(same.flatMap((each) => each.names)).map((name) => `'${name}'`);
  const at = addressOfPath(reviewed, from, to);
  if (at === undefined) return [];
  return [
    {
      at,
      subject: { registry: from, destination: { accountId: to.accountId, region: to.region } },
      message: `Images that ${listed(names, 4)} in ${registryText(from)} already contain${names.length === 1 ? 's' : ''} are not replicated to ${registryText(to)}: a rule applies only to what is pushed after it exists.`,
      help: `To copy them, run after the apply: ${command(from, to)}`,
    },
  ];
}

function command(from: RegistryId, to: RegistryId): string {
  const isKnown = isAccountId(to.accountId) && isRegionKnown(to.region) && isRegionKnown(from.region);
  return isKnown ? backfillCommand(from, to) : 'aws ecr start-replication-backfill';
}
