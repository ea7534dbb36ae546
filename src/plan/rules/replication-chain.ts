import { rule } from '../rule';

export const replicationChain = rule({
  id: 'replication-chain',
  severity: 'warning',
  doc: 'Images get to every registry from where they are pushed, for ECR replicates an image once.',
  why: '',
  options: {},
  check: () => [],
});
