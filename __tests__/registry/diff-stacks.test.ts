import { describeChangeIn, diffStacks, diffTopologies, type StacksBy } from '../../src/registry';
import { BASE, base, deploymentOf, topologyOf } from '../topology/declarations';

const declared = (text: string, by: StacksBy) => ({
  topology: topologyOf(text),
  deployment: { ...deploymentOf(text), stacksBy: by },
});

/** What `diff` says of stacks, and of registries that go. */
function words(before: string, after: string, by: StacksBy, was = by): readonly string[] {
  const [old, fresh] = [declared(before, was), declared(after, by)];
  const registries = diffTopologies(old.topology, fresh.topology).filter(({ kind }) =>
    kind.startsWith('registry-'),
  );
  return [...registries, ...diffStacks(old, fresh)].map((change) => describeChangeIn(by, change));
}

const FEWER = base('  develop_us: { account: develop, region: us-west-1 }\n', '').replace('develop_us, ', '');
const ALONE = `accounts:
  develop: { id: "111111111111" }
registries:
  develop: { account: develop, region: ap-northeast-1 }
repositories:
  my-repo: { registry: develop }
`;
const RENAMED = BASE.replaceAll('develop_us', 'develop_west');

test('another layout is one change, with the command that moves the states', () => {
  expect(words(BASE, FEWER, 'account', 'topology')).toContain(
    "stacks: laid out by account, before by topology; move the states before the next plan, with what 'ecr-topology stacks --migrate-from topology' prints (docs/layouts.md)",
  );
  expect(words(BASE, BASE, 'account')).toEqual([]);
});

test.each<readonly [what: string, by: StacksBy, after: string, said: readonly string[]]>([
  [
    'a registry is removed',
    'topology',
    FEWER,
    [
      'develop_us: registry removed (account 111111111111, us-west-1); Terraform needs its provider to destroy what it holds, so empty it and deploy first',
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
    ['develop_us: registry removed (account 111111111111, us-west-1)', gone('develop_us')],
  ],
  [
    'an account is removed',
    'account',
    ALONE,
    [
      'develop_us: registry removed (account 111111111111, us-west-1)',
      'management: registry removed (account 999999999999, ap-northeast-1)',
      gone('management'),
    ],
  ],
  [
    'a registry is renamed',
    'account',
    RENAMED,
    [
      'develop_west: registry renamed from develop_us; Terraform destroys what it holds and creates it anew, unless it is moved in the state to the new addresses before',
    ],
  ],
  [
    'a registry is renamed',
    'registry',
    RENAMED,
    [
      'develop_west: registry renamed from develop_us; its stacks are new: move what it holds to their states, and to the new addresses, before the next plan',
      gone('develop_us'),
    ],
  ],
])('%s, by %s', (_, by, after, said) => {
  expect(words(BASE, after, by)).toEqual(said);
});

function gone(stack: string): string {
  return `stacks: ${stack} is not there any more, and what it deployed stays as it is, unless 'cdktf destroy ${stack}' runs before with the declaration as it was (docs/layouts.md)`;
}
