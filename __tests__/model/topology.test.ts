import type { KnownRegistryId } from '../../src/aws/arn';
import type { ReplicationRule } from '../../src/model/resource-types';
import type { PlannedRegistry, PlannedReplicationRule, Registry } from '../../src/model/topology';

// The compiler checks these assignments; `@ts-expect-error` is an error if one is allowed.
test('only a planned registry may have an unknown account or Region', () => {
  const fromDeclared = (registry: Registry): KnownRegistryId => registry;
  // @ts-expect-error The account or Region of a planned registry may be unknown.
  const fromPlanned = (registry: PlannedRegistry): KnownRegistryId => registry;
  const widened = (registry: Registry): PlannedRegistry => registry;
  expect([fromDeclared, fromPlanned, widened]).toHaveLength(3);
});

test('only a planned replication rule may have an unknown destination', () => {
  // @ts-expect-error The destination of a planned rule may be unknown.
  const fromPlanned = (rule: PlannedReplicationRule): ReplicationRule => rule;
  const widened = (rule: ReplicationRule): PlannedReplicationRule => rule;
  expect([fromPlanned, widened]).toHaveLength(2);
});
