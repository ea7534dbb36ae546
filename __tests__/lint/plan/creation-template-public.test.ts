import { creationTemplatePublic } from '../../../src/lint/plan/creation-template-public';
import { policy, unchanged } from '../../plan/plans';
import { newTemplate, PULL, TEMPLATE, TEMPLATE_TYPE, templateValues } from './creation-templates';
import { testRule } from './rule-cases';

testRule(creationTemplatePublic, [
  {
    name: 'reports a template that lets every account pull',
    resources: [newTemplate(PULL)],
    finds: [
      [
        TEMPLATE,
        'For repositories that ECR creates from this creation template: ',
        "the repository policy of 'team/*' (111111111111 in ap-northeast-1) lets every AWS account",
      ],
    ],
  },
  {
    name: 'reports the template ROOT',
    resources: [newTemplate(PULL, 'ROOT')],
    finds: [[TEMPLATE, "the repository policy of '*'"]],
  },
  {
    name: 'reports a template that becomes public',
    resources: [
      { ...newTemplate(PULL), before: templateValues({ ...PULL, Principal: { AWS: '222222222222' } }) },
    ],
    finds: [[TEMPLATE]],
  },
  {
    name: 'accepts a condition on the organization',
    resources: [
      newTemplate({ ...PULL, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
    ],
    finds: [],
  },
  {
    name: 'accepts an account',
    resources: [newTemplate({ ...PULL, Principal: { AWS: '222222222222' } })],
    finds: [],
  },
  {
    name: 'does not report a template that does not change',
    resources: [unchanged({ type: TEMPLATE_TYPE, provider: 'develop', before: templateValues(PULL) })],
    finds: [],
  },
  {
    name: 'does not report the policy of a repository',
    resources: [
      {
        type: 'aws_ecr_repository_policy',
        provider: 'develop',
        after: { repository: 'app', policy: policy(PULL) },
      },
    ],
    finds: [],
  },
]);
