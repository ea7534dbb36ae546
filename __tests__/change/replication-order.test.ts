import { diffReplicationOrder } from '../../src/change/replication-order';
import { diffImports } from '../../src/change/stacks';
import { describeChangeIn } from '../../src/change/text';
import type { StacksBy } from '../../src/model/deployment';
import { BASE, base, deploymentOf, topologyOf } from '../declaration/declarations';

const declared = (text: string, by: StacksBy = 'topology') => ({
  topology: topologyOf(text),
  deployment: { ...deploymentOf(text), stacksBy: by },
});

const RULE = '  - { from: develop, to: [develop_us, management], repositories: [my-repo] }\n';
const first = (after: string) =>
  `stacks: deploy develop-replication before ${after}: it stops replicating to them, and Terraform does not order removals across stacks (docs/guides/layouts.md, Removing replication)`;

describe('the order of deployment if a replication rule is removed', () => {
  const order = (after: string, by: StacksBy, before = BASE) =>
    diffReplicationOrder(declared(before, by), declared(after, by)).map((change) =>
      describeChangeIn(by, change),
    );
  const none = base(`replication:\n${RULE}`, '');

  test.each<readonly [what: string, by: StacksBy, after: string, expected: readonly string[]]>([
    ['altogether', 'account', none, [first('develop, management')]],
    ['altogether', 'registry', none, [first('develop_us, management')]],
    // In a single stack, Terraform deletes the rule before the resources that it refers to.
    ['altogether', 'topology', none, []],
    ['for a destination', 'account', base('[develop_us, management]', '[develop_us]'), [first('management')]],
    [
      'for a destination',
      'registry',
      base('[develop_us, management]', '[management]'),
      [first('develop_us')],
    ],
    [
      'and replaced together with its repository',
      'registry',
      BASE.replaceAll('my-repo', 'other'),
      [first('develop_us, management')],
    ],
    ['and replaced by a wider one', 'registry', base('[my-repo]', '[my-]'), []],
    ['and replaced by a rule for all repositories', 'registry', base('[my-repo]', 'all'), []],
    [
      'and split into two rules',
      'registry',
      base(RULE, RULE.replace('_us, management', '_us') + RULE.replace('develop_us, ', '')),
      [],
    ],
  ])('%s, layout by %s', (_, by, after, expected) => {
    expect(order(after, by)).toEqual(expected);
  });

  test('is empty if the account of the destination is removed too', () => {
    const removed = base('[develop_us, management]', '[develop_us]')
      .replace('  management: { id: "999999999999" }\n', '')
      .replace('  management: { account: management, region: ap-northeast-1 }\n', '');
    expect(order(removed, 'account')).toEqual([]);
  });

  test('is empty if the layout changes, because all resources move', () => {
    expect(diffReplicationOrder(declared(BASE, 'account'), declared(none, 'registry'))).toEqual([]);
  });
});

describe('changes of imports', () => {
  const PLACE = '{ account: management, region: ap-northeast-1 }';
  const imported = base(PLACE, PLACE.replace(' }', ', import: true }'));
  const importTexts = (before: string, after: string) =>
    diffImports(declared(before), declared(after)).map((change) => describeChangeIn('topology', change));

  test.each([
    ['of a registry', BASE, imported, ['imports: 2 resources of management are imported instead of created']],
    [
      'that are removed',
      imported,
      BASE,
      [
        'imports: 2 resources of management are no longer imported, and created if the state does not contain them',
      ],
    ],
    [
      'of a repository',
      BASE,
      base('my-repo: { registry: develop }', 'my-repo: { registry: develop, import: { develop: true } }'),
      ['imports: 1 resource of develop is imported instead of created'],
    ],
    ['that do not change', imported, imported, []],
    [
      'of resources that are no longer declared',
      imported,
      base('[develop_us, management]', '[develop_us]'),
      [],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(importTexts(before, after)).toEqual(expected);
  });
});
