import { replicationDestinationRemoved } from '../../../src/plan/rules/replication-destination-removed';
import type { ResourceParts } from '../plans';
import { ALLOWED, configuration, held, registryPolicy, replication, type RuleParts } from '../replicating';
import { testRule } from './rule-cases';

const US = '111111111111/us-west-1';
const MANAGEMENT = '999999999999/ap-northeast-1';
const ARN = 'arn:aws:ecr:ap-northeast-1:999999999999:repository/';
const ADDRESS = 'aws_ecr_replication_configuration.develop';

/** The configuration before and after; without rules, there is none. */
function changed(before: readonly RuleParts[], after: readonly RuleParts[]): ResourceParts {
  return replication('develop', {
    before: configuration(...before),
    ...(after.length === 0 ? {} : { after: configuration(...after) }),
  });
}
const repositories = ['app', 'app-web', 'tool'].map((name) => held('develop', name, 'there'));

testRule(replicationDestinationRemoved, [
  {
    name: 'a destination goes',
    resources: [
      ...repositories,
      changed([{ filters: ['app'], to: [US, MANAGEMENT] }], [{ filters: ['app'], to: [US] }]),
    ],
    finds: [
      [
        ADDRESS,
        "111111111111 in ap-northeast-1 no longer replicates 'app', 'app-web' and other repositories that start with 'app' to 999999999999 in ap-northeast-1",
        'Otherwise keep the destination',
      ],
    ],
  },
  {
    name: 'the whole configuration goes',
    resources: [...repositories, changed([{ to: [US, MANAGEMENT] }], [])],
    finds: [
      [ADDRESS, "'app', 'app-web', 'tool' and all other repositories to 111111111111 in us-west-1"],
      [ADDRESS, "'app', 'app-web', 'tool'", '999999999999 in ap-northeast-1'],
    ],
  },
  {
    name: 'a narrower filter takes fewer',
    resources: [
      ...repositories,
      changed([{ filters: ['app'], to: [US] }], [{ filters: ['app-'], to: [US] }]),
    ],
    finds: [[ADDRESS, "'app' and other repositories that start with 'app' but not with 'app-' to"]],
  },
  {
    name: 'a shorter filter takes the same',
    resources: [
      ...repositories,
      changed([{ filters: ['app', 'app-web', 'idle'], to: [US] }], [{ filters: ['ap', 'i'], to: [US] }]),
    ],
    finds: [],
  },
  {
    name: 'another rule takes the same',
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
    name: 'a filter that takes nothing that the plans have',
    resources: [
      ...repositories,
      changed([{ filters: ['app', 'old/'], to: [US] }], [{ filters: ['app'], to: [US] }]),
    ],
    finds: [[ADDRESS, "replicates repositories that start with 'old/' to"]],
  },
  {
    name: 'a narrower filter takes all that the plans have, and not what others have',
    resources: [
      held('develop', 'prod-x', 'there'),
      changed([{ filters: ['pro'], to: [US] }], [{ filters: ['prod'], to: [US] }]),
    ],
    finds: [[ADDRESS, "replicates repositories that start with 'pro' but not with 'prod' to"]],
  },
  {
    name: 'not everything any more',
    resources: [
      held('develop', 'app', 'there'),
      changed([{ to: [US] }], [{ filters: ['app', 'web'], to: [US] }]),
    ],
    finds: [[ADDRESS, "replicates all repositories that do not start with 'app', 'web' to"]],
  },
  {
    name: 'the repository goes, but its filter took another',
    resources: [
      held('develop', 'app', 'destroyed'),
      held('develop', 'app-web', 'there'),
      changed([{ filters: ['app'], to: [US] }], []),
    ],
    finds: [[ADDRESS, "replicates 'app-web' and other repositories that start with 'app' to"]],
  },
  {
    name: 'the repository goes, too',
    resources: [held('develop', 'tool', 'destroyed'), changed([{ filters: ['tool'], to: [US] }], [])],
    finds: [],
  },
  {
    name: 'the replica is destroyed, which repository-destroyed reports',
    resources: [
      held('develop', 'team/app', 'there'),
      held('develop_us', 'team/app', 'destroyed'),
      changed([{ filters: ['team/'], to: [US] }], []),
    ],
    finds: [],
  },
  {
    name: 'one of two replicas is destroyed',
    resources: [
      held('develop', 'app', 'there'),
      held('develop', 'app-web', 'there'),
      held('develop_us', 'app', 'destroyed'),
      held('develop_us', 'app-web', 'there'),
      changed([{ filters: ['app'], to: [US] }], []),
    ],
    finds: [[ADDRESS, "replicates 'app-web' and other repositories that start with 'app' to"]],
  },
  {
    name: 'the destination never accepted what is dropped',
    resources: [
      held('develop', 'my-repo', 'there'),
      held('develop', 'my-repo-2', 'there'),
      held('management', 'my-repo', 'there'),
      registryPolicy('management', [ALLOWED], 'there'),
      changed([{ filters: ['my-'], to: [MANAGEMENT] }], [{ filters: ['my-repo'], to: [MANAGEMENT] }]),
    ],
    finds: [],
  },
  {
    name: 'the destination accepted one of them',
    resources: [
      held('develop', 'my-repo', 'there'),
      held('develop', 'web', 'there'),
      held('management', 'my-repo', 'there'),
      registryPolicy('management', [ALLOWED], 'there'),
      changed([{ to: [MANAGEMENT] }], []),
    ],
    finds: [[ADDRESS, "replicates 'my-repo' to 999999999999 in ap-northeast-1:"]],
  },
  {
    name: 'the destination accepted a namespace of which the plans have nothing',
    resources: [
      held('develop', 'web', 'there'),
      registryPolicy('management', [{ ...ALLOWED, Resource: [`${ARN}team/*`] }], 'there'),
      changed([{ to: [MANAGEMENT] }], [{ filters: ['web'], to: [MANAGEMENT] }]),
    ],
    finds: [[ADDRESS, "replicates all repositories that do not start with 'web' to"]],
  },
  {
    name: 'the destination accepted a repository that the plans do not have, which is still replicated',
    resources: [
      held('develop', 'web', 'there'),
      registryPolicy('management', [{ ...ALLOWED, Resource: [`${ARN}team/app`] }], 'there'),
      changed([{ to: [MANAGEMENT] }], [{ filters: ['team/'], to: [MANAGEMENT] }]),
    ],
    finds: [],
  },
  {
    name: 'the registry policy of the destination may be in another stack',
    resources: [
      held('develop', 'my-repo', 'there'),
      held('management', 'my-repo', 'there'),
      changed([{ filters: ['my-repo'], to: [MANAGEMENT] }], []),
    ],
    finds: [[ADDRESS, "'my-repo'"]],
  },
  {
    name: 'the replicas may be in another stack',
    resources: [
      held('develop', 'my-repo', 'there'),
      registryPolicy('management', [ALLOWED], 'there'),
      changed([{ filters: ['my-repo'], to: [MANAGEMENT] }], []),
    ],
    finds: [[ADDRESS, "'my-repo'"]],
  },
  {
    name: 'what it will be is not known',
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
