import { imagesBeforeReplication } from '../../../src/lint/plan/images-before-replication';
import type { ResourceParts } from '../../plan/plans';
import {
  configuration,
  repositoryIn,
  registryPolicy,
  replication,
  type RuleParts,
} from '../../plan/replicating';
import { testRule } from './rule-cases';

const US = '111111111111/us-west-1';
const MANAGEMENT = '999999999999/ap-northeast-1';
const ADDRESS = 'aws_ecr_replication_configuration.develop';
const COMMAND = 'aws ecr start-replication-backfill --region ap-northeast-1 --destination region=';
const TO_US = `${COMMAND}us-west-1,registryId=111111111111`;

function changed(before: readonly RuleParts[], after: readonly RuleParts[]): ResourceParts {
  return replication('develop', { before: configuration(...before), after: configuration(...after) });
}

const existing = ['app', 'web'].flatMap((name) => [
  repositoryIn('develop', name, 'there'),
  repositoryIn('develop_us', name, 'there'),
]);

testRule(imagesBeforeReplication, [
  {
    name: 'prints one command for a destination that is added by two rules',
    resources: [
      ...existing,
      changed(
        [],
        [
          { filters: ['app'], to: [US] },
          { filters: ['web'], to: [US] },
        ],
      ),
    ],
    finds: [[ADDRESS, "'app', 'web'", TO_US]],
  },
  {
    name: 'prints the command for a prefix that is added to a destination',
    resources: [
      ...existing,
      changed([{ filters: ['app'], to: [US] }], [{ filters: ['app', 'web'], to: [US] }]),
    ],
    finds: [[ADDRESS, "Starts to replicate 'web' from", TO_US]],
    lacks: ["'app'"],
  },
  {
    name: 'prints the command for a destination that no plan contains',
    resources: [
      ...existing,
      changed([{ filters: ['app'], to: [US] }], [{ filters: ['app'], to: [US, MANAGEMENT] }]),
    ],
    finds: [[ADDRESS, `${COMMAND}ap-northeast-1,registryId=999999999999`]],
  },
  {
    name: 'prints the command for a destination whose policy another stack may have',
    resources: [
      ...existing,
      repositoryIn('management', 'app', 'there'),
      changed([], [{ filters: ['app'], to: [MANAGEMENT] }]),
    ],
    finds: [[ADDRESS, `${COMMAND}ap-northeast-1,registryId=999999999999`]],
  },
  {
    name: 'ignores a destination whose policy does not allow it',
    resources: [
      ...existing,
      repositoryIn('management', 'app', 'there'),
      registryPolicy('management', [], 'there'),
      changed([], [{ filters: ['app'], to: [MANAGEMENT] }]),
    ],
    finds: [],
  },
  {
    name: 'ignores repositories that the plan creates',
    resources: [
      repositoryIn('develop', 'app'),
      repositoryIn('develop_us', 'app'),
      changed([], [{ filters: ['app'], to: [US] }]),
    ],
    finds: [],
  },
  {
    name: 'ignores rules that are split',
    resources: [
      ...existing,
      changed(
        [{ filters: ['app', 'web'], to: [US] }],
        [
          { filters: ['app'], to: [US] },
          { filters: ['web'], to: [US] },
        ],
      ),
    ],
    finds: [],
  },
]);
