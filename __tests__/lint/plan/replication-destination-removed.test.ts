import { replicationDestinationRemoved } from '../../../src/lint/plan/replication-destination-removed';
import type { ResourceParts } from '../../plan/plans';
import {
  ALLOWED,
  configuration,
  repositoryIn,
  registryPolicy,
  replication,
  type RuleParts,
} from '../../plan/replicating';
import { testRule } from './rule-cases';

const US = '111111111111/us-west-1';
const MANAGEMENT = '999999999999/ap-northeast-1';
const ARN = 'arn:aws:ecr:ap-northeast-1:999999999999:repository/';
const ADDRESS = 'aws_ecr_replication_configuration.develop';

/** The configuration before and after; without rules, it does not exist. */
function changed(before: readonly RuleParts[], after: readonly RuleParts[]): ResourceParts {
  return replication('develop', {
    before: configuration(...before),
    ...(after.length === 0 ? {} : { after: configuration(...after) }),
  });
}
const repositories = ['app', 'app-web', 'tool'].map((name) => repositoryIn('develop', name, 'there'));

testRule(replicationDestinationRemoved, [
  {
    name: 'reports a destination that is removed',
    resources: [
      ...repositories,
      changed([{ filters: ['app'], to: [US, MANAGEMENT] }], [{ filters: ['app'], to: [US] }]),
    ],
    finds: [
      [
        ADDRESS,
        "Stops the replication of 'app', 'app-web' and other repositories that start with 'app' from 111111111111 in ap-northeast-1 to 999999999999 in ap-northeast-1",
        'Otherwise, keep the destination',
      ],
    ],
  },
  {
    name: 'reports a configuration that is removed',
    resources: [...repositories, changed([{ to: [US, MANAGEMENT] }], [])],
    finds: [
      [
        ADDRESS,
        "'app', 'app-web', 'tool' and all other repositories from 111111111111 in ap-northeast-1 to 111111111111 in us-west-1",
      ],
      [ADDRESS, "'app', 'app-web', 'tool'", '999999999999 in ap-northeast-1'],
    ],
  },
  {
    name: 'reports a longer filter that matches fewer repositories',
    resources: [
      ...repositories,
      changed([{ filters: ['app'], to: [US] }], [{ filters: ['app-'], to: [US] }]),
    ],
    finds: [[ADDRESS, "'app' and other repositories that start with 'app' but not with 'app-' from"]],
  },
  {
    name: 'does not report a shorter filter that matches the same repositories',
    resources: [
      ...repositories,
      changed([{ filters: ['app', 'app-web', 'idle'], to: [US] }], [{ filters: ['ap', 'i'], to: [US] }]),
    ],
    finds: [],
  },
  {
    name: 'does not report another rule that matches the same repositories',
    resources: [
      ...repositories,
      changed(
        [
          { filters: ['app'], to: [US] },
          { filters: ['tool'], to: [US] },
        ],
        [{ to: [MANAGEMENT, US] }],
      ),
    ],
    finds: [],
  },
  {
    name: 'reports a filter that matches no repository of these plans',
    resources: [
      ...repositories,
      changed([{ filters: ['app', 'old/'], to: [US] }], [{ filters: ['app'], to: [US] }]),
    ],
    finds: [[ADDRESS, "replication of repositories that start with 'old/' from"]],
  },
  {
    name: 'reports a longer filter that matches all repositories of these plans, but fewer of others',
    resources: [
      repositoryIn('develop', 'prod-x', 'there'),
      changed([{ filters: ['pro'], to: [US] }], [{ filters: ['prod'], to: [US] }]),
    ],
    finds: [[ADDRESS, "replication of repositories that start with 'pro' but not with 'prod' from"]],
  },
  {
    name: 'reports a rule that no longer matches all repositories',
    resources: [
      repositoryIn('develop', 'app', 'there'),
      changed([{ to: [US] }], [{ filters: ['app', 'web'], to: [US] }]),
    ],
    finds: [[ADDRESS, "replication of all repositories that do not start with 'app', 'web' from"]],
  },
  {
    name: 'reports a filter that matched more than the destroyed repository',
    resources: [
      repositoryIn('develop', 'app', 'destroyed'),
      repositoryIn('develop', 'app-web', 'there'),
      changed([{ filters: ['app'], to: [US] }], []),
    ],
    finds: [[ADDRESS, "replication of 'app-web' and other repositories that start with 'app' from"]],
  },
  {
    name: 'does not report a destination of a repository that is destroyed too',
    resources: [repositoryIn('develop', 'tool', 'destroyed'), changed([{ filters: ['tool'], to: [US] }], [])],
    finds: [],
  },
  {
    name: 'does not report a destroyed replica, which repository-destroyed reports',
    resources: [
      repositoryIn('develop', 'team/app', 'there'),
      repositoryIn('develop_us', 'team/app', 'destroyed'),
      changed([{ filters: ['team/'], to: [US] }], []),
    ],
    finds: [],
  },
  {
    name: 'reports one of two replicas that is not destroyed',
    resources: [
      repositoryIn('develop', 'app', 'there'),
      repositoryIn('develop', 'app-web', 'there'),
      repositoryIn('develop_us', 'app', 'destroyed'),
      repositoryIn('develop_us', 'app-web', 'there'),
      changed([{ filters: ['app'], to: [US] }], []),
    ],
    finds: [[ADDRESS, "replication of 'app-web' and other repositories that start with 'app' from"]],
  },
  {
    name: 'does not report repositories that the destination never accepted',
    resources: [
      repositoryIn('develop', 'my-repo', 'there'),
      repositoryIn('develop', 'my-repo-2', 'there'),
      repositoryIn('management', 'my-repo', 'there'),
      registryPolicy('management', [ALLOWED], 'there'),
      changed([{ filters: ['my-'], to: [MANAGEMENT] }], [{ filters: ['my-repo'], to: [MANAGEMENT] }]),
    ],
    finds: [],
  },
  {
    name: 'reports only the repository that the destination accepted',
    resources: [
      repositoryIn('develop', 'my-repo', 'there'),
      repositoryIn('develop', 'web', 'there'),
      repositoryIn('management', 'my-repo', 'there'),
      registryPolicy('management', [ALLOWED], 'there'),
      changed([{ to: [MANAGEMENT] }], []),
    ],
    finds: [
      [
        ADDRESS,
        "replication of 'my-repo' from 111111111111 in ap-northeast-1 to 999999999999 in ap-northeast-1.",
      ],
    ],
  },
  {
    name: 'reports a namespace that the destination accepted, without repositories in these plans',
    resources: [
      repositoryIn('develop', 'web', 'there'),
      registryPolicy('management', [{ ...ALLOWED, Resource: [`${ARN}team/*`] }], 'there'),
      changed([{ to: [MANAGEMENT] }], [{ filters: ['web'], to: [MANAGEMENT] }]),
    ],
    finds: [[ADDRESS, "replication of all repositories that do not start with 'web' from"]],
  },
  {
    name: 'does not report an accepted repository outside of these plans that is still replicated',
    resources: [
      repositoryIn('develop', 'web', 'there'),
      registryPolicy('management', [{ ...ALLOWED, Resource: [`${ARN}team/app`] }], 'there'),
      changed([{ to: [MANAGEMENT] }], [{ filters: ['team/'], to: [MANAGEMENT] }]),
    ],
    finds: [],
  },
  {
    name: 'reports a destination whose registry policy may be in another stack',
    resources: [
      repositoryIn('develop', 'my-repo', 'there'),
      repositoryIn('management', 'my-repo', 'there'),
      changed([{ filters: ['my-repo'], to: [MANAGEMENT] }], []),
    ],
    finds: [[ADDRESS, "'my-repo'"]],
  },
  {
    name: 'reports a destination whose replicas may be in another stack',
    resources: [
      repositoryIn('develop', 'my-repo', 'there'),
      registryPolicy('management', [ALLOWED], 'there'),
      changed([{ filters: ['my-repo'], to: [MANAGEMENT] }], []),
    ],
    finds: [[ADDRESS, "'my-repo'"]],
  },
  {
    name: 'does not report rules that are known only after apply',
    resources: [
      ...repositories,
      {
        ...changed([{ to: [US] }], [{ to: [US] }]),
        unknown: { replication_configuration: [{ rule: true }] },
      },
    ],
    finds: [],
  },
]);
