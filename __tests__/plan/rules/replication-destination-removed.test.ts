import { replicationDestinationRemoved } from '../../../src/plan/rules/replication-destination-removed';
import type { ResourceParts } from '../plans';
import { configuration, held, replication, type RuleParts } from '../replicating';
import { testRule } from './rule-cases';

const US = '111111111111/us-west-1';
const MANAGEMENT = '999999999999/ap-northeast-1';
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
        "Images of 'app', 'app-web' and of whatever else starts with 'app' that are pushed to 111111111111 in ap-northeast-1 are no longer replicated to 999999999999 in ap-northeast-1",
      ],
    ],
  },
  {
    name: 'the whole configuration goes',
    resources: [...repositories, changed([{ to: [US, MANAGEMENT] }], [])],
    finds: [
      [ADDRESS, "'app', 'app-web', 'tool' and of every other repository that", '111111111111 in us-west-1'],
      [ADDRESS, "'app', 'app-web', 'tool'", '999999999999 in ap-northeast-1'],
    ],
  },
  {
    name: 'a narrower filter takes fewer',
    resources: [
      ...repositories,
      changed([{ filters: ['app'], to: [US] }], [{ filters: ['app-'], to: [US] }]),
    ],
    finds: [[ADDRESS, "Images of 'app' and of whatever else starts with 'app' but not with 'app-' that"]],
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
    finds: [[ADDRESS, "Images of what starts with 'old/' that"]],
  },
  {
    name: 'a narrower filter takes all that the plans have, and not what others have',
    resources: [
      held('develop', 'prod-x', 'there'),
      changed([{ filters: ['pro'], to: [US] }], [{ filters: ['prod'], to: [US] }]),
    ],
    finds: [[ADDRESS, "Images of what starts with 'pro' but not with 'prod' that"]],
  },
  {
    name: 'not everything any more',
    resources: [
      held('develop', 'app', 'there'),
      changed([{ to: [US] }], [{ filters: ['app', 'web'], to: [US] }]),
    ],
    finds: [[ADDRESS, "Images of every repository but what starts with 'app', 'web' that"]],
  },
  {
    name: 'the repository goes, but its filter took another',
    resources: [
      held('develop', 'app', 'destroyed'),
      held('develop', 'app-web', 'there'),
      changed([{ filters: ['app'], to: [US] }], []),
    ],
    finds: [[ADDRESS, "Images of 'app-web' and of whatever else starts with 'app' that"]],
  },
  {
    name: 'the repository goes, too',
    resources: [held('develop', 'tool', 'destroyed'), changed([{ filters: ['tool'], to: [US] }], [])],
    finds: [],
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
