import { access } from '../changed-base';
import { describeDiagnostics } from '../diagnostic-cases';

describeDiagnostics('access', {
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
