import { topologyText } from '../../src/report';
import { BASE, deploymentOf, topologyOf } from '../topology/declarations';

const text = (declaration: string) => topologyText(topologyOf(declaration), deploymentOf(declaration));

test.each([
  [
    'nothing of what there is none of',
    BASE,
    '2 accounts, 3 registries, 3 repositories (replicas included), 1 replication rule',
  ],
  [
    'templates and caches',
    BASE.replace(
      'us-west-1 }',
      'us-west-1, creationTemplates: [{ prefix: ROOT, appliedFor: [CREATE_ON_PUSH] }], ' +
        'pullThroughCache: [{ prefix: quay, upstream: quay.io }, { prefix: k8s, upstream: registry.k8s.io }] }',
    ),
    '2 accounts, 3 registries, 3 repositories (replicas included), 1 replication rule, 1 creation template, 2 pull-through caches',
  ],
])('summarises a topology in one line: %s', (_, declaration, expected) => {
  expect(text(declaration)).toBe(expected);
});
