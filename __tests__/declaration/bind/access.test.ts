import { access, withDefaults, withSettings } from '../changed-base';
import { describeDiagnostics } from '../diagnostic-cases';

const statement = (registries: string) =>
  `statements: [{ principals: develop, actions: "ecr:ListImages", registries: ${registries} }]`;

describeDiagnostics('access', {
  'statement/unknown-registry': [
    {
      bad: withSettings(statement('[develop, «managment»]')),
      message: "Did you mean 'management'?",
      good: withSettings(statement('[develop, management]')),
    },
    {
      bad: withDefaults(statement('«nowhere»')),
      message: 'Declared registries: develop, develop_us, management',
      good: withDefaults(statement('develop_us')),
    },
  ],
  'access/unknown-registry': [
    {
      bad: access(
        'allow: pull, repositories: my-repo, registries: [develop, «managment»], principals: develop',
      ),
      message: "Did you mean 'management'?",
      good: access(
        'allow: pull, repositories: my-repo, registries: [develop, management], principals: develop',
      ),
    },
    {
      bad: access('allow: pull, repositories: my-repo, registries: «nowhere», principals: develop'),
      message: 'Declared registries: develop, develop_us, management',
    },
  ],
});
