import { deleteReplicationReset } from '../../../src/lint/plan/delete-replication-reset';
import { configuration, replication, type RuleParts } from '../../plan/replicating';
import type { ResourceParts } from '../../plan/plans';
import { testRule } from './rule-cases';

const US = '111111111111/us-west-1';
const MANAGEMENT = '999999999999/ap-northeast-1';
const ADDRESS = 'aws_ecr_replication_configuration.develop';

/** The configuration before and after; undefined if it does not exist. */
function changed(
  before: readonly RuleParts[] | undefined,
  after: readonly RuleParts[] | undefined,
): ResourceParts {
  return replication('develop', {
    ...(before === undefined ? {} : { before: configuration(...before) }),
    ...(after === undefined ? {} : { after: configuration(...after) }),
  });
}

const APP = { filters: ['app'], to: [US] };

testRule(deleteReplicationReset, [
  {
    name: 'reports an added destination, with the commands that check and enable it',
    resources: [changed([APP], [{ filters: ['app'], to: [US, MANAGEMENT] }])],
    finds: [
      [
        ADDRESS,
        'aws ecr describe-registry --region ap-northeast-1',
        'aws ecr put-replication-configuration --region ap-northeast-1',
        '"deleteReplication": {"enabled": true}',
      ],
    ],
  },
  {
    name: 'reports a replacement',
    resources: [{ ...changed([APP], [APP]), replacedFor: ['id'] }],
    finds: [[ADDRESS]],
  },
  {
    name: 'reports rules that are known only after apply',
    resources: [
      {
        ...changed([APP], [APP]),
        unknown: { replication_configuration: true },
        change: { action: 'update' },
      },
    ],
    finds: [[ADDRESS]],
  },
  { name: 'ignores a new configuration', resources: [changed(undefined, [APP])], finds: [] },
  { name: 'ignores a configuration that does not change', resources: [changed([APP], [APP])], finds: [] },
  { name: 'ignores a configuration that is destroyed', resources: [changed([APP], undefined)], finds: [] },
  { name: 'ignores a configuration that had no rules', resources: [changed([], [APP])], finds: [] },
  { name: 'ignores a configuration whose rules are all removed', resources: [changed([APP], [])], finds: [] },
]);
