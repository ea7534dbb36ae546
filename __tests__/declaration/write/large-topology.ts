import type { LoadedTopology } from '../../../src/lint/declaration/load';
import { loadValid } from './written';

const REGIONS = ['ap-northeast-1', 'us-west-2', 'eu-central-1', 'eu-west-1', 'us-east-1'];
const TEAMS = 25;

/**
 * Returns an organization with 10 registries: teams push to a registry, which replicates to two others; some services
 * have their own settings, some registries their own tools.
 */
export function largeTopology(repositories: number): LoadedTopology {
  const perTeam = repositories / TEAMS;
  const registries = Object.fromEntries(
    ['images', 'production'].flatMap((account) =>
      REGIONS.map((region, index) => [`${account}_${index}`, { account, region }]),
    ),
  );
  const names = Array.from({ length: TEAMS }, (_, team) =>
    Array.from({ length: perTeam }, (__, index) => `team-${team}/service-${index}`),
  ).flat();
  const declared = {
    accounts: {
      images: { id: '111111111111' },
      production: { id: '222222222222' },
      build: { id: '333333333333' },
    },
    registries: {
      ...registries,
      images_0: {
        ...registries.images_0,
        scanning: { type: 'BASIC', rules: [{ frequency: 'SCAN_ON_PUSH', repositories: ['*'] }] },
      },
    },
    defaults: {
      repository: {
        imageTagMutability: 'IMMUTABLE',
        scanOnPush: true,
        lifecycle: [
          { description: 'Untagged', tagStatus: 'untagged', daysSincePushed: 14, action: 'expire' },
          {
            description: 'Old releases',
            tagStatus: 'tagged',
            tagPrefixes: ['v'],
            countMoreThan: 200,
            action: 'expire',
          },
        ],
        statements: [
          { sid: 'Audit', principals: 'build', actions: ['ecr:DescribeImages', 'ecr:ListImages'] },
        ],
      },
    },
    repositories: Object.fromEntries(
      names.map((name, index) => [
        name,
        {
          registry: index % 10 === 9 ? `images_${1 + (index % 4)}` : 'images_0',
          ...(index % 7 === 0 ? { imageTagMutability: 'MUTABLE' } : {}),
          ...(index % 50 === 0 ? { lifecycle: [] } : {}),
          tags: { team: name.split('/')[0] },
        },
      ]),
    ),
    replication: [
      { from: 'images_0', to: ['images_1', 'images_2'], repositories: 'all' },
      {
        from: 'images_0',
        to: ['production_0', 'production_1'],
        repositories: ['team-'],
        createRepositories: true,
      },
      { from: 'images_2', to: ['production_2'], repositories: ['team-'], createRepositories: true },
    ],
    access: Array.from({ length: TEAMS }, (_, team) => [
      {
        allow: 'pull-push',
        repositories: `team-${team}/*`,
        principals: `arn:aws:iam::333333333333:role/ci-team-${team}`,
      },
      {
        allow: 'pull',
        repositories: `team-${team}/*`,
        principals: [`arn:aws:iam::222222222222:role/team-${team}`, { lambda: 'production' }],
      },
    ]).flat(),
    tags: { 'managed-by': 'terraform' },
  };
  return loadValid(JSON.stringify(declared));
}
