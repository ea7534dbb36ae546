import type { AccountId } from '../../../src/aws/names';
import type { Region } from '../../../src/aws/partitions';
import type { Registry, Topology } from '../../../src/model/topology';
import { grants, registry, role, rule } from './organisation';

const REGIONS = ['ap-northeast-1', 'eu-west-1', 'us-east-1', 'us-west-2'];

/** Accounts with four registries each: the first replicates to all others, and each has its own callers. */
export function largeTopology(accounts: number): Topology {
  const ids = Array.from({ length: accounts }, (_, index) => String(100_000_000_000 + index) as AccountId);
  const registries = ids.flatMap((account, index) =>
    REGIONS.map((region): Registry => {
      const destinations = index === 0 ? ids.slice(1) : [];
      return registry(`r${String(index).padStart(4, '0')}_${region.replaceAll('-', '_')}`, {
        account,
        region,
        repositories: Object.fromEntries(
          Array.from({ length: 10 }, (_unused, number) => [
            `team-${number % 3}/service-${number}`,
            grants([role(account, 'node'), role(ids[0] ?? account, `ci-${number % 3}`)], 'pull', 'push'),
          ]),
        ),
        replication: [
          rule('all', ...destinations.map((accountId) => ({ accountId, region: region as Region }))),
        ],
      });
    }),
  );
  return { registries: [...registries].sort((a, b) => (a.name < b.name ? -1 : 1)), identities: [] };
}
