import type { FailureKind } from '../../src/live/failure';
import type { Unreadable } from '../../src/live/registry/live-topology';
import type { Topology } from '../../src/model/topology';
import { relevantUnreadable } from '../../src/verify/relevant-unreadable';
import { base, BASE, topologyOf } from '../declaration/declarations';

const TOPOLOGY = topologyOf(
  base(
    '  develop: { account: develop, region: ap-northeast-1 }',
    `  develop:
    account: develop
    region: ap-northeast-1
    creationTemplates: [{ prefix: team, appliedFor: [CREATE_ON_PUSH] }]`,
  ),
);

const UNUSED = topologyOf(BASE);

interface Case {
  readonly topology?: Topology;
  readonly ignoresUndeclared?: boolean;
  readonly kind?: FailureKind;
}

/** Whether a value of registry `develop` is reported as one that could not be read. */
function isReported(
  part: Unreadable['part'],
  name?: string,
  { topology = TOPOLOGY, ignoresUndeclared = false, kind = 'denied' }: Case = {},
): boolean {
  const { accountId, region } = topology.registries.find((each) => each.name === 'develop')!;
  const failure = { call: 'ecr:DescribeRegistry', kind, code: 'code', message: 'message' } as const;
  const unreadable = [{ registry: { accountId, region }, part, name, failure }];
  return relevantUnreadable(topology, unreadable, { ignoresUndeclared }).length > 0;
}

const IGNORING = { ignoresUndeclared: true };

describe('relevantUnreadable', () => {
  test.each(['repositories', 'repositoryPolicies', 'lifecyclePolicies', 'repositoryTags'] as const)(
    'leaves out %s of a repository that is not declared',
    (part) => {
      expect(isReported(part, 'my-repo')).toBe(true);
      expect(isReported(part, 'other')).toBe(false);
    },
  );

  test('leaves out the settings of a template that is not declared', () => {
    expect(isReported('creationTemplates', 'team')).toBe(true);
    expect(isReported('creationTemplates', 'other')).toBe(false);
  });

  test.each(['policy', 'replication', 'pullThroughCache', 'pullTimeUpdateExclusions'] as const)(
    'leaves out %s that are not declared, only if these are ignored',
    (part) => {
      const topology = {
        ...UNUSED,
        registries: UNUSED.registries.map((each) => ({ ...each, policy: undefined, replication: [] })),
      };
      expect(isReported(part, undefined, { topology })).toBe(true);
      expect(isReported(part, undefined, { topology, ...IGNORING })).toBe(false);
    },
  );

  test.each(['repositoryPolicies', 'lifecyclePolicies'] as const)(
    'leaves out %s if no repository declares one and these are ignored',
    (part) => {
      const topology = {
        ...UNUSED,
        registries: UNUSED.registries.map((each) => ({
          ...each,
          repositories: each.repositories.map((repository) => ({ ...repository, policy: undefined })),
        })),
      };
      expect(isReported(part, undefined, { topology })).toBe(true);
      expect(isReported(part, undefined, { topology, ...IGNORING })).toBe(false);
    },
  );

  test('keeps what is declared if other resources are ignored', () => {
    expect(isReported('repositories', undefined, IGNORING)).toBe(true);
    expect(isReported('repositoryTags', 'my-repo', IGNORING)).toBe(true);
    expect(isReported('creationTemplates', undefined, IGNORING)).toBe(true);
    expect(isReported('replication', undefined, IGNORING)).toBe(true);
    expect(isReported('registry', undefined, IGNORING)).toBe(true);
  });

  test('leaves out what the endpoint does not implement, unless it is declared', () => {
    expect(isReported('pullThroughCache', undefined, { kind: 'not-supported' })).toBe(false);
    expect(isReported('creationTemplates', undefined, { kind: 'not-supported' })).toBe(true);
  });
});
