import { accountNames } from '../../../src/access/evaluate/grantees';
import { accessEntries } from '../../../src/report/page/access';
import { replicationEntries, type ReplicationEntry } from '../../../src/report/page/replication';
import { accepted } from '../../declaration/declarations';

const HEAD = `accounts:
  images: { id: "111111111111" }
  production: { id: "222222222222" }
registries:
  hub: { account: images, region: eu-west-1 }
  hub_us: { account: images, region: us-east-1 }
  production: { account: production, region: eu-west-1 }
`;

function entriesOf(text: string): readonly ReplicationEntry[] {
  const loaded = accepted(`${HEAD}${text}`);
  return replicationEntries(loaded, accessEntries(loaded.topology, accountNames(loaded.deployment.accounts)));
}

const PLAIN = `repositories:
  app/a: { registry: hub }
  app/b: { registry: hub }
  base: { registry: hub }
replication:
  - { from: hub, to: [hub_us, production], repositories: [app/] }
  - { from: hub, to: [hub_us], repositories: [base] }
`;

test('joins the rules of a source and a destination', () => {
  expect(
    entriesOf(PLAIN).map(({ from, to, filters, repositories, lines }) => ({
      pair: `${from} ${to.text}`,
      filters,
      repositories,
      lines,
    })),
  ).toEqual([
    { pair: 'hub hub_us', filters: ['app/', 'base'], repositories: 3, lines: [13, 14] },
    { pair: 'hub production', filters: ['app/'], repositories: 2, lines: [13] },
  ]);
});

test('marks another account and another Region', () => {
  expect(
    entriesOf(PLAIN).map(({ isOtherAccount, isOtherRegion }) => [isOtherAccount, isOtherRegion]),
  ).toEqual([
    [false, true],
    [true, false],
  ]);
});

test('evaluates one repository of each answer, with the statement of the destination', () => {
  const [answer, ...others] = entriesOf(PLAIN)[1]?.answers ?? [];

  expect(others).toEqual([]);
  expect(answer).toMatchObject({ kind: 'yes', repositories: 2, names: ['app/*'] });
  expect(answer?.example).toMatchObject({
    repository: 'app/a',
    actions: [{ action: 'ecr:ReplicateImage', verdict: 'allowed', statement: 0 }],
  });
  expect(answer?.example?.conditions.map(({ isMet, text }) => `${isMet ? 'yes' : 'no'} ${text}`)).toEqual([
    "yes 'hub' contains app/a",
    "yes images of app/a are pushed to 'hub'",
    "yes a replication rule of 'hub' replicates it to 'production'",
    "yes 'production' contains app/a, or ECR can create it there",
  ]);
});

test('reports that the destination does not permit replication', () => {
  const loaded = accepted(`${HEAD}${PLAIN}`);
  const registries = loaded.topology.registries.map((registry) =>
    registry.name === 'production' ? { ...registry, policy: undefined } : registry,
  );
  const topology = { ...loaded.topology, registries };
  const access = accessEntries(topology, accountNames(loaded.deployment.accounts));
  const [, entry] = replicationEntries({ ...loaded, topology }, access);

  expect(entry?.answers).toMatchObject([{ kind: 'no', names: ['app/*'] }]);
  expect(entry?.answers[0]?.example?.actions).toMatchObject([
    { action: 'ecr:ReplicateImage', verdict: 'denied', statement: undefined },
  ]);
});

test('notes chains and cycles of rules', () => {
  const entries = entriesOf(`repositories:
  app: { registry: hub }
  lib: { registry: hub_us }
  tool: { registry: production }
replication:
  - { from: hub, to: [hub_us], repositories: [app] }
  - { from: hub_us, to: [production], repositories: all }
  - { from: production, to: [hub], repositories: [tool] }
`);
  const once = 'ECR replicates an image only once, from the registry that it was pushed to.';

  expect(entries.map(({ from, notes }) => [from, ...notes])).toEqual([
    ['hub', `The rules form a cycle: 'hub' → 'hub_us' → 'production' → 'hub'. ${once}`],
    [
      'hub_us',
      "1 repository is a replica in 'hub_us'. ECR does not replicate images again, so images of replicas do not reach this destination.",
      `The rules form a cycle: 'hub_us' → 'production' → 'hub' → 'hub_us'. ${once}`,
    ],
    ['production', `The rules form a cycle: 'production' → 'hub' → 'hub_us' → 'production'. ${once}`],
  ]);
});

test('has no answer for filters that match no repository', () => {
  const entries = entriesOf(`repositories:
  app: { registry: hub }
replication:
  - { from: hub, to: [hub_us], repositories: [app] }
  - { from: hub_us, to: [production], repositories: [other/] , createRepositories: true }
`);

  expect(entries.find(({ from }) => from === 'hub_us')).toMatchObject({ repositories: 0, answers: [] });
});
