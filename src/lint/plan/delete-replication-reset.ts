import { isRegionKnown } from '../../aws/partitions';
import { isKnown } from '../../model/unknown';
import type { PlannedOf } from '../../plan/model/planned-resource';
import { registryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { defineRule, type Problem } from '../rule';

export const deleteReplicationReset = defineRule({
  id: 'delete-replication-reset',
  severity: 'note',
  doc: 'Replication rules change, which disables delete replication.',
  why:
    'Delete replication also replicates deletions and removed tags. It is a setting of a replication rule that the AWS ' +
    'provider neither reads nor sends. Each change of the rules replaces the whole configuration, so the setting is lost, ' +
    'and no plan shows that. https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication-delete.html',
  options: {},
  check: ({ resources }) =>
    resources.flatMap((resource) => (resource.kind === 'replication' ? problemOf(resource) : [])),
});

function problemOf(resource: PlannedOf<'replication'>): readonly Problem[] {
  const { action, before, after } = resource;
  const isChanged = action === 'update' || action === 'replace';
  // Without rules before and after, there is no setting to lose or to enable again.
  if (!isChanged || !mayHaveRules(before) || !mayHaveRules(after)) return [];
  const { registry } = after;
  const region = isRegionKnown(registry.region) ? ` --region ${registry.region}` : '';
  return [
    {
      at: addressOf(resource),
      subject: { registry },
      message:
        `Changes the replication rules of ${registryMark(registry)}. If delete replication is enabled for a rule, ` +
        'this apply disables it, because the AWS provider sends the rules without deleteReplication.',
      help:
        `Before you apply, check whether it is enabled: aws ecr describe-registry${region} --query replicationConfiguration. ` +
        'If it is, add "deleteReplication": {"enabled": true} to these rules again after the apply: ' +
        `aws ecr put-replication-configuration${region} --replication-configuration file://replication.json.`,
    },
  ];
}

type Values = PlannedOf<'replication'>['after'];

function mayHaveRules(values: Values): values is NonNullable<Values> {
  return values !== undefined && (!isKnown(values.rules) || values.rules.length > 0);
}
