import { accountNames } from '../../../src/access/evaluate/grantees';
import type { Grant } from '../../../src/aws/policy/grants';
import type { Grantee } from '../../../src/aws/policy/principals';
import type { Topology } from '../../../src/model/topology';
import { buildPicture } from '../../../src/report/graph/build-picture';
import type { Diagram } from '../../../src/report/graph/diagram';
import type { Rectangle } from '../../../src/report/graph/geometry';
import { layoutOf } from '../../../src/report/graph/layout';
import { topology } from './diagrams';
import { grants, id, registry, role, rule, type RegistryOptions } from './organisation';

interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Returns the positions of account boxes and nodes, by their labels and the first lines of their tooltips. */
async function extents(drawn: Topology): Promise<ReadonlyMap<string, Extent>> {
  const { boxes, nodes } = await layoutOf(diagramOf(drawn));
  return new Map([
    ...boxes.map(({ box, rectangle }) => [box.label, extent(rectangle)] as const),
    ...nodes.map(({ node, rectangle }) => [node.tooltip.split('\n')[0] ?? '', extent(rectangle)] as const),
  ]);
}

function diagramOf(drawn: Topology): Diagram {
  const picture = buildPicture(drawn, accountNames([]));
  if (picture.kind !== 'diagram') throw new Error('Expected a diagram.');
  return picture.diagram;
}

function extent({ x, y, width, height }: Rectangle): Extent {
  return { left: x, right: x + width, top: y, bottom: y + height };
}

const TEAMS = [2, 3, 4, 5, 6, 7];

/**
 * A hub and its copies, which replicates to six teams. Six pipelines push, and `callers` pull from their teams' copy.
 */
function hubAndTeams(copies: number, callers: (team: number) => readonly Grantee[]): Topology {
  const parts = (account: number, rest: Partial<RegistryOptions> = {}): RegistryOptions => ({
    account: id(account),
    region: 'eu-west-1',
    ...rest,
  });
  const teams = TEAMS.map((team) =>
    registry(
      `team${team}`,
      parts(team, { repositories: { [`t${team}/app`]: grants(callers(team), 'pull') } }),
    ),
  );
  const regions = ['us-east-1', 'us-west-2'].slice(0, copies);
  const own = regions.map((region) => registry(`hub_${region}`, parts(1, { region })));
  const hub = registry(
    'hub',
    parts(1, {
      repositories: Object.fromEntries<readonly Grant[]>([
        ...TEAMS.map(
          (team) => [`t${team}/app`, grants([role(id(9), `deploy-${team}`)], 'pull', 'push')] as const,
        ),
        // So many that they are counted and do not change the height of the node.
        ...[1, 2, 3, 4].map((number) => [`other-${number}`, []] as const),
      ]),
      replication: [
        ...own.map((copy) => rule('all', copy)),
        ...teams.map((team, index) => rule([`t${TEAMS[index] ?? 0}/`], team)),
      ],
    }),
  );
  return topology([hub, ...own, ...teams]);
}

describe.each([0, 1, 2])('a hub with %d copies that replicates to many accounts', (copies) => {
  const renderedExtents = extents(hubAndTeams(copies, (team) => [role(id(team), 'node')]));

  test('is followed by all of them, so that no arrow crosses the box of another account', async () => {
    const found = await renderedExtents;
    const hub = found.get('account 111111111111');
    for (const team of TEAMS) {
      expect(found.get(`account ${id(team)}`)?.left).toBeGreaterThan(hub?.right ?? Infinity);
    }
  });

  test('is between them', async () => {
    const found = await renderedExtents;
    const hub = found.get('hub') ?? { top: NaN, bottom: NaN };
    const middles = TEAMS.map((team) => found.get(`account ${id(team)}`)).map(
      (box) => ((box?.top ?? NaN) + (box?.bottom ?? NaN)) / 2,
    );
    const middle = (hub.top + hub.bottom) / 2;
    expect(middles.filter((each) => each < middle)).not.toHaveLength(0);
    expect(middles.filter((each) => each > middle)).not.toHaveLength(0);
  });

  test('keeps its arrows apart', async () => {
    const { arrows } = await layoutOf(diagramOf(hubAndTeams(copies, (team) => [role(id(team), 'node')])));
    const starts = arrows
      .filter(({ arrow, curve }) => arrow.from === 'registry_hub' && curve[0] !== undefined)
      .map(({ curve: [start] }) => start?.y ?? NaN)
      .sort((a, b) => a - b);
    const distances = starts.slice(1).map((y, index) => y - (starts[index] ?? NaN));
    expect(starts.length).toBeGreaterThanOrEqual(TEAMS.length);
    expect(Math.min(...distances.filter((distance) => distance > 0))).toBeGreaterThanOrEqual(8);
  });
});

test('places the callers of an account before its registries if no other account reaches these', async () => {
  const own = registry('r', {
    account: id(1),
    region: 'eu-west-1',
    repositories: { app: grants([role(id(1), 'ci')], 'pull') },
  });
  const found = await extents(topology([own]));
  const caller = found.get('arn:aws:iam::111111111111:role/ci');
  expect(caller?.right).toBeLessThan(found.get('r')?.left ?? NaN);
});

test('places them after the registries otherwise, so that the other arrows are straight', async () => {
  const own = registry('r', {
    account: id(1),
    region: 'eu-west-1',
    repositories: { app: grants([role(id(1), 'ci')], 'pull'), web: grants([role(id(2), 'ci')], 'pull') },
  });
  const found = await extents(topology([own]));
  const [caller, other] = [1, 2].map((account) => found.get(`arn:aws:iam::${id(account)}:role/ci`));
  expect(caller?.left).toBeGreaterThan(found.get('r')?.right ?? NaN);
  expect(other?.right).toBeLessThan(found.get('account 111111111111')?.left ?? NaN);
});
