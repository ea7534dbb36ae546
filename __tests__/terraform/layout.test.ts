import fc from 'fast-check';
import type { Deployment, StacksBy } from '../../src/model/deployment';
import type { Topology } from '../../src/model/topology';
import { layOut, stackNames, wavesOf, type StackLayout } from '../../src/terraform/layout';
import { migrationFrom } from '../../src/terraform/migration';
import { resourceAddress } from '../../src/terraform/resources';
import { BASE, deploymentOf, topologyOf } from '../declaration/declarations';
import { declarationsWithAccess, picker, reordered } from '../declaration/random-declarations';
import { runs } from '../random-runs';

const LAYOUTS = ['topology', 'account', 'registry'] as const;

/** Caches the last declaration, because each is laid out in several ways. */
let last: { readonly text: string; readonly topology: Topology; readonly deployment: Deployment } | undefined;

function declared(text: string) {
  if (last?.text !== text) last = { text, topology: topologyOf(text), deployment: deploymentOf(text) };
  return last;
}

function layOutBy(text: string, by: StacksBy): readonly StackLayout[] {
  const { topology, deployment } = declared(text);
  return layOut(topology, { ...deployment, stacksBy: by });
}

/** Returns providers, resources and dependencies of each stack. */
function summarize(stacks: readonly StackLayout[]) {
  return Object.fromEntries(
    stacks.map(({ name, providers, resources, dependsOn }) => [
      name,
      {
        providers: providers.map(({ alias, accountId, region }) => `${alias} ${accountId} ${region}`),
        holds: resources.map(({ resource, provider, region }) =>
          [resourceAddress(resource), provider, ...(region === undefined ? [] : [region])].join(' '),
        ),
        dependsOn,
      },
    ]),
  );
}

const ROLE = 'arn:aws:iam::999999999999:role/ci';
const GRANTED = `${BASE}access:\n  - { allow: pull, repositories: my-repo, registries: develop, principals: "${ROLE}" }\n`;

test('by account: one stack with one provider for each account, and one for its replication', () => {
  expect(summarize(layOutBy(GRANTED, 'account'))).toEqual({
    develop: {
      providers: ['develop 111111111111 ap-northeast-1'],
      holds: [
        'aws_ecr_repository.develop-my-repo develop ap-northeast-1',
        'aws_ecr_repository_policy.develop-my-repo develop ap-northeast-1',
        'aws_ecr_repository.develop_us-my-repo develop us-west-1',
      ],
      dependsOn: [],
    },
    'develop-replication': {
      providers: ['develop 111111111111 ap-northeast-1'],
      holds: ['aws_ecr_replication_configuration.develop develop ap-northeast-1'],
      dependsOn: ['develop', 'management'],
    },
    management: {
      providers: ['management 999999999999 ap-northeast-1'],
      holds: [
        'aws_ecr_repository.management-my-repo management ap-northeast-1',
        'aws_ecr_registry_policy.management management ap-northeast-1',
        'aws_iam_role_policy.account_999999999999-ci management',
      ],
      dependsOn: [],
    },
    'management-replication': {
      providers: ['management 999999999999 ap-northeast-1'],
      holds: [],
      dependsOn: [],
    },
  });
});

test('by registry: one stack for each registry, one for its replication, and one for the identities of each account', () => {
  expect(summarize(layOutBy(GRANTED, 'registry'))).toEqual({
    develop: {
      providers: ['develop 111111111111 ap-northeast-1'],
      holds: [
        'aws_ecr_repository.develop-my-repo develop',
        'aws_ecr_repository_policy.develop-my-repo develop',
      ],
      dependsOn: [],
    },
    'develop-replication': {
      providers: ['develop 111111111111 ap-northeast-1'],
      holds: ['aws_ecr_replication_configuration.develop develop'],
      dependsOn: ['develop_us', 'management'],
    },
    develop_us: {
      providers: ['develop_us 111111111111 us-west-1'],
      holds: ['aws_ecr_repository.develop_us-my-repo develop_us'],
      dependsOn: [],
    },
    'develop_us-replication': {
      providers: ['develop_us 111111111111 us-west-1'],
      holds: [],
      dependsOn: [],
    },
    management: {
      providers: ['management 999999999999 ap-northeast-1'],
      holds: [
        'aws_ecr_repository.management-my-repo management',
        'aws_ecr_registry_policy.management management',
      ],
      dependsOn: [],
    },
    'management-replication': {
      providers: ['management 999999999999 ap-northeast-1'],
      holds: [],
      dependsOn: [],
    },
    'develop-identities': {
      providers: ['develop 111111111111 ap-northeast-1'],
      holds: [],
      dependsOn: [],
    },
    'management-identities': {
      providers: ['management 999999999999 ap-northeast-1'],
      holds: ['aws_iam_role_policy.account_999999999999-ci management'],
      dependsOn: [],
    },
  });
});

test('an account without a registry has stacks, in the Region of the IAM endpoint', () => {
  const text = BASE.replace('registries:\n', '  audit: { id: "333333333333" }\nregistries:\n');
  const named = (by: StacksBy) => layOutBy(text, by).filter(({ name }) => name.startsWith('audit'));
  expect(Object.keys(summarize(named('account')))).toEqual(['audit', 'audit-replication']);
  expect(summarize(named('registry'))).toEqual({
    'audit-identities': { providers: ['audit 333333333333 us-east-1'], holds: [], dependsOn: [] },
  });
});

test.each(LAYOUTS)(
  'by %s: an empty stack remains, so that Terraform destroys its earlier resources',
  (by) => {
    const less = BASE.slice(0, BASE.indexOf('replication:'));
    const names = (text: string) => layOutBy(text, by).map(({ name }) => name);
    expect(names(less)).toEqual(names(GRANTED));
  },
);

test('stackNames returns the names of the stacks of layOut', () => {
  for (const by of LAYOUTS) {
    const names = stackNames(topologyOf(GRANTED), { ...deploymentOf(GRANTED), stacksBy: by });
    expect(names).toEqual(layOutBy(GRANTED, by).map(({ name }) => name));
  }
});

describe('for any declaration', () => {
  const cases = fc.record({ random: declarationsWithAccess, by: fc.constantFrom(...LAYOUTS) });
  const addressesOf = (stacks: readonly StackLayout[]) =>
    stacks.flatMap(({ resources }) => resources.map(({ resource }) => resourceAddress(resource)));

  test('every resource is in one stack, with the same address in each layout', () => {
    fc.assert(
      fc.property(declarationsWithAccess, (random) => {
        const text = JSON.stringify(random);
        const [single = [], ...others] = LAYOUTS.map((by) => addressesOf(layOutBy(text, by)).sort());
        expect(new Set(single).size).toBe(single.length);
        for (const addresses of others) expect(addresses).toEqual(single);
      }),
      runs(15),
    );
  });

  test('replication starts after its destinations are ready, without a dependency cycle', () => {
    fc.assert(
      fc.property(cases, ({ random, by }) => {
        const text = JSON.stringify(random);
        const stacks = layOutBy(text, by);
        const waveOf = new Map(
          wavesOf(stacks).flatMap((wave, at) => wave.map(({ name }) => [name, at] as const)),
        );
        const stackOf = new Map(
          stacks.flatMap(({ name, resources }) =>
            resources.map(({ resource }) => [resourceAddress(resource), name] as const),
          ),
        );
        for (const { after: needed, of } of dependenciesIn(text)) {
          const [stack, other] = [stackOf.get(of)!, stackOf.get(needed)!];
          if (stack !== other) {
            expect(waveOf.get(stack)).toBeGreaterThan(waveOf.get(other)!);
          } else {
            const found = stacks
              .flatMap(({ resources }) => resources)
              .find(({ resource }) => resourceAddress(resource) === of);
            expect(found?.after).toContain(needed);
          }
        }
      }),
      runs(15),
    );
  });

  /** Returns the dependencies between resources in a single stack. */
  function dependenciesIn(text: string) {
    return layOutBy(text, 'topology').flatMap(({ resources }) =>
      resources.flatMap(({ resource, after }) =>
        after.map((address) => ({ of: resourceAddress(resource), after: address })),
      ),
    );
  }

  test('only replication stacks depend on others', () => {
    fc.assert(
      fc.property(cases, ({ random, by }) => {
        for (const { name, dependsOn } of layOutBy(JSON.stringify(random), by)) {
          if (dependsOn.length > 0) expect(name).toMatch(/-replication$/);
          for (const other of dependsOn) expect(other).not.toMatch(/-(replication|identities)$/);
        }
      }),
      runs(15),
    );
  });

  test('the layout does not depend on the order of the declaration', () => {
    fc.assert(
      fc.property(cases, fc.infiniteStream(fc.nat(1000)), ({ random, by }, seed) => {
        const other = JSON.stringify(reordered(random, picker(seed)));
        expect(layOutBy(other, by)).toEqual(layOutBy(JSON.stringify(random), by));
      }),
      runs(15),
    );
  });
});

describe('waves', () => {
  const stack = (name: string, ...dependsOn: readonly string[]): StackLayout => ({
    name,
    dependsOn,
    providers: [],
    resources: [],
    registries: [],
    dependencies: [],
  });

  test('contain stacks that depend only on earlier waves', () => {
    const waves = wavesOf([stack('c', 'b', 'a'), stack('b', 'a'), stack('a'), stack('d')]);
    expect(waves.map((wave) => wave.map(({ name }) => name))).toEqual([['a', 'd'], ['b'], ['c']]);
  });

  test('are not possible if stacks depend on each other', () => {
    expect(() => wavesOf([stack('a', 'b'), stack('b', 'a')])).toThrow('stacks depend on each other: a, b');
  });
});

describe('a migration', () => {
  const migrated = (from: StacksBy, to: StacksBy, text = GRANTED) => {
    const { topology, deployment } = declared(text);
    return migrationFrom(from, topology, { ...deployment, stacksBy: to });
  };

  test('moves all resources out of the single stack', () => {
    const { moves, removedStacks } = migrated('topology', 'registry');
    expect(removedStacks).toEqual(['ecr-topology']);
    expect(moves.map(({ from, to, address }) => `${address}: ${from} → ${to}`)).toEqual([
      'aws_ecr_repository.develop-my-repo: ecr-topology → develop',
      'aws_ecr_repository_policy.develop-my-repo: ecr-topology → develop',
      'aws_ecr_repository.develop_us-my-repo: ecr-topology → develop_us',
      'aws_ecr_repository.management-my-repo: ecr-topology → management',
      'aws_ecr_registry_policy.management: ecr-topology → management',
      'aws_ecr_replication_configuration.develop: ecr-topology → develop-replication',
      'aws_iam_role_policy.account_999999999999-ci: ecr-topology → management-identities',
    ]);
  });

  test('does not move resources of a stack that keeps its name', () => {
    expect(migrated('account', 'registry').moves.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      'develop → develop_us',
      'management → management-identities',
    ]);
    expect(migrated('account', 'registry').removedStacks).toEqual([]);
  });

  test('moves every resource to its stack in the new layout, and back', () => {
    const stackOfResources = (by: StacksBy, text: string) =>
      new Map(
        layOutBy(text, by).flatMap(({ name, resources }) =>
          resources.map(({ resource }) => [resourceAddress(resource), name] as const),
        ),
      );
    const layouts = fc.constantFrom(...LAYOUTS);
    fc.assert(
      fc.property(declarationsWithAccess, layouts, layouts, (random, from, to) => {
        const text = JSON.stringify(random);
        const states = new Map(stackOfResources(from, text));
        for (const move of migrated(from, to, text).moves) {
          expect(states.get(move.address)).toBe(move.from);
          states.set(move.address, move.to);
        }
        expect(states).toEqual(stackOfResources(to, text));
      }),
      runs(15),
    );
  });
});

describe('a replication configuration', () => {
  const after = (text: string) => {
    const [stack] = layOutBy(text, 'topology');
    const found = stack?.resources.find(
      ({ resource }) => resource.type === 'aws_ecr_replication_configuration',
    );
    return found?.after;
  };
  const template = 'creationTemplates: [{ prefix: my-repo, appliedFor: [REPLICATION] }]';

  test('depends on the creation templates for its replicas', () => {
    const text = BASE.replace('account: management,', `account: management, ${template},`);
    const rule = text.replace(
      'repositories: [my-repo] }',
      'repositories: [my-repo], createRepositories: true }',
    );
    expect(after(rule)).toContain('aws_ecr_repository_creation_template.management-my-repo');
    expect(layOutBy(rule, 'registry').find(({ name }) => name === 'develop-replication')?.dependsOn).toEqual([
      'management',
    ]);
  });

  test('does not depend on a repository that it does not replicate to', () => {
    const text = BASE.replace('replication:', '  my-repo-2: { registry: management }\nreplication:');
    expect(after(text)).toEqual([
      'aws_ecr_repository.develop_us-my-repo',
      'aws_ecr_repository.management-my-repo',
      'aws_ecr_registry_policy.management',
    ]);
  });
});
