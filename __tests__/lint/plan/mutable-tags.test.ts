import { mutableTags } from '../../../src/lint/plan/mutable-tags';
import { repository, type ResourceParts } from '../../plan/plans';
import { APP, importedRepository, newRepository, unchangedRepository } from './repository-resources';
import { testRule } from './rule-cases';

const MUTABLE = { image_tag_mutability: 'MUTABLE' };
const withFilter = (mode: string) => ({
  image_tag_mutability: mode,
  image_tag_mutability_exclusion_filter: [{ filter: 'v*', filter_type: 'WILDCARD' }],
});
const replication: ResourceParts = {
  type: 'aws_ecr_replication_configuration',
  provider: 'develop_us',
  after: {
    replication_configuration: [
      { rule: [{ destination: [{ region: 'ap-northeast-1', registry_id: '111111111111' }] }] },
    ],
  },
};
const source: ResourceParts = { ...newRepository({}), name: 'source', provider: 'develop_us' };

testRule(mutableTags, [
  {
    name: 'MUTABLE',
    resources: [newRepository(MUTABLE)],
    finds: [[APP, "The repository 'app' (111111111111 in ap-northeast-1) has mutable tags", 'IMMUTABLE']],
  },
  {
    name: 'reports a repository without the argument, which is MUTABLE',
    resources: [newRepository({ image_tag_mutability: undefined })],
    finds: [[APP, '(MUTABLE)']],
  },
  {
    name: 'reports MUTABLE_WITH_EXCLUSION',
    resources: [newRepository(withFilter('MUTABLE_WITH_EXCLUSION'))],
    finds: [[APP, 'has mutable tags except v* (MUTABLE_WITH_EXCLUSION)']],
  },
  {
    name: 'does not report MUTABLE_WITH_EXCLUSION if partly is set',
    resources: [newRepository(withFilter('MUTABLE_WITH_EXCLUSION'))],
    options: { partly: true },
    finds: [],
  },
  {
    name: 'reports MUTABLE if partly is set',
    resources: [newRepository(MUTABLE)],
    options: { partly: true },
    finds: [[APP]],
  },
  { name: 'IMMUTABLE', resources: [newRepository({})], finds: [] },
  {
    name: 'does not report IMMUTABLE_WITH_EXCLUSION',
    resources: [newRepository(withFilter('IMMUTABLE_WITH_EXCLUSION'))],
    finds: [],
  },
  { name: 'does not report an unchanged repository', resources: [unchangedRepository(MUTABLE)], finds: [] },
  {
    name: 'reports an unchanged repository if unchanged is set',
    resources: [unchangedRepository(MUTABLE)],
    options: { unchanged: true },
    finds: [[APP]],
  },
  { name: 'does not report an import without changes', resources: [importedRepository(MUTABLE)], finds: [] },
  {
    name: 'reports an import without changes if unchanged is set',
    resources: [importedRepository(MUTABLE)],
    options: { unchanged: true },
    finds: [[APP]],
  },
  {
    name: 'reports an import with changes',
    resources: [
      { ...importedRepository(MUTABLE), after: repository('app', { ...MUTABLE, force_delete: true }) },
    ],
    finds: [[APP]],
  },
  { name: 'does not report a replica', resources: [replication, source, newRepository(MUTABLE)], finds: [] },
  {
    name: 'reports one of two repositories that replicate to each other',
    resources: [
      replication,
      {
        ...replication,
        provider: 'develop',
        name: 'back',
        after: {
          replication_configuration: [
            { rule: [{ destination: [{ region: 'us-west-1', registry_id: '111111111111' }] }] },
          ],
        },
      },
      source,
      newRepository(MUTABLE),
    ],
    finds: [[APP]],
  },
  {
    name: 'reports a replica if replicas is set',
    resources: [replication, source, newRepository(MUTABLE)],
    options: { replicas: true },
    finds: [[APP]],
  },
  {
    name: 'does not repeat what tags-become-mutable reports',
    resources: [{ ...unchangedRepository({}), after: repository('app', MUTABLE) }],
    finds: [],
  },
  {
    name: 'reports a mutable repository in which something else changes',
    resources: [
      { ...unchangedRepository(MUTABLE), after: repository('app', { ...MUTABLE, force_delete: true }) },
    ],
    finds: [[APP]],
  },
]);
