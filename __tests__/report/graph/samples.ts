import type { AccountId } from '../../../src/aws/names';
import type { Grant } from '../../../src/aws/policy/grants';
import type { Registry, Topology } from '../../../src/model/topology';
import { grants, registry, role, rule } from './organisation';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1', 'us-west-2'];

const accountOf = (index: number) => String(100_011_111_111 + index * 1_000_001) as AccountId;
const team = (index: number) => `team-${String(index + 1).padStart(2, '0')}`;
const name = (text: string, index: number) => `${text}_${String(index).padStart(2, '0')}`;

interface Size {
  readonly registries: number;
  readonly repositories: number;
  readonly callers: number;
  readonly registriesPerAccount: number;
}

/**
 * Registries with repositories of teams: those of a team in the same few registries. Each caller is a role of a build
 * account and pushes to its team's repositories.
 */
function teams({ registries, repositories, callers, registriesPerAccount }: Size): readonly Registry[] {
  const build = accountOf(90);
  const namesOf = (index: number) =>
    Array.from({ length: repositories }, (_, number) => number)
      .filter((number) => number % registries === index)
      .map((number) => `${team(number % callers)}/service-${number}`);
  return Array.from({ length: registries }, (_, index) =>
    registry(name('registry', index), {
      account: accountOf(Math.floor(index / registriesPerAccount)),
      region: REGIONS[index % REGIONS.length] ?? 'eu-west-1',
      repositories: Object.fromEntries(
        namesOf(index).map((repository): [string, readonly Grant[]] => [
          repository,
          grants([role(build, `gha-${repository.split('/')[0] ?? ''}`)], 'pull', 'push'),
        ]),
      ),
    }),
  );
}

function sorted(registries: readonly Registry[]): Topology {
  return { registries: [...registries].sort((a, b) => (a.name < b.name ? -1 : 1)), identities: [] };
}

/** 3 registries, 10 repositories, 5 callers. */
export function smallTopology(): Topology {
  const [hub, ...others] = teams({ registries: 3, repositories: 10, callers: 5, registriesPerAccount: 2 });
  return sorted(hub === undefined ? [] : [{ ...hub, replication: [rule('all', ...others)] }, ...others]);
}

/** 12 registries, 60 repositories, 20 callers: a hub replicates to all others. */
export function mediumTopology(): Topology {
  const [hub, ...others] = teams({ registries: 12, repositories: 60, callers: 20, registriesPerAccount: 3 });
  return sorted(
    hub === undefined
      ? []
      : [
          {
            ...hub,
            replication: others.map((each, index) => rule([`${team(index)}/`, `${team(index + 1)}/`], each)),
          },
          ...others,
        ],
  );
}

/** 12 registries that each replicate to the next three, 24 callers. */
export function meshTopology(): Topology {
  const all = teams({ registries: 12, repositories: 60, callers: 24, registriesPerAccount: 1 });
  return sorted(
    all.map((each, index) => ({
      ...each,
      replication: [1, 2, 3].map((step) =>
        rule([`${team(index)}/`], ...[all[(index + step) % all.length]].flatMap((to) => to ?? [])),
      ),
    })),
  );
}

/** A hub of one account and 39 registries of ten accounts, 200 repositories, 60 callers. 14 registries are empty. */
export function largeSample(): Topology {
  const build = accountOf(90);
  const hub = registry('hub', {
    account: accountOf(0),
    region: 'eu-west-1',
    repositories: Object.fromEntries(
      Array.from({ length: 120 }, (_, index): [string, readonly Grant[]] => [
        `${team(index % 40)}/service-${index}`,
        grants([role(build, `gha-${team(index % 40)}`)], 'pull', 'push'),
      ]),
    ),
  });
  const others = Array.from({ length: 39 }, (_, index) =>
    registry(name('spoke', index), {
      account: accountOf(1 + (index % 10)),
      region: REGIONS[Math.floor(index / 10) % REGIONS.length] ?? 'eu-west-1',
      repositories: Object.fromEntries(
        index >= 25
          ? []
          : Array.from({ length: 4 }, (_, number): [string, readonly Grant[]] => [
              `${team((index + number) % 40)}/service-${index + 40 * number}`,
              grants([role(accountOf(1 + (index % 10)), `node-${index % 20}`)], 'pull'),
            ]),
      ),
    }),
  );
  return sorted([
    {
      ...hub,
      replication: others
        .slice(0, 25)
        .map((each, index) => rule([`${team(index)}/`, `${team(index + 1)}/`], each)),
    },
    ...others,
  ]);
}
