import { publicRepositoryDestroyed } from '../../../src/lint/plan/public-repository-destroyed';
import { planOf, unchanged, type ResourceParts } from '../../plan/plans';
import { appRepository, WITH_FORCE_DELETE } from './app-repository';
import { problemsIn, testRule } from './rule-cases';

const TYPE = 'aws_ecrpublic_repository';
const VALUES = { repository_name: 'tools', force_destroy: false, registry_id: '111111111111' };
const publicRepository = (parts: Partial<ResourceParts>): ResourceParts => ({
  type: TYPE,
  provider: 'develop',
  ...parts,
});
const THIS = `${TYPE}.this`;

testRule(publicRepositoryDestroyed, [
  {
    name: 'reports a destroy with force_destroy, which deletes the images',
    resources: [publicRepository({ before: { ...VALUES, force_destroy: true } })],
    severity: 'error',
    finds: [
      [
        THIS,
        "Destroys the public repository 'tools' and deletes all its images, because force_destroy is enabled",
        'removed block with destroy = false',
      ],
    ],
  },
  {
    name: 'reports a destroy without force_destroy, which fails if images exist',
    resources: [publicRepository({ before: VALUES })],
    finds: [[THIS, 'force_destroy is disabled, so the apply fails while the repository contains images']],
  },
  {
    name: 'reports a replacement',
    resources: [
      publicRepository({
        before: VALUES,
        after: { ...VALUES, repository_name: 'cli' },
        replacedFor: ['repository_name'],
      }),
    ],
    finds: [[THIS, 'Destroys and recreates the public repository']],
  },
  {
    name: 'does not report a new repository',
    resources: [publicRepository({ after: VALUES })],
    finds: [],
  },
  {
    name: 'does not report an update in place',
    resources: [publicRepository({ before: VALUES, after: { ...VALUES, force_destroy: true } })],
    finds: [],
  },
  {
    name: 'does not report a repository that does not change',
    resources: [unchanged({ type: TYPE, provider: 'develop', before: VALUES })],
    finds: [],
  },
  {
    name: 'does not report a forgotten repository',
    resources: [publicRepository({ before: VALUES, change: { action: 'forget' } })],
    finds: [],
  },
  {
    name: 'does not report a private repository',
    resources: [appRepository({ before: WITH_FORCE_DELETE })],
    finds: [],
  },
]);

test('reports the account of the repository in the one Region of ECR Public', () => {
  const [problem] = problemsIn(publicRepositoryDestroyed, [planOf([publicRepository({ before: VALUES })])]);
  expect(problem?.subject).toEqual({ registry: { accountId: '111111111111', region: 'us-east-1' } });
});
