import { repository, unchanged, type ResourceParts } from '../../plan/plans';

export const newRepository = (values: object, name = 'app'): ResourceParts => ({
  type: 'aws_ecr_repository',
  name,
  provider: 'develop',
  after: repository(name, values),
});

export const unchangedRepository = (values: object, name = 'app'): ResourceParts =>
  unchanged({
    type: 'aws_ecr_repository',
    name,
    provider: 'develop',
    before: repository(name, values),
  });

/** A repository that is imported without changes. */
export const importedRepository = (values: object): ResourceParts => ({
  ...unchangedRepository(values),
  change: { isImported: true },
});

export const APP = 'aws_ecr_repository.app';
