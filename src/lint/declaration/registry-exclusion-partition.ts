import { parseIdentityArn } from '../../aws/arn';
import type { BoundRegistry } from '../../declaration/bind/bound-declaration';
import { itemsOf } from '../../declaration/schema/located';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const registryExclusionPartition = defineDeclarationRules({
  rules: {
    'registry/exclusion-partition': {
      severity: 'error',
      doc: 'A role or user under `pullTimeUpdateExclusions` is not in the partition of the registry.',
      why:
        'A principal in another partition cannot pull from the registry. Use the ARN of a role or user in ' +
        'the partition of the registry.',
    },
  },
  bound({ bound }, reporter) {
    for (const registry of bound.registries) checkExclusions(registry, reporter);
  },
});

type Reporter = ReporterOf<typeof registryExclusionPartition>;

function checkExclusions({ declared, name, partition }: BoundRegistry, reporter: Reporter): void {
  if (partition === undefined) return;
  for (const { path, value } of itemsOf(declared.pullTimeUpdateExclusions)) {
    const principal = parseIdentityArn(value);
    if (principal === undefined || principal.partition === partition.id) continue;
    reporter.atValue(
      path,
      'registry/exclusion-partition',
      `'${value}' is in partition ${principal.partition}, but registry '${name}' is in partition ${partition.id}.`,
      `Use a role or user in partition ${partition.id}.`,
    );
  }
}
