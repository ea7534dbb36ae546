import { grouped, isAccountId, listed, registryKey, sortedUnique, type RegistryId } from '../../registry';
import type { AccessChange } from '../access/access-changes';
import { addressOfPath } from '../managing';
import { isRegionKnown } from '../resources/stand-ins';
import type { Problem, Reviewed } from '../reviewed';
import { rule } from '../rule';
import { registryText } from '../words/place-text';

export const imagesBeforeReplication = rule({
  id: 'images-before-replication',
  severity: 'note',
  doc: 'Replication starts for repositories that may already contain images, which are not replicated.',
  why:
    'ECR replicates what is pushed after a rule exists. A replication backfill copies what was pushed before. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html',
  options: {},
  check: (reviewed) => {
    const started = reviewed.access.flatMap((change) => startedIn(reviewed, change));
    const byPath = grouped(started, ({ from, to }) => `${registryKey(from)} ${registryKey(to)}`);
    return [...byPath.values()].flatMap((same) => problemOf(reviewed, same));
  },
});

interface Started {
  readonly from: RegistryId;
  readonly to: RegistryId;
  readonly names: readonly string[];
}

/** Repositories that exist at the source before the plan. */
function startedIn(
  { before }: Reviewed,
  { kind, caller, registry, repositories }: AccessChange,
): readonly Started[] {
  if (kind !== 'gained' || caller.kind !== 'registry') return [];
  const key = registryKey(caller.registry);
  const source = before.registries.find((each) => registryKey(each) === key);
  const existing = new Set<string>(source?.repositories.map(({ name }) => name));
  const names = repositories.filter((name) => existing.has(name));
  const { accountId, region } = caller.registry;
  return names.length === 0 ? [] : [{ from: { accountId, region }, to: registry, names }];
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
      message: `Images that ${listed(names, 4)} in ${registryText(from)} already contain${names.length === 1 ? 's' : ''} are not replicated to ${registryText(to)}: only what is pushed from now on is.`,
      help: `Copy them after the apply, if they are needed there: ${command(from, to)}.`,
    },
  ];
}

/** https://docs.aws.amazon.com/cli/latest/reference/ecr/start-replication-backfill.html */
function command(from: RegistryId, to: RegistryId): string {
  if (!isAccountId(to.accountId) || !isRegionKnown(to.region) || !isRegionKnown(from.region)) {
    return 'aws ecr start-replication-backfill';
  }
  return `aws ecr start-replication-backfill --region ${from.region} --destination region=${to.region},registryId=${to.accountId}`;
}
