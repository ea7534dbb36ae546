import { normaliseLifecyclePolicy } from '../../src/aws/lifecycle/policy';
import type { LiveTopology, Unreadable } from '../../src/live/registry/live-topology';
import { UNKNOWN_REGISTRY_SETTINGS } from '../../src/model/resource-types';
import type { PlannedRegistry, PlannedTopology, Topology } from '../../src/model/topology';
import { UNKNOWN, unknownOf } from '../../src/model/unknown';
import { findDifferences } from '../../src/verify/differences';
import { differenceText } from '../../src/verify/difference';
import { base, topologyOf } from '../declaration/declarations';
import { DECLARED, DEFAULT_TAGS, DEPLOYED, SEEDED, withRepository } from './seeded-differences';

function differencesBetween(
  declared: Topology,
  live: LiveTopology,
  ignoresUndeclared = false,
): readonly string[] {
  const defaultTags = declared === DECLARED ? DEFAULT_TAGS : {};
  return findDifferences(declared, live, { defaultTags, ignoresUndeclared }).map(
    (difference) => `${difference.kind} ${differenceText(difference)}`,
  );
}

function differencesFrom(topology: PlannedTopology, ignoresUndeclared = false): readonly string[] {
  return differencesBetween(DECLARED, { topology, unreadable: [], otherHeaders: [] }, ignoresUndeclared);
}

test('finds nothing if AWS contains what is declared', () => {
  expect(differencesFrom(DEPLOYED)).toEqual([]);
});

test.each(Object.entries(SEEDED))('finds that %s, and nothing else', (_, { change, expected }) => {
  expect(differencesFrom(change(DEPLOYED))).toEqual(expected);
});

test('has at least 30 different changes', () => {
  expect(Object.keys(SEEDED).length).toBeGreaterThanOrEqual(30);
});

test('finds several changes at the same time', () => {
  const names = ['a replica was deleted', 'a tag was added', 'the registry policy has scope V1'];
  const changes = names.map((name) => SEEDED[name]!);
  const changed = changes.reduce((topology, { change }) => change(topology), DEPLOYED);

  expect(differencesFrom(changed).toSorted()).toEqual(changes.flatMap(({ expected }) => expected).toSorted());
});

/** What a reader returns for a registry of which it could not read the values. */
function unknownValues(registry: PlannedRegistry): PlannedRegistry {
  return {
    ...registry,
    ...UNKNOWN_REGISTRY_SETTINGS,
    policy: UNKNOWN,
    replication: UNKNOWN,
    repositories: registry.repositories.map((repository) => ({
      ...repository,
      forceDelete: UNKNOWN,
      preventDestroy: false,
      policy: UNKNOWN,
      settings: unknownOf(['imageTagMutability', 'scanOnPush', 'encryption', 'lifecyclePolicy', 'tags']),
    })),
  };
}

describe('an unknown value', () => {
  test('is no difference', () => {
    const identities = DECLARED.identities.map((each) => ({
      ...each,
      policy: UNKNOWN,
      managedPolicies: [],
    }));
    const live = { registries: DEPLOYED.registries.map(unknownValues), identities };

    expect(differencesFrom(live)).toEqual([]);
    expect(differencesFrom(live, true)).toEqual([]);
  });

  test('of a creation template or cache rule is no difference', () => {
    const live = DEPLOYED.registries.map((registry) => ({
      ...registry,
      creationTemplates: registry.creationTemplates.map(({ prefix }) => ({
        prefix,
        ...unknownOf(['appliedFor', 'description', 'policy', 'customRoleArn']),
        settings: unknownOf(['imageTagMutability', 'encryption', 'lifecyclePolicy', 'tags']),
      })),
      pullThroughCache: registry.pullThroughCache.map(({ prefix }) => ({
        prefix,
        ...unknownOf(['upstream', 'upstreamPrefix', 'credentialArn', 'customRoleArn']),
      })),
    }));

    expect(differencesFrom({ ...DEPLOYED, registries: live })).toEqual([]);
  });

  test('of a setting of the account is no difference', () => {
    const live = DEPLOYED.registries.map((registry) => ({
      ...registry,
      accountSettings: registry.accountSettings.map((setting) => ({ ...setting, value: UNKNOWN })),
    }));

    expect(differencesFrom({ ...DEPLOYED, registries: live })).toEqual([]);
  });

  test.each(['registry', 'repositories'] as const)(
    'makes no repository missing if the %s could not be read',
    (part) => {
      const unreadable = DECLARED.registries.map(({ accountId, region }): Unreadable => ({
        registry: { accountId, region },
        part,
        name: undefined,
        failure: {
          call: 'ecr:DescribeRepositories',
          kind: 'denied',
          code: 'AccessDeniedException',
          message: 'no',
        },
      }));
      const registries = DEPLOYED.registries.map((registry) => ({ ...registry, repositories: [] }));

      expect(
        differencesBetween(DECLARED, { topology: { ...DEPLOYED, registries }, unreadable, otherHeaders: [] }),
      ).toEqual([]);
    },
  );
});

describe('a value that is not declared', () => {
  const declared = topologyOf(base('my-repo: { registry: develop }', 'my-repo: { registry: develop }'));

  function inDevelop(changed: Partial<PlannedRegistry>): LiveTopology {
    const registries = declared.registries.map((each) =>
      each.name === 'develop' ? { ...each, ...changed } : each,
    );
    return { topology: { ...declared, registries }, unreadable: [], otherHeaders: [] };
  }

  function withSettings(
    settings: Partial<PlannedRegistry['repositories'][number]['settings']>,
  ): LiveTopology {
    return inDevelop({
      repositories: declared.registries[0]!.repositories.map((each) => ({
        ...each,
        settings: { ...each.settings, ...settings },
      })),
    });
  }

  test.each<[string, LiveTopology]>([
    ['a scanning configuration', inDevelop({ scanning: { type: 'BASIC', rules: [] } })],
    ['Amazon Inspector', inDevelop({ enablesInspector: true })],
    ['an account setting', inDevelop({ accountSettings: [{ name: 'BLOB_MOUNTING', value: 'ENABLED' }] })],
    ['scan on push', withSettings({ scanOnPush: true })],
    [
      'the options of Terraform',
      inDevelop({
        repositories: declared.registries[0]!.repositories.map((each) => ({
          ...each,
          forceDelete: UNKNOWN,
          preventDestroy: true,
        })),
      }),
    ],
  ])('is no difference: %s', (_, live) => {
    expect(differencesBetween(declared, live)).toEqual([]);
  });

  const LIFECYCLE = normaliseLifecyclePolicy(
    '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}',
  );

  test('is a difference if Terraform would not change it: a lifecycle policy', () => {
    const live = withSettings({ lifecyclePolicy: LIFECYCLE });

    expect(differencesBetween(declared, live)).toEqual([
      'undeclared develop: lifecyclePolicy of repository my-repo: expires any beyond 5 images',
    ]);
    expect(differencesBetween(declared, live, true)).toEqual([]);
  });
});

test('accepts the AWS managed key of an encryption without a key', () => {
  const declared = topologyOf(
    base('{ registry: develop }', '{ registry: develop, encryption: { type: KMS } }'),
  );
  const registries = declared.registries.map((registry) => ({
    ...registry,
    repositories: registry.repositories.map((each) => ({
      ...each,
      settings: {
        ...each.settings,
        encryption: {
          type: 'KMS' as const,
          kmsKey: `arn:aws:kms:${registry.region}:111111111111:key/managed`,
        },
      },
    })),
  }));

  expect(
    differencesBetween(declared, { topology: { ...declared, registries }, unreadable: [], otherHeaders: [] }),
  ).toEqual([]);
});

test('requires Amazon Inspector for enhanced scanning, although the declaration does not enable it', () => {
  const declared = topologyOf(
    base(
      'develop_us: { account: develop, region: us-west-1 }',
      'develop_us: { account: develop, region: us-west-1, scanning: { type: ENHANCED, rules: [{ frequency: SCAN_ON_PUSH, repositories: ["*"] }] } }',
    ),
  );

  expect(differencesBetween(declared, { topology: declared, unreadable: [], otherHeaders: [] })).toEqual([
    'different develop_us: Amazon Inspector for ECR: declared enabled, because scanning is ENHANCED, in AWS disabled',
  ]);
});

describe('a repository that is not declared', () => {
  test.each([
    ['production', 'preview/feature'],
    ['hub', 'docker-hub/library/node'],
    ['production', 'base/alpine'],
  ])('in %s, %s is no difference, because ECR creates it', (registry, name) => {
    expect(differencesFrom(withRepository(registry, name)(DEPLOYED))).toEqual([]);
  });

  test.each([
    ['hub', 'preview/feature'],
    ['hub_us', 'docker-hub/library/node'],
    // The rule for app/ does not create repositories.
    ['production', 'app/unknown'],
  ])('in %s, %s is a difference', (registry, name) => {
    expect(differencesFrom(withRepository(registry, name)(DEPLOYED))).toEqual([
      `undeclared ${registry}: repository ${name}`,
    ]);
  });
});

test('--ignore-undeclared leaves out resources, but not what is added to declared ones', () => {
  const ignored = Object.entries(SEEDED).filter(
    ([, { change, expected }]) =>
      expected.every((each) => each.startsWith('undeclared')) &&
      differencesFrom(change(DEPLOYED), true).length === 0,
  );
  const reported = Object.entries(SEEDED).filter(
    ([, { change }]) => differencesFrom(change(DEPLOYED), true).length > 0,
  );

  expect(ignored.map(([name]) => name)).toEqual([
    'a repository was created',
    'a registry got a policy',
    'a pull time update exclusion was added',
    'a creation template was created',
    'a cache rule was created',
  ]);
  expect(ignored.length + reported.length).toBe(Object.keys(SEEDED).length);
});

describe('a declared role', () => {
  const [role] = DECLARED.identities;
  const others = DECLARED.identities.slice(1);

  test('that does not exist is one difference', () => {
    expect(differencesFrom({ ...DEPLOYED, identities: others })).toEqual([
      'missing arn:aws:iam::222222222222:role/ci: the role does not exist',
    ]);
  });

  test('without its policy lacks its permissions', () => {
    const identities = [{ ...role!, policy: undefined }, ...others];

    expect(differencesFrom({ ...DEPLOYED, identities })).toEqual([
      'missing arn:aws:iam::222222222222:role/ci: its identity policy allows it to pull and push to app/checkout (111111111111 in ap-northeast-1), preview/shop (111111111111 in ap-northeast-1)',
      'missing arn:aws:iam::222222222222:role/ci: its identity policy allows it to log in to all registries',
    ]);
  });

  test('may have other managed policies', () => {
    const identities = [
      { ...role!, managedPolicies: ['AmazonEC2ContainerRegistryReadOnly' as const] },
      ...others,
    ];

    expect(differencesFrom({ ...DEPLOYED, identities })).toEqual([]);
  });
});
