import { accountNames } from '../../../src/access/evaluate/grantees';
import {
  filterPolicies,
  policyGroupId,
  policyGroups,
  shareOfLimit,
  type PolicyGroup,
} from '../../../src/page/model/policy-groups';
import { policyContentText } from '../../../src/report/policy-commands';
import { policyFiles } from '../../../src/report/policy-files';
import { accepted } from '../../declaration/declarations';

const { topology, deployment } = accepted(`accounts:
  images: { id: "111111111111" }
  build: { id: "222222222222", profile: my-build }
registries:
  hub: { account: images, region: eu-west-1 }
  hub_us: { account: build, region: us-east-1 }
repositories:
  app/a: { registry: hub }
  app/b: { registry: hub }
  base: { registry: hub, lifecycle: [{ tagStatus: untagged, daysSincePushed: 7, action: expire }] }
replication:
  - { from: hub, to: [hub_us], repositories: [app/] }
access:
  - { allow: pull, repositories: ["*"], registries: [hub], principals: [build] }
  - { allow: push, repositories: [base], principals: ["arn:aws:iam::222222222222:role/ci"] }
`);

const GROUPS = policyGroups(topology, deployment.accounts, accountNames(deployment.accounts));

function summaryOf({ kind, uses }: PolicyGroup): string {
  return `${kind}: ${uses.map(({ text }) => text).join(', ')}`;
}

test('lists equal policies once', () => {
  expect(GROUPS.map(summaryOf)).toEqual([
    'repository policy: app/a in hub, app/b in hub',
    'repository policy: base in hub',
    'lifecycle policy: base in hub',
    'registry policy: hub_us',
    'identity policy: ci in build',
  ]);
});

test('has every policy and command that `policies` writes', () => {
  const files = policyFiles(topology, deployment.accounts);
  const uses = GROUPS.flatMap((group) =>
    group.uses.map(({ command, folder }) => ({
      path: `${folder}/${/file:\/\/(\S+)$/.exec(command)?.[1] ?? ''}`,
      text: policyContentText(group.content),
    })),
  );
  const scripts = files.filter(({ path }) => path.endsWith('apply.sh')).map(({ text }) => text);

  expect(new Set(uses)).toEqual(new Set(files.filter(({ path }) => path.endsWith('.json'))));
  for (const { command } of GROUPS.flatMap((group) => group.uses)) {
    expect(scripts.join('')).toContain(`${command}\n`);
  }
});

test('counts characters as AWS does', () => {
  for (const { content, length } of GROUPS) {
    expect(length).toBe(JSON.stringify(JSON.parse(policyContentText(content))).length);
  }
});

test.each([
  [{ text: 'APP/B' }, ['repository policy: app/b in hub']],
  [{ text: '222222222222' }, ['registry policy: hub_us', 'identity policy: ci in build']],
  [{ kind: 'lifecycle policy' }, ['lifecycle policy: base in hub']],
  [{ registry: 'hub_us' }, ['registry policy: hub_us']],
  [{ size: '99' }, []],
])('filters by %j', (filter, expected) => {
  expect(filterPolicies(GROUPS, filter).map(summaryOf)).toEqual(expected);
});

test('sorts by the share of the limit', () => {
  const shares = filterPolicies(GROUPS, { sort: 'size' }).map(shareOfLimit);

  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  expect(shares).not.toEqual(GROUPS.map(shareOfLimit));
});

test('identifies each group', () => {
  expect(new Set(GROUPS.map(policyGroupId)).size).toBe(GROUPS.length);
});
