import type { Topology } from '../../../src/model/topology';
import { isKnown } from '../../../src/model/unknown';
import { planForget } from '../../../src/plan/state/forget';
import { readStateTopology } from '../../../src/plan/state/state-topology';
import { STATE_FILE, stateOf } from './states';

const SCANNING = 'aws_ecr_registry_scanning_configuration.develop_us';
const PARTNER = 'aws_ecr_repository_policy.partner';

/** The topology of a state without its unknown values and some of its repositories. */
function adoptedOf({ registries }: ReturnType<typeof readStateTopology>['topology'], without = ''): Topology {
  return {
    registries: registries.map((registry) => ({
      ...registry,
      repositories: registry.repositories
        .filter(({ name }) => name !== without)
        .map((each) => ({ ...each, policy: isKnown(each.policy) ? each.policy : undefined })),
    })),
    identities: [],
  } as unknown as Topology; // all other values are known
}

describe('planForget', () => {
  const state = stateOf(STATE_FILE);
  const read = readStateTopology([state]);

  test('names resources and modules whose instances are all adopted', () => {
    expect(planForget([state], read, adoptedOf(read.topology))).toEqual([
      {
        state: STATE_FILE,
        removed: [
          'aws_ecr_registry_policy.management',
          'aws_ecr_replication_configuration.develop',
          'aws_ecr_repository.base',
          'aws_ecr_repository.replica',
          'aws_ecr_repository_policy.replica',
          'module.team',
        ],
        instances: [],
        kept: [SCANNING, PARTNER],
      },
    ]);
  });

  test('names instances if others of the same resource stay', () => {
    const [plan] = planForget([state], read, adoptedOf(read.topology, 'team/api'));
    // Both registries have it.
    expect(plan).toMatchObject({
      removed: [
        'aws_ecr_registry_policy.management',
        'aws_ecr_replication_configuration.develop',
        'aws_ecr_repository.base',
      ],
      instances: [
        'aws_ecr_repository.replica["team/web"]',
        'module.team["a.b"].aws_ecr_lifecycle_policy.this["team/web"]',
        'module.team["a.b"].aws_ecr_repository.this["team/web"]',
        'module.team["c"].aws_ecr_lifecycle_policy.this["other"]',
        'module.team["c"].aws_ecr_repository.this["other"]',
      ],
    });
    expect(plan?.kept).toContain('aws_ecr_repository.replica["team/api"]');
  });

  test('names nothing of a state whose resources are not adopted', () => {
    const [plan] = planForget([state], read, { registries: [], identities: [] });
    expect(plan).toMatchObject({ removed: [], instances: [] });
    expect(plan?.kept).toHaveLength(15);
  });
});
