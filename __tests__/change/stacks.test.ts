import type { Change } from '../../src/change/change';
import { diffStacks, orphanedBy } from '../../src/change/stacks';
import { describeChangeIn } from '../../src/change/text';
import { diffTopologies } from '../../src/change/topology';
import type { StacksBy } from '../../src/model/deployment';
import { BASE, base, deploymentOf, topologyOf } from '../declaration/declarations';

const declared = (text: string, by: StacksBy) => ({
  topology: topologyOf(text),
  deployment: { ...deploymentOf(text), stacksBy: by },
});

/** Returns the output of `diff` about stacks and registries. */
function changeTexts(before: string, after: string, by: StacksBy, previousLayout = by): readonly string[] {
  const [old, updated] = [declared(before, previousLayout), declared(after, by)];
  const registries = diffTopologies(old.topology, updated.topology).filter(({ kind }) =>
    kind.startsWith('registry-'),
  );
  return [...registries, ...diffStacks(old, updated)].map((change) => describeChangeIn(by, change));
}

/** Returns all changes of topology and stacks. */
function diffAll(before: string, after: string, by: StacksBy): readonly Change[] {
  const [old, updated] = [declared(before, by), declared(after, by)];
  return [
    ...diffTopologies(old.topology, updated.topology, orphanedBy(old, updated)),
    ...diffStacks(old, updated),
  ];
}

const FEWER = base('  develop_us: { account: develop, region: us-west-1 }\n', '').replace('develop_us, ', '');
const ALONE = `accounts:
  develop: { id: "111111111111" }
registries:
  develop: { account: develop, region: ap-northeast-1 }
repositories:
  my-repo: { registry: develop }
`;
const ACCOUNT_RENAMED = BASE.replace('develop: { id', 'dev: { id').replaceAll(
  'account: develop,',
  'account: dev,',
);
const GRANTED = `${BASE}access:
  - allow: pull
    repositories: [my-repo]
    principals: ['arn:aws:iam::999999999999:role/ci']
`;
const RENAMED = BASE.replaceAll('develop_us', 'develop_west');

test('reports a change of layout as one change with the command that moves the states', () => {
  expect(changeTexts(BASE, FEWER, 'account', 'topology')).toContain(
    "stacks: the layout changes from topology to account; move the states before the next plan, with the output of 'ecr-topology stacks --migrate-from topology' (docs/guides/layouts.md)",
  );
  expect(changeTexts(BASE, BASE, 'account')).toEqual([]);
});

test.each<readonly [what: string, by: StacksBy, after: string, expected: readonly string[]]>([
  [
    'a registry is removed',
    'topology',
    FEWER,
    [
      'develop_us: registry removed (account 111111111111, us-west-1); Terraform needs its provider to destroy its contents; remove the contents and deploy first',
    ],
  ],
  [
    'a registry is removed',
    'account',
    FEWER,
    ['develop_us: registry removed (account 111111111111, us-west-1)'],
  ],
  [
    'a registry is removed',
    'registry',
    FEWER,
    [
      'develop_us: registry removed (account 111111111111, us-west-1)',
      removedText('develop_us', '1 repository'),
    ],
  ],
  [
    'an account is removed',
    'account',
    ALONE,
    [
      'develop_us: registry removed (account 111111111111, us-west-1)',
      'management: registry removed (account 999999999999, ap-northeast-1)',
      removedText('management', '1 repository, 1 registry policy'),
    ],
  ],
  [
    'an account is renamed',
    'account',
    ACCOUNT_RENAMED,
    [renamedText('develop-replication', 'dev-replication'), renamedText('develop', 'dev')],
  ],
  [
    'a registry is renamed',
    'account',
    RENAMED,
    [
      'develop_west: registry renamed from develop_us; Terraform destroys its contents and creates them again, unless you move them in the state to the new addresses before',
    ],
  ],
  [
    'a registry is renamed',
    'registry',
    RENAMED,
    [
      'develop_west: registry renamed from develop_us; its stacks have other names; before the next plan, move their states, and the resources in them to the new addresses',
      renamedText('develop_us', 'develop_west'),
    ],
  ],
])('%s, layout by %s', (_, by, after, expected) => {
  expect(changeTexts(BASE, after, by)).toEqual(expected);
});

// No deployment destroys the resources of a removed stack.
describe.each<readonly [by: StacksBy]>([['account'], ['registry']])(
  'an account that is removed with its stacks, layout by %s',
  (by) => {
    const changes = diffAll(GRANTED, ALONE, by);

    test('does not report its resources as removed, including identity policies', () => {
      const ofManagement = changes.filter(
        (change) => 'registry' in change && change.registry === 'management',
      );
      expect(ofManagement.map(({ kind }) => kind)).toEqual(['registry-removed']);
      expect(changes.filter(({ kind }) => kind === 'identity-permission-removed')).toEqual([]);
    });

    test('counts its resources', () => {
      const removed = changes.find((change) => 'stack' in change && change.stack === 'management');
      expect(removed).toMatchObject({
        kind: 'stack-removed',
        resources: { aws_ecr_repository: 1, aws_ecr_registry_policy: 1 },
      });
      expect(changes).toContainEqual(
        expect.objectContaining({ kind: 'registry-removed', registry: 'management', held: 'something' }),
      );
    });

    test('reports the removed replication in a stack that remains', () => {
      expect(changes).toContainEqual({
        kind: 'replication-removed',
        registry: 'develop',
        filter: 'my-repo',
        destination: 'management',
      });
    });
  },
);

test('reports resources that are removed from a remaining stack as destroyed', () => {
  expect(diffAll(BASE, FEWER, 'account').map(({ kind }) => kind)).toContain('repository-removed');
  expect(diffAll(GRANTED, ALONE, 'topology').map(({ kind }) => kind)).toContain('repository-removed');
});

test('reports a registry that moves out of a removed account as removed and added', () => {
  const text = BASE.replace(
    'account: management, region: ap-northeast-1',
    'account: develop, region: eu-west-1',
  ).replace('  management: { id: "999999999999" }\n', '');
  const kinds = diffAll(BASE, text, 'account').map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['registry-removed', 'registry-added', 'stack-removed']));
  expect(kinds).not.toContain('registry-moved');
});

function removedText(stack: string, contents: string): string {
  return `stacks: ${stack} is no longer in the layout, and its deployed resources stay, grants included (${contents}). To destroy them, deploy this declaration, and then run 'cdktf destroy ${stack} --ignore-missing-stack-dependencies' with the previous one (docs/guides/layouts.md)`;
}

function renamedText(before: string, stack: string): string {
  return `stacks: ${before} is renamed to ${stack}; move its state before the next plan, which creates all its resources again otherwise (docs/guides/layouts.md)`;
}
