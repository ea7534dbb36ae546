import { creationTemplateWidened } from '../../../src/lint/plan/creation-template-widened';
import { unchanged } from '../../plan/plans';
import { newTemplate, PULL, TEMPLATE, TEMPLATE_TYPE, templateValues } from './creation-templates';
import { onRepository, OTHER } from './policy-resources';
import { testRule } from './rule-cases';

const OTHER_PULLS = { ...PULL, Principal: OTHER };

testRule(creationTemplateWidened, [
  {
    name: 'reports a new template that lets another account pull',
    resources: [newTemplate(OTHER_PULLS)],
    severity: 'note',
    finds: [
      [
        TEMPLATE,
        "The creation template 'team' (111111111111 in ap-northeast-1) lets account 222222222222 pull",
        "every repository under 'team/' that ECR creates from now on",
      ],
    ],
  },
  {
    name: 'reports the template ROOT, which applies to any repository',
    resources: [newTemplate(OTHER_PULLS, 'ROOT')],
    finds: [[TEMPLATE, 'every repository that ECR creates']],
  },
  {
    name: 'reports an account that is added',
    resources: [
      {
        ...newTemplate(OTHER_PULLS),
        before: templateValues({ ...PULL, Principal: { AWS: '111111111111' } }),
      },
    ],
    finds: [[TEMPLATE, 'account 222222222222']],
  },
  {
    name: 'does not report a statement that the template had before',
    resources: [
      {
        ...newTemplate(OTHER_PULLS),
        before: { ...templateValues(OTHER_PULLS), applied_for: ['REPLICATION'] },
      },
    ],
    finds: [],
  },
  {
    name: 'does not report a template that does not change',
    resources: [unchanged({ type: TEMPLATE_TYPE, provider: 'develop', before: templateValues(OTHER_PULLS) })],
    finds: [],
  },
  {
    name: 'does not report the owning account',
    resources: [newTemplate({ ...PULL, Principal: { AWS: '111111111111' } })],
    finds: [],
  },
  {
    name: 'does not report any AWS account, which creation-template-public reports',
    resources: [newTemplate(PULL)],
    finds: [],
  },
  {
    name: 'does not report a Deny',
    resources: [newTemplate({ ...OTHER_PULLS, Effect: 'Deny' })],
    finds: [],
  },
  {
    name: 'does not report the policy of a repository',
    resources: [onRepository(OTHER_PULLS)],
    finds: [],
  },
]);
