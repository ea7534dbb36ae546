import { describeChangeIn, diffImports, diffReplicationOrder, type StacksBy } from '../../src/registry';
import { BASE, base, deploymentOf, topologyOf } from '../topology/declarations';

const declared = (text: string, by: StacksBy = 'topology') => ({
  topology: topologyOf(text),
  deployment: { ...deploymentOf(text), stacksBy: by },
});

const RULE = '  - { from: develop, to: [develop_us, management], repositories: [my-repo] }\n';
const first = (after: string) =>
  `stacks: deploy develop-replication before ${after}: it stops to replicate there, and the plans know no order for what goes (docs/layouts.md, Taking replication away)`;

describe('a rule that goes', () => {
  const order = (after: string, by: StacksBy, before = BASE) =>
    diffReplicationOrder(declared(before, by), declared(after, by)).map((change) =>
      describeChangeIn(by, change),
    );
  const none = base(`replication:\n${RULE}`, '');

  test.each<readonly [what: string, by: StacksBy, after: string, said: readonly string[]]>([
    ['altogether', 'account', none, [first('develop, management')]],
    ['altogether', 'registry', none, [first('develop_us, management')]],
    // In one stack Terraform takes it away before what it refers to.
    ['altogether', 'topology', none, []],
    ['for a destination', 'account', base('[develop_us, management]', '[develop_us]'), [first('management')]],
    [
      'for a destination',
      'registry',
      base('[develop_us, management]', '[management]'),
      [first('develop_us')],
    ],
    [
      'with its repository, for another',
      'registry',
      BASE.replaceAll('my-repo', 'other'),
      [first('develop_us, management')],
    ],
    ['for a wider one', 'registry', base('[my-repo]', '[my-]'), []],
    ['for all repositories', 'registry', base('[my-repo]', 'all'), []],
    [
      'and comes back in parts',
      'registry',
      base(RULE, RULE.replace('_us, management', '_us') + RULE.replace('develop_us, ', '')),
      [],
    ],
  ])('%s, by %s', (_, by, after, said) => {
    expect(order(after, by)).toEqual(said);
  });

  test('with its account is nothing to deploy', () => {
    const gone = base('[develop_us, management]', '[develop_us]')
      .replace('  management: { id: "999999999999" }\n', '')
      .replace('  management: { account: management, region: ap-northeast-1 }\n', '');
    expect(order(gone, 'account')).toEqual([]);
  });

  test('is no matter of order where the layout changes, which moves everything', () => {
    expect(diffReplicationOrder(declared(BASE, 'account'), declared(none, 'registry'))).toEqual([]);
  });
});

describe('imports', () => {
  const PLACE = '{ account: management, region: ap-northeast-1 }';
  const imported = base(PLACE, PLACE.replace(' }', ', import: true }'));
  const words = (before: string, after: string) =>
    diffImports(declared(before), declared(after)).map((change) => describeChangeIn('topology', change));

  test.each([
    [
      'of a registry',
      BASE,
      imported,
      ['imports: 2 resources of management are taken over instead of created'],
    ],
    [
      'that are taken out again',
      imported,
      BASE,
      [
        'imports: 2 resources of management are no longer taken over, but created where the state does not have them',
      ],
    ],
    [
      'of a repository',
      BASE,
      base('my-repo: { registry: develop }', 'my-repo: { registry: develop, import: { develop: true } }'),
      ['imports: 1 resource of develop is taken over instead of created'],
    ],
    ['that stay', imported, imported, []],
    ['of what is declared no more', imported, base('[develop_us, management]', '[develop_us]'), []],
  ])('%s', (_, before, after, said) => {
    expect(words(before, after)).toEqual(said);
  });
});
