import { isChangedInAws } from '../../plan/model/planned-resource';
import { templateProblems } from '../predicates/template-policies';
import { defineRule } from '../rule';
import { publicAccess } from './public-access';

export const creationTemplatePublic = defineRule({
  id: 'creation-template-public',
  severity: 'error',
  doc: 'Creation template gives new repositories a public policy.',
  why:
    'ECR applies the policy of the template to every repository that it creates for replication, a pull-through cache or a ' +
    'push. If the principal is * and no condition restricts it, every AWS account has access to these repositories. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html',
  options: {},
  check: (reviewed) =>
    templateProblems({ ...reviewed, resources: reviewed.resources.filter(isChangedInAws) }, (templates) =>
      publicAccess.check(templates, {}),
    ),
});
