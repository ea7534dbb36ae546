import { forceDeleteEnabled } from '../../../src/lint/plan/force-delete-enabled';
import { unchanged } from '../../plan/plans';
import { appRepository, WITH_FORCE_DELETE, WITHOUT_FORCE_DELETE } from './app-repository';
import { testRule } from './rule-cases';

testRule(forceDeleteEnabled, [
  {
    name: 'reports force_delete that is enabled for an existing repository',
    resources: [appRepository({ before: WITHOUT_FORCE_DELETE, after: WITH_FORCE_DELETE })],
    finds: [['aws_ecr_repository.app', 'The next destroy or replacement deletes all its images']],
  },
  {
    name: 'reports force_delete that is enabled for an imported repository',
    resources: [
      appRepository({ before: WITHOUT_FORCE_DELETE, after: WITH_FORCE_DELETE, change: { isImported: true } }),
    ],
    finds: [['aws_ecr_repository.app', 'Enables force_delete for the repository']],
  },
  {
    name: 'does not report force_delete that is disabled',
    resources: [appRepository({ before: WITH_FORCE_DELETE, after: WITHOUT_FORCE_DELETE })],
    finds: [],
  },
  {
    name: 'does not report force_delete that was enabled before',
    resources: [
      appRepository({ before: WITH_FORCE_DELETE, after: { ...WITH_FORCE_DELETE, tags: { a: 'b' } } }),
    ],
    finds: [],
  },
  {
    name: 'does not report a new repository with force_delete, as in the article',
    resources: [appRepository({ after: WITH_FORCE_DELETE })],
    finds: [],
  },
  {
    name: 'reports a new repository with force_delete if onCreate is set',
    resources: [appRepository({ after: WITH_FORCE_DELETE })],
    options: { onCreate: true },
    finds: [
      ['aws_ecr_repository.app', 'with force_delete enabled. The first destroy or replacement deletes'],
    ],
  },
  {
    name: 'does not report force_delete that was enabled before if onCreate is set',
    resources: [unchanged({ type: 'aws_ecr_repository', provider: 'develop', before: WITH_FORCE_DELETE })],
    options: { onCreate: true },
    finds: [],
  },
]);
