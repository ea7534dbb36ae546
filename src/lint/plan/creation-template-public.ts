import { isChangedInAws } from '../../plan/model/planned-resource';
import { templateProblems } from '../predicates/template-policies';
import { defineRule } from '../rule';
import { publicAccess } from './public-access';

export const creationTemplatePublic = defineRule({
  id: 'creation-template-public',
  severity: 'error',
  doc: 'Creation template gives the repositories that ECR creates a public policy.',
  why:
    'ECR puts the policy of the template on every repository that it creates for a replication, a pull-through cache or a ' +
    'push. With a principal of * and no condition that restricts it, every AWS account has access to them. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html',
  options: {},
  check: (reviewed) =>
    templateProblems({ ...reviewed, resources: reviewed.resources.filter(isChangedInAws) }, (templates) =>
      publicAccess.check(templates, {}),
    ),
});
