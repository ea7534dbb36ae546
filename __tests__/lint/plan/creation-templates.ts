import { policy, type ResourceParts } from '../../plan/plans';

export const TEMPLATE_TYPE = 'aws_ecr_repository_creation_template';
/** Any AWS account may pull. */
export const PULL = {
  Sid: 'Pull',
  Effect: 'Allow',
  Principal: '*',
  Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
};

export const templateValues = (statement: object, prefix = 'team') => ({
  prefix,
  applied_for: ['PULL_THROUGH_CACHE'],
  repository_policy: JSON.stringify(policy(statement)),
});

/** A new template of `develop` with one statement. */
export const newTemplate = (statement: object, prefix?: string): ResourceParts => ({
  type: TEMPLATE_TYPE,
  provider: 'develop',
  after: templateValues(statement, prefix),
});

export const TEMPLATE = `${TEMPLATE_TYPE}.this`;
